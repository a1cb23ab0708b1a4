import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects

/// A database connection as a revision's closure may use it.
struct RevisionConnectionAdapter: RevisionConnection {
    private let connection: any DatabaseConnection
    private let isInTransaction: Bool

    init(_ connection: any DatabaseConnection, inTransaction: Bool) {
        self.connection = connection
        isInTransaction = inTransaction
    }

    var database: RevisionDatabase {
        connection.kind == .postgres ? .postgres : .sqlite
    }

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
        let statements = try StatementText.split(sql, for: connection.kind, transactional: isInTransaction)
        guard let statement = statements.first, statements.count == 1 else {
            throw MigratorError(.invalidRevision, "a closure runs one statement at a time; got \(statements.count)")
        }
        if connection.kind == .sqlite, let pragma = SQLitePragma(statement) {
            if let reason = pragma.refusal(isTransactional: isInTransaction) {
                throw MigratorError(.invalidRevision, reason)
            }
            if isInTransaction, pragma.turnsForeignKeysOff {
                throw MigratorError(
                    .invalidRevision,
                    "PRAGMA foreign_keys does nothing within a transaction; say it before the closure, in a statement of "
                        + "the revision itself: op.execute(\"PRAGMA foreign_keys = OFF\")"
                )
            }
        }
        return try StatementParameters.numbered(statement, values.count, for: connection.kind)
    }
}
