/// Says how the URL of another tool is spelled here; repeats none of it but a scheme.
enum ForeignURL {
    /// A text that is no URL at all.
    static let unknown = DatabaseFailure(
        .cannotOpen,
        "a database is named by a URL such as sqlite:PATH or postgres://user@host/name"
    )

    static func error(_ scheme: String, _ rest: Substring) -> DatabaseFailure {
        // jdbc:postgresql://host/name
        let name = scheme == "jdbc" ? rest.prefix { $0 != ":" }.lowercased() : scheme
        // postgresql+psycopg://host/name
        let database = name.prefix { $0 != "+" }
        if ["postgres", "postgresql", "pgsql", "psql", "pg"].contains(database) {
            return DatabaseFailure(.cannotOpen, "this is another tool's spelling of a PostgreSQL URL; \(Self.postgres)")
        }
        if ["sqlite", "sqlite3", "file"].contains(database) {
            return DatabaseFailure(.cannotOpen, "this is another tool's spelling of a SQLite URL; write sqlite:PATH")
        }
        // Without slashes it may be a user's name and a password.
        let isScheme = rest.hasPrefix("//") && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isScheme, scheme.count <= 20 else { return unknown }
        return DatabaseFailure(.cannotOpen, "no driver for '\(scheme):' URLs; sqlite: and postgres: are known")
    }

    private static let postgres = "write postgres://user:password@host:port/name, with libpq's options after a '?'"
}
