import MigratorDatabase
import MigratorDialects
import MigratorOutbox
import MigratorSystem

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
    private(set) var tables: EngineTables

    init(_ context: LockContext) {
        self.context = context
        tables = context.tables
        lock = PostgresAdvisoryLock(for: context.tables.versionTable.name)
    }

    private var connection: any DatabaseConnection { context.connection }

    var isHeldBetweenTransactions: Bool { false }

    mutating func take() async throws {
        let me = self
        let notices = try await tables.make(connection) { timeout, body in
            try await me.open()
            do {
                let sql = Self.lockTimeout(timeout ?? me.context.timeout)
                try await me.connection.execute(sql.sql, sql.parameters)
                try await body()
                try await me.connection.commit()
            } catch {
                try? await me.connection.rollback()
                throw error
            }
        }
        context.tell(notices)
    }

    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction {
        try await open()
        let remembered = remembering ? try await PostgresSessionState.read(connection) : nil
        let sql = Self.lockTimeout(lockTimeout)
        try await connection.execute(sql.sql, sql.parameters)
        // Moves the fence of a run that has lost its lock.
        try await tables.lock.write(run: run, tables.outbox.prune(.postgres), connection)
        return LockedTransaction(
            session: remembered,
            rows: try await tables.versionTable.rows(after: [Self.keepWritersOut(tables)], connection)
        )
    }

    /// Opens a transaction that has the lock.
    private func open() async throws {
        let deadline = ContinuousClock.now + context.timeout
        var backoff = Backoff(from: .milliseconds(20), upTo: .milliseconds(250))
        var isWaiting = false
        while true {
            try await connection.begin()
            try await connection.execute(Self.readCommitted.sql)
            if try await lock.takeForTransaction(connection) { return }
            try await connection.rollback()
            guard ContinuousClock.now < deadline else {
                throw await PostgresLockHolder(connection, lock, tables.versionTable.name).error(after: context.timeout)
            }
            if !isWaiting { context.observe(.waitingForLock) }
            isWaiting = true
            try await backoff.pause()
        }
    }

    func release() async {}
}
