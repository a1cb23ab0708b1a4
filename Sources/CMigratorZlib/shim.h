#ifndef MIGRATOR_CZLIB_SHIM_H
#define MIGRATOR_CZLIB_SHIM_H

#include <zlib.h>

// A macro that Swift does not see; 16 asks for gzip's header and trailer.
static inline int migrator_zlib_begin_gunzip(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

static inline int migrator_zlib_begin_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
