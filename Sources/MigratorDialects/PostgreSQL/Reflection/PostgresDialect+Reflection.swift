package import MigratorCatalogue
package import MigratorDatabase

extension PostgresDialect {
    package func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema {
        let parts = PostgresReflection.parts
        let settings = PostgresReflection.settings.map { (sql: $0, parameters: [DatabaseCell]()) }
        let filter = PostgresSchemaFilter(scope.schemas)
        let queries = parts.map { (sql: $0.query(filter), parameters: [DatabaseCell]()) }
        let answers: [(any PostgresPart)?]
        try await connection.begin()
        do {
            let count = settings.count
            answers = try await connection.query(pipelining: settings + queries) {
                (index, rows) throws(DatabaseFailure) in
                index < count ? nil : try parts[index - count].init(rows)
            }
        } catch {
            try? await connection.rollback()
            throw error
        }
        // Nothing was written, and the settings go with the transaction.
        try await connection.rollback()
        return try PostgresReflection(answers.compactMap(\.self)).schema(without: scope.ownTables)
    }
}

/// A kind of rows of PostgreSQL's catalogue: the query that asks for them, and what is made of the answer.
protocol PostgresPart: Sendable {
    /// The query; names that it writes have their schema, as nothing is on the search path.
    static func query(_ filter: PostgresSchemaFilter) -> String

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure)
}

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

/// Reads the values of a row one after the other.
struct PostgresRowReader {
    private let row: DatabaseRow
    private var position = 0

    init(_ row: DatabaseRow) {
        self.row = row
    }

    mutating func next<Value: DatabaseDecodable>(_ type: Value.Type = Value.self) throws(DatabaseFailure) -> Value {
        defer { position += 1 }
        return try row.get(at: position)
    }

    /// The numbers of an array or a vector; none of null.
    mutating func numbers() throws(DatabaseFailure) -> [Int] {
        let text: String? = try next()
        return text?.split { "{}, ".contains($0) }.compactMap { Int($0) } ?? []
    }

    /// The options of an object by name, as ``PostgresReflection/separator`` parts them.
    mutating func options() throws(DatabaseFailure) -> [String: String] {
        guard let text: String = try next(String?.self) else { return [:] }
        var options: [String: String] = [:]
        for option in text.split(separator: PostgresReflection.separator) {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            options[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return options
    }
}
