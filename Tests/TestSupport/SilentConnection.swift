package import Database
import Synchronization

/// Says whether a network swallows everything.
package final class Silence: Sendable {
    private let isKept = Mutex(false)

    package init() {}

    package func begin() { isKept.withLock { $0 = true } }
    package func end() { isKept.withLock { $0 = false } }

    /// Waits for its end, even for who is cancelled: a silent server does not care.
    func outlast() async {
        while isKept.withLock({ $0 }) {
            await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value
        }
    }
}

/// A connection over a network that may swallow everything.
package final class SilentConnection: DatabaseConnection {
    private let base: any DatabaseConnection
    private let silence: Silence
    /// What the database would be taken for.
    package let kind: DatabaseKind

    package init(_ base: any DatabaseConnection, _ silence: Silence, as kind: DatabaseKind? = nil) {
        self.base = base
        self.silence = silence
        self.kind = kind ?? base.kind
    }

    package func execute(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> Int {
        await silence.outlast()
        return try await base.execute(sql, parameters)
    }

    package func query(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> [DatabaseRow] {
        await silence.outlast()
        return try await base.query(sql, parameters)
    }

    package func prepare(_ sql: String) async throws(DatabaseError) -> PreparedStatement {
        await silence.outlast()
        return try await base.prepare(sql)
    }

    package func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> Int {
        await silence.outlast()
        return try await base.execute(statement, parameters)
    }

    package func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> [DatabaseRow] {
        await silence.outlast()
        return try await base.query(statement, parameters)
    }

    package func discard(_ statement: PreparedStatement) async { await base.discard(statement) }

    package func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseValue])]
    ) async throws(DatabaseError) -> [Int] {
        await silence.outlast()
        return try await base.execute(pipelining: statements)
    }

    package func begin() async throws(DatabaseError) {
        await silence.outlast()
        try await base.begin()
    }

    package func commit() async throws(DatabaseError) {
        await silence.outlast()
        try await base.commit()
    }

    package func rollback() async throws(DatabaseError) {
        await silence.outlast()
        try await base.rollback()
    }

    package var isInTransaction: Bool { get async { await base.isInTransaction } }

    package func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        await silence.outlast()
        return try await base.bulkLoad(into: table, from: source, onConflict: onConflict)
    }

    package func columns(of table: TableName) async throws(DatabaseError) -> [CatalogColumn] {
        await silence.outlast()
        return try await base.columns(of: table)
    }

    package func cancel() { base.cancel() }
    package func notices() -> AsyncStream<DatabaseNotice> { base.notices() }

    package func close() async {
        await silence.outlast()
        await base.close()
    }
}
