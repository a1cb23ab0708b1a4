#ifndef MIGRATOR_CZSTD_SHIM_H
#define MIGRATOR_CZSTD_SHIM_H

#include <zstd.h>
#include <zstd_errors.h>

#endif
