package import MigratorCore
package import MigratorDatabase
import MigratorSystem

/// The lock of a database in which one transaction at a time may write: it has the whole database, and between
/// transactions there is no lock.
package struct TransactionRunLock: RunLock {
    private let context: LockContext

    /// Creates it; nothing is locked yet.
    package init(_ context: LockContext) {
        self.context = context
    }

    package var isHeldBetweenTransactions: Bool { false }

    package mutating func take(_ making: (Transaction) async throws -> Set<Int>) async throws {
        let me = self
        _ = try await making { _, body in
            try await me.open()
            do {
                try await body()
                try await me.context.connection.commit()
            } catch {
                try? await me.context.connection.rollback()
                throw error
            }
        }
    }

    package func begin(lockTimeout: Duration?, remembering: Bool) async throws -> LockedTransaction {
        try await open()
        let rows = try await context.versionTable.rows(after: context.pruning, context.connection)
        return LockedTransaction(rows: rows)
    }

    private func open() async throws {
        do {
            try await context.connection.begin()
        } catch {
            guard error.code == .busy || error.code == .lockTimeout else { throw error }
            throw error.databaseIsHeld(for: context.timeout)
        }
    }

    package func release() async {}
}

extension DatabaseFailure {
    private static let waitingAdvice = "let it end, or wait longer with --lock-timeout"

    /// What to do about a file of a database that another process holds.
    package var waitingAdvice: String? { code == .busy && sqlState == nil ? Self.waitingAdvice : nil }

    /// The error of a run that has waited in vain for the database's own lock.
    package func databaseIsHeld(for timeout: Duration) -> MigratorError {
        MigratorError(
            .lockUnavailable,
            "another process has held the database for \(timeout.formattedSeconds) s; \(Self.waitingAdvice)",
            cause: self
        )
    }
}

extension Duration {
    /// Seconds without needless digits.
    var formattedSeconds: String {
        let milliseconds = self.milliseconds
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)" : "\(Double(milliseconds) / 1000)"
    }
}
