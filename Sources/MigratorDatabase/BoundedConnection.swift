import Synchronization

/// A connection that is not waited for without end: a network may lose every packet, and a server may be stopped.
///
/// After a call that was not answered in time the connection is given up: it is interrupted, further calls fail at
/// once, and its end is not waited for. For short statements; a body that is given as a source or a reader is not
/// bounded.
package final class BoundedConnection: DatabaseConnection {
    private let base: any DatabaseConnection
    private let limit: Duration
    private let isGivenUp = Atomic(false)

    /// Bounds a connection.
    package init(_ base: any DatabaseConnection, limit: Duration) {
        self.base = base
        self.limit = limit
    }

    /// The failure for a database that does not answer.
    package static func late(_ limit: Duration) -> DatabaseFailure {
        DatabaseFailure(
            .timedOut,
            "the database has not answered within \(limit); look whether it and the network to it are well"
        )
    }

    private func bounded<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseConnection) async throws -> Result
    ) async throws(DatabaseFailure) -> Result {
        guard !isGivenUp.load(ordering: .acquiring) else {
            throw DatabaseFailure(.connectionLost, "the connection was given up, as the database did not answer")
        }
        let base = base
        do {
            return try await withTimeLimit(limit, orThrow: Self.late(limit)) { try await body(base) }
        } catch let error as DatabaseFailure {
            if error.code == .timedOut { giveUp() }
            throw error
        } catch {
            giveUp()
            throw DatabaseFailure(.cancelled, "the statement was interrupted because its task was cancelled")
        }
    }

    /// Runs a call of the connection's that this one does not know of, within the same time.
    package func within(_ body: @escaping @Sendable () async throws -> Void) async throws(DatabaseFailure) {
        try await bounded { _ in try await body() }
    }

    private func giveUp() {
        isGivenUp.store(true, ordering: .releasing)
        base.cancel()
    }

    package var kind: DatabaseKind { base.kind }

    package func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int {
        try await bounded { try await $0.execute(sql, parameters) }
    }

    package func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await bounded { try await $0.query(sql, parameters) }
    }

    package func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement {
        try await bounded { try await $0.prepare(sql) }
    }

    package func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int {
        try await bounded { try await $0.execute(statement, parameters) }
    }

    package func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await bounded { try await $0.query(statement, parameters) }
    }

    package func discard(_ statement: PreparedStatement) async {
        try? await bounded { await $0.discard(statement) }
    }

    package func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int] {
        try await bounded { try await $0.execute(pipelining: statements) }
    }

    package var serverProcess: Int? { get async { try? await bounded { await $0.serverProcess } } }
    package var isInTransaction: Bool { get async { (try? await bounded { await $0.isInTransaction }) ?? false } }

    package func begin() async throws(DatabaseFailure) { try await bounded { try await $0.begin() } }
    package func commit() async throws(DatabaseFailure) { try await bounded { try await $0.commit() } }
    package func commitUnchecked() async throws(DatabaseFailure) {
        try await bounded { try await $0.commitUnchecked() }
    }
    package func rollback() async throws(DatabaseFailure) { try await bounded { try await $0.rollback() } }

    package func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        try await base.bulkLoad(into: table, from: source, onConflict: onConflict)
    }

    package func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        try await bounded { try await $0.columns(of: table) }
    }

    package func cancel() { base.cancel() }
    package func notices() -> AsyncStream<DatabaseNotice> { base.notices() }

    /// Ends the session; of one that does not answer the end is not waited for.
    package func close() async {
        let base = base
        _ = try? await withTimeLimit(.seconds(1), orThrow: Self.late(limit)) { await base.close() }
    }
}
