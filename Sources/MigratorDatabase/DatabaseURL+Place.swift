import MigratorSystem

extension DatabaseURL {
    /// The same text for the same database, however its URL is spelled, and without secrets: what is remembered of a
    /// database before it is asked lies under it.
    public var place: String {
        guard kind == .sqlite else { return postgresPlace }
        return location == ":memory:" ? "sqlite::memory:" : "sqlite:" + Self.absolute(location)
    }

    private var postgresPlace: String {
        let bare = description.drop { $0 != ":" }
        // The schemas in which names are looked for decide which version table is used.
        let others: [String]
        if isKeywordString {
            let named: Set = ["user", "host", "port", "dbname"]
            let parameters = (try? KeywordString.parameters(of: location)) ?? [:]
            others = parameters.filter { !named.contains($0.key) }.map { "\($0.key)=\($0.value)" }
        } else {
            let query = location.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
            others = query.split(separator: "&").map(String.init).filter { $0.contains("=") }
        }
        let secrets = ["password=", "sslpassword=", "passfile=", "oauth_client_secret=", "scram_"]
        let shown = others.filter { part in !secrets.contains { part.lowercased().hasPrefix($0) } }
        return (["postgres\(bare)"] + shown.sorted()).joined(separator: "&")
    }

    /// The path without links and dots; of a file that is not there yet, that of its folder and its name.
    private static func absolute(_ path: String) -> String {
        if let real = SystemCalls.realPath(path) { return real }
        let slash = path.lastIndex(of: "/")
        let (folder, name) = slash.map { (String(path[...$0]), path[path.index(after: $0)...]) } ?? (".", path[...])
        return SystemCalls.realPath(folder).map { "\($0 == "/" ? "" : $0)/\(name)" } ?? path
    }
}
