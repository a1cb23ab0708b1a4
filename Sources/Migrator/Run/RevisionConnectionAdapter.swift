import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects

/// A database connection as a revision's closure may use it.
struct RevisionConnectionAdapter: RevisionConnection {
    private let connection: any DatabaseConnection
    private let dialect: any Dialect

    /// The dialect renders as the closure runs: in a transaction or not.
    init(_ connection: any DatabaseConnection, _ dialect: any Dialect) {
        self.connection = connection
        self.dialect = dialect
    }

    var database: RevisionDatabase { dialect.spelling }

    func execute(_ sql: String, _ values: [Value]) async throws -> Int {
        try await connection.execute(try checked(sql, values), try values.map { try $0.databaseCell() })
    }

    func query(_ sql: String, _ values: [Value]) async throws -> [Row] {
        let rows = try await connection.query(try checked(sql, values), try values.map { try $0.databaseCell() })
        return rows.map { row in
            Row(zip(row.columns, row.values).map { Value.Member($0, Value($1)) })
        }
    }

    /// One statement that does not meddle with the transaction, with its parameters as the database numbers them.
    private func checked(_ sql: String, _ values: [Value]) throws(MigratorError) -> String {
        let statements = try StatementText.split(sql, for: dialect.kind, transactional: dialect.isTransactional)
        guard let statement = statements.first, statements.count == 1 else {
            throw MigratorError(.invalidRevision, "a closure runs one statement at a time; got \(statements.count)")
        }
        if let reason = dialect.refusal(inClosure: statement) { throw MigratorError(.invalidRevision, reason) }
        return try StatementParameters.numbered(statement, values.count, for: dialect)
    }
}
