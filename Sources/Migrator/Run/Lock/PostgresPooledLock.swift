import Database

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The lock over a pooler, which may give each transaction another session: one for each transaction.
struct PostgresPooledLock: RunLock {
    private let context: LockContext
    private let lock: PostgresAdvisoryLock
    private let run = UUID()

    init(_ context: LockContext) {
        self.context = context
        lock = PostgresAdvisoryLock(for: context.tables.versionTable.name)
    }

    private var connection: any DatabaseConnection { context.connection }
    private var tables: EngineTables { context.tables }

    var isHeldBetweenTransactions: Bool { false }

    func take() async throws {}

    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> PostgresSession? {
        let deadline = ContinuousClock.now + context.timeout
        var backoff = Backoff(from: .milliseconds(20), upTo: .milliseconds(250))
        var isWaiting = false
        while true {
            try await connection.begin()
            try await connection.execute(Self.readCommitted.sql)
            if try await lock.takeForTransaction(connection) { break }
            try await connection.rollback()
            guard ContinuousClock.now < deadline else {
                throw await PostgresLockHolder(connection, lock, tables.lock).error(after: context.timeout)
            }
            if !isWaiting { context.observe(.waitingForLock) }
            isWaiting = true
            try await backoff.pause()
        }
        let remembered = remembering ? try await PostgresSession.read(connection) : nil
        let sql = Self.lockTimeout(lockTimeout)
        try await connection.execute(sql.sql, sql.parameters)
        try await tables.ensure(connection)
        // Moves the fence of a run that has lost its lock.
        try await tables.lock.write(run: run, tables.outbox.prune(.postgres), connection)
        try await connection.execute(Self.keepWritersOut(tables).sql)
        return remembered
    }

    func release() async {}
}
