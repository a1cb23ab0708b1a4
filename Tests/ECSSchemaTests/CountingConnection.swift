import Database
import Synchronization

/// A connection that writes down what goes over it.
final class CountingConnection: DatabaseConnection {
    private let base: any DatabaseConnection
    private let log: StatementLog

    init(_ base: any DatabaseConnection, _ log: StatementLog) {
        self.base = base
        self.log = log
    }

    var kind: DatabaseKind { base.kind }

    func execute(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> Int {
        log.note(sql)
        return try await base.execute(sql, parameters)
    }

    func query(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> [DatabaseRow] {
        log.note(sql)
        if sql.contains("pg_is_in_recovery"), log.isStandby.withLock({ $0 }) {
            return [DatabaseRow(columns: ["standby"], values: [true])]
        }
        let rows = try await base.query(sql, parameters)
        if let pause = log.afterQuery.withLock({ $0 }) { await pause() }
        return rows
    }

    func prepare(_ sql: String) async throws(DatabaseError) -> PreparedStatement { try await base.prepare(sql) }

    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> Int {
        log.note(statement.sql)
        return try await base.execute(statement, parameters)
    }

    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> [DatabaseRow] {
        log.note(statement.sql)
        return try await base.query(statement, parameters)
    }

    func discard(_ statement: PreparedStatement) async { await base.discard(statement) }
    func begin() async throws(DatabaseError) { try await base.begin() }

    func commit() async throws(DatabaseError) {
        try await base.commit()
        if log.failsAtCommit.withLock({ $0 }) { throw DatabaseError(.connectionLost, "no answer to COMMIT") }
    }

    func rollback() async throws(DatabaseError) { try await base.rollback() }
    var isInTransaction: Bool { get async { await base.isInTransaction } }

    func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        try await base.bulkLoad(into: table, from: source, onConflict: onConflict)
    }

    func columns(of table: TableName) async throws(DatabaseError) -> [CatalogColumn] {
        try await base.columns(of: table)
    }

    func cancel() { base.cancel() }
    func notices() -> AsyncStream<DatabaseNotice> { base.notices() }
    func close() async { await base.close() }
}
