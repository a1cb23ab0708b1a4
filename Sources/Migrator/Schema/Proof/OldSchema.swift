import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// The schema that a plan begins with, made on an empty database by its own SQL.
struct OldSchema {
    private let schema: Schema
    private let dialect: any Dialect

    init(_ schema: Schema, _ dialect: any Dialect) {
        self.schema = schema
        self.dialect = dialect
    }

    /// Makes it.
    ///
    /// - Returns: The schemas that its objects are in and that it does not have itself, as they were not asked for.
    /// - Throws: ``MigratorError`` for a statement that does not run.
    func make(_ connection: any DatabaseConnection) async throws -> [String] {
        let session = try await dialect.sessionState(connection)
        let spaces = missingSpaces
        let op = Operations()
        for name in spaces { op.createSchema(name) }
        for case .statement(let making) in try op.recorded.flatMap({ operation in try dialect.render(operation) }) {
            try await run(making.text, connection)
        }
        let sql = try SchemaText(schema, dialect).sql()
        for statement in try StatementText.split(sql, for: dialect.kind, transactional: false) {
            try await run(statement, connection)
        }
        // What the text sets is not the revision's.
        try await session.establish(connection)
        return spaces
    }

    private var missingSpaces: [String] {
        var known: Set<ExactText> = [ExactText(dialect.comparedName(dialect.homeSchema))]
        for case .schema(let space) in schema.objects.map(\.object) {
            known.insert(ExactText(dialect.comparedName(space.name)))
        }
        return schema.objects.compactMap { entry in
            let object = entry.object.reference
            guard let name = object.name.schema ?? object.table?.schema else { return nil }
            return known.insert(ExactText(dialect.comparedName(name))).inserted ? name : nil
        }
    }

    private func run(_ sql: String, _ connection: any DatabaseConnection) async throws {
        do throws(DatabaseFailure) {
            try await connection.execute(sql)
        } catch {
            guard error.code != .connectionLost else { throw error }
            guard error.code != .cancelled else { throw CancellationError() }
            let first = sql.split(separator: "\n").first { !$0.hasPrefix("--") } ?? ""
            throw MigratorError(
                .statementFailed,
                "the old schema cannot be made on an empty database, on which the revision is proved: \(error.message), in: "
                    + "\(first.prefix(120)); --no-proof writes the revision without a proof",
                cause: error
            )
        }
    }
}
