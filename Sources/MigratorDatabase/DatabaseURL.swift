/// The URL of a database.
///
/// `sqlite:PATH` and `sqlite::memory:` name a SQLite database, `postgres://…` and `postgresql://…` a PostgreSQL one; so
/// does a string of libpq's keywords such as `host=localhost dbname=app`. Parsed here and not by a driver's library,
/// whose messages would print passwords.
public struct DatabaseURL: Hashable, Sendable {
    /// The kind of database.
    public let kind: DatabaseKind
    /// The path of a SQLite file or `:memory:`; the whole URL or keyword string for PostgreSQL, password and all.
    public let location: String

    /// Parses a URL.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen`, whose message never repeats more than the scheme.
    public init(_ text: String) throws(DatabaseFailure) {
        if KeywordString.isOne(text) {
            kind = .postgres
            location = text
            return
        }
        guard let colon = text.firstIndex(of: ":") else { throw ForeignURL.unknown }
        let scheme = text[..<colon].lowercased()
        let rest = text[text.index(after: colon)...]
        switch scheme {
        case "sqlite", "sqlite3":
            kind = .sqlite
            location = try SQLiteURL.path(in: rest)
        case "postgres", "postgresql":
            guard rest.hasPrefix("//") else {
                throw DatabaseFailure(.cannotOpen, "a PostgreSQL URL begins postgres://")
            }
            kind = .postgres
            location = text
        default:
            throw ForeignURL.error(scheme, rest)
        }
    }

    /// Whether PostgreSQL is named by keywords, not by a URL.
    var isKeywordString: Bool { kind == .postgres && KeywordString.isOne(location) }
}

extension DatabaseURL: CustomStringConvertible {
    /// The URL without its password, and without its parameters, which may hold one too.
    public var description: String {
        guard kind == .postgres else { return "sqlite:\(location)" }
        if isKeywordString {
            guard let parameters = try? KeywordString.parameters(of: location) else { return "postgres://…" }
            return Self.description(of: parameters)
        }
        guard let scheme = location.firstRange(of: "://") else { return "postgres://…" }
        let start = location[..<scheme.upperBound]
        let bare = location[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        if let at = bare.lastIndex(of: "@") { return "\(start)\(bare[..<at].prefix { $0 != ":" })\(bare[at...])" }
        // A '?' or a '#' may belong to a password whose '@' comes after it.
        let name = location[bare.endIndex...].prefix { $0 != "=" }
        let isWhole = !name.contains("@") && !name.hasPrefix("#") && Self.hasPortsOnly(bare.prefix { $0 != "/" })
        return isWhole ? "\(start)\(bare)" : "\(start)…"
    }

    /// A URL without a password for libpq's parameters: the server, the database and the user.
    package static func description(of parameters: [String: String]) -> String {
        let user = parameters["user"].map { $0 + "@" } ?? ""
        let host = parameters["host"] ?? parameters["hostaddr"] ?? ""
        let port = parameters["port"].map { ":" + $0 } ?? ""
        // A database may be given as a whole connection string, which libpq is told not to read but may hold anything.
        let name = parameters["dbname"].map { $0.contains("=") || $0.contains(":") ? "" : $0 } ?? ""
        return "postgres://\(user)\(host)\(port)/\(name)"
    }

    /// Whether all that follows a ':' in a list of hosts is a number.
    private static func hasPortsOnly(_ hosts: Substring) -> Bool {
        hosts.split(separator: ",").allSatisfy { host in
            let end = host.first == "[" ? host.firstIndex(of: "]") ?? host.endIndex : host.startIndex
            return host[end...].drop { $0 != ":" }.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        }
    }
}
