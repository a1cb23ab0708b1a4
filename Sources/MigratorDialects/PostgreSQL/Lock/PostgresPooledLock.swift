import MigratorDatabase
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
    private var table: LockTable

    init(_ context: LockContext) {
        self.context = context
        lock = PostgresAdvisoryLock(for: context.versionTable.name)
        table = LockTable(of: context.versionTable.name)
    }

    private var connection: any DatabaseConnection { context.connection }

    var isHeldBetweenTransactions: Bool { false }

    mutating func take(_ making: (Transaction) async throws -> Set<Int>) async throws {
        let me = self
        let grown = try await making { timeout, body in
            try await me.open()
            do {
                let sql = PostgresTransactionSetting.lockTimeout(timeout ?? me.context.timeout)
                try await me.connection.execute(sql.sql, sql.parameters)
                try await body()
                try await me.connection.commit()
            } catch {
                try? await me.connection.rollback()
                throw error
            }
        }
        table = LockTable(of: context.versionTable.name, grown: grown)
    }

    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction {
        try await open()
        let remembered = remembering ? try await PostgresSessionState.read(connection) : nil
        let sql = PostgresTransactionSetting.lockTimeout(lockTimeout)
        try await connection.execute(sql.sql, sql.parameters)
        // Moves the fence of a run that has lost its lock.
        try await table.write(run: run, context.pruning, connection)
        let locking = PostgresLocking.keepWritersOut(of: context.versionTable.name)
        return LockedTransaction(
            session: remembered,
            rows: try await context.versionTable.rows(after: [locking], connection)
        )
    }

    /// Opens a transaction that has the lock.
    private func open() async throws {
        let wait = PostgresLockWait(lock, context)
        try await wait.until {
            try await connection.begin()
            try await connection.execute(PostgresLocking.readCommitted.sql)
            if try await lock.takeForTransaction(connection) { return true }
            try await connection.rollback()
            return false
        }
    }

    func release() async {}
}
