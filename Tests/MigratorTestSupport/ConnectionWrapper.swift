package import MigratorDatabase

/// What a connection is asked to do.
package enum ConnectionCall: Sendable {
    /// To run statements, with their parameters.
    case statements([(sql: String, parameters: [DatabaseCell])])
    case begin, commit, rollback, bulkLoad, columns, prepare, close
}

/// A connection that does something around the calls of another.
package protocol ConnectionWrapper: DatabaseConnection {
    /// The connection that does the work.
    nonisolated var base: any DatabaseConnection { get }

    /// Makes a call, and whatever belongs before and after it.
    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result
}

extension ConnectionWrapper {
    package nonisolated var kind: DatabaseKind { base.kind }
    package var serverProcess: Int? { get async { await base.serverProcess } }
    package var isInTransaction: Bool { get async { await base.isInTransaction } }

    package func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int {
        try await around(.statements([(sql, parameters)])) { () async throws(DatabaseFailure) in
            try await base.execute(sql, parameters)
        }
    }

    package func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await around(.statements([(sql, parameters)])) { () async throws(DatabaseFailure) in
            try await base.query(sql, parameters)
        }
    }

    package func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement {
        try await around(.prepare) { () async throws(DatabaseFailure) in try await base.prepare(sql) }
    }

    package func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int {
        try await around(.statements([(statement.sql, parameters)])) { () async throws(DatabaseFailure) in
            try await base.execute(statement, parameters)
        }
    }

    package func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await around(.statements([(statement.sql, parameters)])) { () async throws(DatabaseFailure) in
            try await base.query(statement, parameters)
        }
    }

    package func discard(_ statement: PreparedStatement) async { await base.discard(statement) }

    /// On SQLite each statement is a call of its own, as it is to the library; a server is asked once.
    package func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int] {
        guard kind == .sqlite else {
            return try await around(.statements(statements)) { () async throws(DatabaseFailure) in
                try await base.execute(pipelining: statements)
            }
        }
        var counts: [Int] = []
        for (sql, parameters) in statements { counts.append(try await execute(sql, parameters)) }
        return counts
    }

    package func begin() async throws(DatabaseFailure) {
        try await around(.begin) { () async throws(DatabaseFailure) in try await base.begin() }
    }

    package func commit() async throws(DatabaseFailure) {
        try await around(.commit) { () async throws(DatabaseFailure) in try await base.commit() }
    }

    package func rollback() async throws(DatabaseFailure) {
        try await around(.rollback) { () async throws(DatabaseFailure) in try await base.rollback() }
    }

    package func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        try await around(.bulkLoad) { () async throws(DatabaseFailure) in }
        return try await base.bulkLoad(into: table, from: source, onConflict: onConflict)
    }

    package func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        try await around(.columns) { () async throws(DatabaseFailure) in try await base.columns(of: table) }
    }

    package nonisolated func cancel() { base.cancel() }
    package nonisolated func notices() -> AsyncStream<DatabaseNotice> { base.notices() }

    package func close() async {
        try? await around(.close) { () async throws(DatabaseFailure) in await base.close() }
    }
}
