import MigratorCore
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A lock of the session that also does the work: it cannot be lost while the work goes on.
///
/// It is asked for again and again outside of a transaction: who waits within one makes CREATE INDEX CONCURRENTLY of
/// the holder wait for him, and a lock that is waited for makes that a deadlock.
struct PostgresRunLock: RunLock {
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

    var isHeldBetweenTransactions: Bool { true }

    mutating func take(_ making: (Transaction) async throws -> Set<Int>) async throws {
        try await noticeLostClients()
        let wait = PostgresLockWait(lock, context)
        try await wait.until { try await lock.take(connection) }
        do {
            try await announce(until: wait.deadline, making)
        } catch {
            await release()
            throw error
        }
    }

    /// A server that runs a statement does not see by itself that its client is gone, and would keep the lock.
    private func noticeLostClients() async throws {
        do {
            try await connection.execute(
                """
                SELECT pg_catalog.set_config('client_connection_check_interval', '500', false)
                WHERE pg_catalog.current_setting('server_version_num')::int >= 140000
                """
            )
        } catch {
            // Not every system can do it.
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
        }
    }

    /// Has the tables made, and writes down that this run has the lock.
    private mutating func announce(
        until deadline: ContinuousClock.Instant,
        _ making: (Transaction) async throws -> Set<Int>
    ) async throws {
        let connection = connection
        let transaction: Transaction = { timeout, body in
            try await connection.transaction {
                // A lost run's last transaction may still hold the row.
                let timeout = timeout ?? max(deadline - .now, .milliseconds(100))
                let limiting = PostgresTransactionSetting.lockTimeout(timeout)
                try await connection.execute(pipelining: [PostgresLocking.readCommitted, limiting])
                try await body()
            }
        }
        do {
            table = LockTable(of: context.versionTable.name, grown: try await making(transaction))
            let (table, run, pruning) = (table, run, context.pruning)
            try await transaction(nil) { try await table.write(run: run, pruning, connection) }
        } catch let error as DatabaseFailure {
            guard error.code == .lockTimeout else { throw error }
            throw MigratorError(
                .lockUnavailable,
                "the engine's tables are in use: a step of a run that has lost the lock, or Alembic's first run, is still open; "
                    + "let it end, or wait longer with --lock-timeout",
                cause: error
            )
        }
    }

    func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction {
        let fence = table.fence(run).statement(for: connection.kind)
        do {
            // What is to be remembered is read before a setting of the transaction's own is made.
            let first = [PostgresLocking.readCommitted] + (remembering ? [] : [PostgresTransactionSetting.idleForLong])
            guard try await connection.begin(pipelining: first + [fence]).last == 1 else { throw Self.lost() }
        } catch let error as DatabaseFailure {
            guard error.code == .lockTimeout else { throw error }
            throw Self.lost(error)
        }
        let remembered = remembering ? try await PostgresSessionState.read(connection) : nil
        let version = context.versionTable
        let locking = [
            PostgresTransactionSetting.lockTimeout(lockTimeout), PostgresLocking.keepWritersOut(of: version.name),
        ]
        return LockedTransaction(session: remembered, rows: try await version.rows(after: locking, connection))
    }

    func release() async {
        let (connection, lock) = (connection, lock)
        // Also if the task was cancelled.
        await Task { try? await lock.release(connection) }.value
    }

    private static func lost(_ cause: DatabaseFailure? = nil) -> MigratorError {
        MigratorError(
            .lockUnavailable,
            "this run has lost the lock to another one, which goes on now; of this step nothing was changed",
            cause: cause
        )
    }
}
