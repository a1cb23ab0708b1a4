#ifndef MIGRATOR_CSQLITE_SHIM_H
#define MIGRATOR_CSQLITE_SHIM_H

#include <errno.h>
#include <sqlite3.h>

// The types of the functions that are used, for who looks them up by name.
#define MIGRATOR_SQLITE(name) typedef __typeof__(&sqlite3_##name) sqlite3_##name##_function;
MIGRATOR_SQLITE(open_v2)
MIGRATOR_SQLITE(close_v2)
MIGRATOR_SQLITE(busy_handler)
MIGRATOR_SQLITE(progress_handler)
MIGRATOR_SQLITE(interrupt)
MIGRATOR_SQLITE(sleep)
MIGRATOR_SQLITE(limit)
MIGRATOR_SQLITE(get_autocommit)
MIGRATOR_SQLITE(changes)
MIGRATOR_SQLITE(changes64)
MIGRATOR_SQLITE(errmsg)
MIGRATOR_SQLITE(errstr)
MIGRATOR_SQLITE(error_offset)
MIGRATOR_SQLITE(system_errno)
MIGRATOR_SQLITE(prepare_v3)
MIGRATOR_SQLITE(finalize)
MIGRATOR_SQLITE(step)
MIGRATOR_SQLITE(reset)
MIGRATOR_SQLITE(stmt_readonly)
MIGRATOR_SQLITE(stmt_status)
MIGRATOR_SQLITE(clear_bindings)
MIGRATOR_SQLITE(bind_parameter_count)
MIGRATOR_SQLITE(bind_null)
MIGRATOR_SQLITE(bind_int64)
MIGRATOR_SQLITE(bind_double)
MIGRATOR_SQLITE(bind_zeroblob)
MIGRATOR_SQLITE(bind_blob64)
MIGRATOR_SQLITE(bind_text64)
MIGRATOR_SQLITE(column_count)
MIGRATOR_SQLITE(column_name)
MIGRATOR_SQLITE(column_decltype)
MIGRATOR_SQLITE(column_type)
MIGRATOR_SQLITE(column_int64)
MIGRATOR_SQLITE(column_double)
MIGRATOR_SQLITE(column_text)
MIGRATOR_SQLITE(column_blob)
MIGRATOR_SQLITE(column_bytes)
#undef MIGRATOR_SQLITE

// errno.h belongs to a module of another name on each platform.
static inline int migrator_sqlite3_is_denial(int error) {
    return error == EACCES || error == EPERM;
}

#endif
