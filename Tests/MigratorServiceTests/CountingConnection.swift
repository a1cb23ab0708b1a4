import Database

/// A connection that says which statements it is given.
final class CountingConnection: DatabaseConnection {
    private let base: any DatabaseConnection
    private let note: @Sendable (String) -> Void

    init(_ base: any DatabaseConnection, _ note: @escaping @Sendable (String) -> Void) {
        self.base = base
        self.note = note
    }

    var kind: DatabaseKind { base.kind }
    var isInTransaction: Bool { get async { await base.isInTransaction } }

    func execute(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> Int {
        note(sql)
        return try await base.execute(sql, parameters)
    }

    func query(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> [DatabaseRow] {
        note(sql)
        return try await base.query(sql, parameters)
    }

    func prepare(_ sql: String) async throws(DatabaseError) -> PreparedStatement { try await base.prepare(sql) }

    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> Int {
        try await base.execute(statement, parameters)
    }

    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> [DatabaseRow] {
        try await base.query(statement, parameters)
    }

    func discard(_ statement: PreparedStatement) async { await base.discard(statement) }
    func begin() async throws(DatabaseError) { try await base.begin() }
    func commit() async throws(DatabaseError) { try await base.commit() }
    func rollback() async throws(DatabaseError) { try await base.rollback() }

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
