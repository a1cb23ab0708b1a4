import CMigratorSQLite
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Opens database files, and says what is wrong with those that cannot be opened.
enum SQLiteFile {
    static func open(_ configuration: SQLiteSessionConfiguration) throws(DatabaseFailure) -> OpaquePointer {
        let path = configuration.path
        // SQLite takes an empty path for a temporary database, and reads no further than a NUL.
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw DatabaseFailure(.cannotOpen, "the path of the database is empty or holds a NUL character")
        }
        var flags = SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX
        if configuration.readOnly {
            flags |= SQLITE_OPEN_READONLY
        } else {
            flags |= SQLITE_OPEN_READWRITE | (configuration.createIfMissing ? SQLITE_OPEN_CREATE : 0)
        }
        var database: OpaquePointer?
        // SQLite may be built to read `file:` as a URI.
        let result = sqlite3_open_v2(path.hasPrefix("file:") ? "./" + path : path, &database, flags, nil)
        guard result == SQLITE_OK, let database else {
            let error = explained(DatabaseFailure(result, on: database), configuration, database)
            sqlite3_close_v2(database)
            throw error
        }
        return database
    }

    /// Turns an error of opening or first reading into a sentence that names the file.
    static func explained(
        _ error: DatabaseFailure,
        _ configuration: SQLiteSessionConfiguration,
        _ database: OpaquePointer?
    ) -> DatabaseFailure {
        // Busy or cancelled says nothing of the file.
        guard error.code != .busy, error.code != .cancelled else { return error }
        let path = configuration.path
        let (code, reason) = reason(error, configuration, database)
        return DatabaseFailure(code, "cannot open \(path): \(reason)", resultCode: error.resultCode)
    }

    private static func reason(
        _ error: DatabaseFailure,
        _ configuration: SQLiteSessionConfiguration,
        _ database: OpaquePointer?
    ) -> (DatabaseFailure.Code, String) {
        let path = configuration.path
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if exists, isFolder { return (.cannotOpen, "it is a folder") }
        if error.code == .corrupt { return (.corrupt, "it is damaged or no SQLite database (\(error.message))") }
        if migrator_sqlite3_is_denial(sqlite3_system_errno(database)) != 0 {
            return (.permissionDenied, "permission denied")
        }
        if !exists {
            if !FileManager.default.fileExists(atPath: folder) { return (.cannotOpen, "there is no folder \(folder)") }
            if configuration.readOnly || !configuration.createIfMissing {
                return (.cannotOpen, "there is no such file")
            }
        }
        return (error.code, error.message)
    }
}
