/// The schemas that are read.
struct PostgresSchemaFilter: Sendable {
    private let names: [String]?

    init(_ names: [String]?) {
        self.names = names
    }

    /// Whether all schemas are read, and with them what belongs to none.
    var isWhole: Bool { names == nil }

    /// The condition that the name of a schema fulfils.
    func admits(_ column: String) -> String {
        let own = "\(column) !~ '^pg_' AND \(column) <> 'information_schema'"
        guard let names else { return own }
        let list = names.map(PostgresServerText.quoted).joined(separator: ", ")
        return list.isEmpty ? "false" : "\(own) AND \(column) IN (\(list))"
    }
}
