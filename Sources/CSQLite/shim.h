#ifndef MIGRATOR_CSQLITE_SHIM_H
#define MIGRATOR_CSQLITE_SHIM_H

#include <errno.h>
#include <sqlite3.h>

// errno.h belongs to a module of another name on each platform.
static inline int migrator_sqlite3_was_denied(sqlite3 *db) {
    int error = sqlite3_system_errno(db);
    return error == EACCES || error == EPERM;
}

#endif
