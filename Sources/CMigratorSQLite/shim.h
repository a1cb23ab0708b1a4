#ifndef MIGRATOR_CSQLITE_SHIM_H
#define MIGRATOR_CSQLITE_SHIM_H

#include <errno.h>
#include <sqlite3.h>

// errno.h belongs to a module of another name on each platform.
static inline int migrator_sqlite3_is_denial(int error) {
    return error == EACCES || error == EPERM;
}

#endif
