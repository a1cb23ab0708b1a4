import MigratorDatabase
import Synchronization

/// A connection to no database: notes what it is asked, and answers each question with the same rows.
final class NotingConnection: DatabaseConnection {
    let kind: DatabaseKind
    private let rows: [DatabaseRow]
    private let notes = Mutex<[String]>([])

    init(_ kind: DatabaseKind, answering rows: [DatabaseRow] = []) {
        self.kind = kind
        self.rows = rows
    }

    /// The statements since the last time, in their order.
    func taken() -> [String] {
        notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }

    private func note(_ sql: String) {
        notes.withLock { $0.append(sql) }
    }

    func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int {
        note(sql)
        return 0
    }

    func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        note(sql)
        return rows
    }

    func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement {
        PreparedStatement(id: 0, sql: sql, parameterCount: 0)
    }

    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int {
        try await execute(statement.sql, parameters)
    }

    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await query(statement.sql, parameters)
    }

    func discard(_ statement: PreparedStatement) async {}
    func begin() async throws(DatabaseFailure) { note("begin") }
    func commit() async throws(DatabaseFailure) { note("commit") }
    func rollback() async throws(DatabaseFailure) { note("rollback") }
    var isInTransaction: Bool { get async { false } }

    func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int { 0 }

    /// Each table is there.
    func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        [
            CatalogColumn(
                name: "id",
                declaredType: "",
                kind: .text(maximumLength: nil),
                isNullable: false,
                hasDefault: false
            )
        ]
    }

    func cancel() {}
    func notices() -> AsyncStream<DatabaseNotice> { AsyncStream { $0.finish() } }
    func close() async {}
}
