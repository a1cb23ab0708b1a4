/// Where a database is, as a URL says it.
///
/// `sqlite:PATH` and `sqlite::memory:` name a SQLite database, `postgres://…` and `postgresql://…` a PostgreSQL one.
/// Parsed here and not by a driver's library, whose messages would print passwords.
public struct DatabaseURL: Hashable, Sendable {
    /// Which database.
    public let kind: DatabaseKind
    /// The path of a SQLite file or `:memory:`; the whole URL for PostgreSQL, password and all.
    public let location: String

    /// Parses a URL.
    ///
    /// - Throws: `DatabaseError` with code `.cannotOpen`, whose message never repeats more than the scheme.
    public init(_ text: String) throws(DatabaseError) {
        guard let colon = text.firstIndex(of: ":") else {
            throw DatabaseError(
                .cannotOpen,
                "a database is named by a URL such as sqlite:PATH or postgres://user@host/name"
            )
        }
        let scheme = text[..<colon].lowercased()
        var rest = text[text.index(after: colon)...]
        switch scheme {
        case "sqlite", "sqlite3":
            // SQLAlchemy writes sqlite:///relative and sqlite:////absolute.
            if rest.hasPrefix("///") {
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("//") {
                rest = rest.dropFirst(2)
            }
            guard !rest.isEmpty, !rest.utf8.contains(0) else {
                throw DatabaseError(.cannotOpen, "the URL names no file: write sqlite:PATH or sqlite::memory:")
            }
            kind = .sqlite
            location = String(rest)
        case "postgres", "postgresql":
            guard rest.hasPrefix("//") else {
                throw DatabaseError(.cannotOpen, "a PostgreSQL URL begins postgres://")
            }
            kind = .postgres
            location = text
        default:
            throw DatabaseError(
                .cannotOpen,
                "no driver for '\(scheme.prefix(20)):' URLs; sqlite: and postgres: are known"
            )
        }
    }
}

extension DatabaseURL: CustomStringConvertible {
    /// The URL without its password, and without its parameters, which may hold one too.
    public var description: String {
        guard kind == .postgres else { return "sqlite:\(location)" }
        let bare = location.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = bare.firstRange(of: "://"), let at = bare[scheme.upperBound...].lastIndex(of: "@") else {
            return String(bare)
        }
        let user = bare[scheme.upperBound..<at].prefix { $0 != ":" }
        return String(bare[..<scheme.upperBound] + user + bare[at...])
    }
}
