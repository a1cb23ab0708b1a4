#if os(Linux)
import MigratorBlocking
import MigratorDatabase

/// SQLite's library, loaded when it is first needed.
///
/// Who works on PostgreSQL does without. Elsewhere than on Linux it is linked.
enum LibSQLite {
    private static let library = SharedLibrary("libsqlite3.so.0", having: "sqlite3_error_offset", since: "3.38")

    /// Loads it; costs nothing once it is there.
    static func load() throws(DatabaseFailure) {
        guard let problem = library.problem else { return }
        throw DatabaseFailure(
            .cannotOpen,
            "there is no SQLite to open a database with: \(problem)",
            hint: "install it (Debian's package is libsqlite3-0), or set LD_LIBRARY_PATH to where it lies"
        )
    }

    /// A function, by its name there.
    static func function<Function>(_ name: String) -> Function? { library.function(name) }
}
#endif
