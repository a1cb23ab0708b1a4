import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorOutbox
import MigratorSystem

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
    private(set) var tables: EngineTables

    init(_ context: LockContext) {
        self.context = context
        tables = context.tables
        lock = PostgresAdvisoryLock(for: context.tables.versionTable.name)
    }

    private var connection: any DatabaseConnection { context.connection }

    var isHeldBetweenTransactions: Bool { true }

    mutating func take() async throws {
        try await noticeLostClients()
        let deadline = ContinuousClock.now + context.timeout
        var backoff = Backoff(from: .milliseconds(20), upTo: .milliseconds(250))
        var isWaiting = false
        while try await !lock.take(connection) {
            guard ContinuousClock.now < deadline else {
                throw await PostgresLockHolder(connection, lock, tables.versionTable.name).error(after: context.timeout)
            }
            if !isWaiting { context.observe(.waitingForLock) }
            isWaiting = true
            try await backoff.pause()
        }
        do {
            try await announce(until: deadline)
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

    /// Makes the tables and lets them grow, and writes down that this run has the lock.
    private mutating func announce(until deadline: ContinuousClock.Instant) async throws {
        let connection = connection
        let transaction: EngineTables.Transaction = { timeout, body in
            try await connection.transaction {
                // A lost run's last transaction may still hold the row.
                let timeout = Self.lockTimeout(timeout ?? max(deadline - .now, .milliseconds(100)))
                try await connection.execute(pipelining: [Self.readCommitted, timeout])
                try await body()
            }
        }
        do {
            context.tell(try await tables.make(connection, in: transaction))
            let (tables, run) = (tables, run)
            try await transaction(nil) {
                try await tables.lock.write(run: run, tables.outbox.prune(.postgres), connection)
            }
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
        let fence: Statement = (tables.lock.fence, [.uuid(run)])
        do {
            // What is to be remembered is read before a setting of the transaction's own is made.
            let first = [Self.readCommitted] + (remembering ? [] : [Self.idleForLong])
            guard try await connection.begin(pipelining: first + [fence]).last == 1 else { throw Self.lost() }
        } catch let error as DatabaseFailure {
            guard error.code == .lockTimeout else { throw error }
            throw Self.lost(error)
        }
        let remembered = remembering ? try await PostgresSessionState.read(connection) : nil
        let locking = [Self.lockTimeout(lockTimeout), Self.keepWritersOut(tables)]
        return LockedTransaction(
            session: remembered,
            rows: try await tables.versionTable.rows(after: locking, connection)
        )
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

/// Statements that both locks of PostgreSQL begin with.
extension RunLock {
    typealias Statement = (sql: String, parameters: [DatabaseCell])

    /// Each statement sees what was committed before it: at a higher level the first would fix the view of all.
    static var readCommitted: Statement { ("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", []) }

    /// How long a statement waits for a lock, and that the transaction may wait for its client.
    static func lockTimeout(_ timeout: Duration?) -> Statement {
        let milliseconds = timeout.map { max(1, $0.milliseconds) } ?? 0
        let sql = "SELECT pg_catalog.set_config('lock_timeout', $1, true), \(idle)"
        return (sql, [.text("\(milliseconds)")])
    }

    /// Rows that take long to make keep a transaction idle, which a role's setting may end.
    static var idleForLong: Statement { ("SELECT \(idle)", []) }

    private static var idle: String { "pg_catalog.set_config('idle_in_transaction_session_timeout', '0', true)" }

    /// Alembic takes no lock of its own, so the table is held against whoever writes to it.
    static func keepWritersOut(_ tables: EngineTables) -> Statement {
        ("LOCK TABLE \(tables.versionTable.name.quoted) IN SHARE ROW EXCLUSIVE MODE", [])
    }
}
