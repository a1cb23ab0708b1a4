/// Reads what follows `sqlite:` in a URL.
///
/// What other tools read as a host, a parameter or another folder is refused: it would silently become part of the name
/// of a new file. No message repeats any of it, as `sqlite://user:password@host/name` is meant for another database.
enum SQLiteURL {
    static func path(in rest: Substring) throws(DatabaseFailure) -> String {
        let path = try withoutSlashes(rest)
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw error("the URL names no file: write sqlite:PATH or sqlite::memory:")
        }
        guard !path.contains("?") else {
            throw error("parameters such as ?mode=ro are not read in a SQLite URL; write sqlite:PATH")
        }
        guard !path.lowercased().hasPrefix("file:") else {
            throw error(
                "a 'file:' URI is not read in a SQLite URL; write sqlite:PATH (a name that begins so: sqlite:./PATH)"
            )
        }
        return String(path)
    }

    /// SQLAlchemy writes `sqlite:///relative` and `sqlite:////absolute`; for others `sqlite:///x/y` is absolute.
    private static func withoutSlashes(_ rest: Substring) throws(DatabaseFailure) -> Substring {
        guard rest.hasPrefix("//") else { return rest }
        let authority = rest.dropFirst(2)
        guard !authority.isEmpty else { return authority }
        guard authority.first == "/" else {
            throw error("a SQLite database has no host: write sqlite:PATH, or postgres://user@host/name for a server")
        }
        let path = authority.dropFirst()
        guard path.first == "/" || path.first == "." || !path.contains("/") else {
            throw error(
                "with three slashes the path is relative for some tools and absolute for others; write sqlite:PATH for a "
                    + "relative one and sqlite:/PATH for an absolute one"
            )
        }
        return path
    }

    private static func error(_ message: String) -> DatabaseFailure { DatabaseFailure(.cannotOpen, message) }
}
