import MigratorDatabase
import MigratorDialects

/// The tables are made under the run lock, and grow under it.
extension EngineTables {
    /// Makes what is missing, and lets grow what may; without what may not everything else goes on.
    ///
    /// - Parameters:
    ///   - connection: The connection, outside of a transaction.
    ///   - transaction: Runs something under the lock.
    /// - Returns: The numbers of the steps of growth that are there; what could not grow, and what to do.
    /// - Throws: ``MigratorError`` with code `.permissionDenied` that holds what an administrator has to run, if a table
    ///   is missing without which no program can do.
    mutating func make(
        _ connection: any DatabaseConnection,
        in transaction: RunLock.Transaction
    ) async throws -> (grown: Set<Int>, notices: [DatabaseNotice]) {
        let all = all
        var condition = try await dialect.condition(of: all, connection)
        if !condition.mayUse { try await dialect.checkUse(of: all, connection, cause: nil) }
        if condition.isAnyMissing {
            try await dialect.checkMaking(of: all, connection)
            let (dialect, missing) = (dialect, condition.missing)
            // Of one that is there the server would say so, though it is only Alembic's table.
            let statements = all.makings.filter { $0.table.map(missing.contains) ?? true }.map(\.sql)
            try await transaction(nil) { try await dialect.make(statements, connection) }
            condition = try await dialect.condition(of: all, connection)
        }
        let notices = try await grow(all, &condition, connection, in: transaction)
        adopt(condition)
        return (condition.grown, notices)
    }

    private func grow(
        _ all: EngineTableSet,
        _ condition: inout EngineTableCondition,
        _ connection: any DatabaseConnection,
        in transaction: RunLock.Transaction
    ) async throws -> [DatabaseNotice] {
        var failures: [(step: Growth, reason: String)] = []
        let missing = all.growth.filter { !condition.grown.contains($0.number) }
        for step in missing where condition.growable.contains(step.number) {
            do {
                // It gives up soon, so that a program that reads or dumps the table is not held up for long.
                try await transaction(.seconds(1)) {
                    // Where no lock is held between transactions, another run may have been faster.
                    guard try await !dialect.condition(of: all, connection).grown.contains(step.number) else { return }
                    try await connection.execute(dialect.statement(making: step))
                }
            } catch let error as DatabaseFailure {
                guard error.code != .connectionLost, error.code != .cancelled else { throw error }
                failures.append((step, error.message))
            }
        }
        if !condition.growable.isEmpty { condition = try await dialect.condition(of: all, connection) }
        let grown = condition.grown
        let refused = missing.filter { step in
            !grown.contains(step.number) && !failures.contains { $0.step.number == step.number }
        }
        return failures.filter { !grown.contains($0.step.number) }.map { Self.later($0.step, $0.reason) }
            + (refused.isEmpty ? [] : [self.refused(refused, condition.role)])
    }

    private static func later(_ step: Growth, _ reason: String) -> DatabaseNotice {
        let message = "\(step.lack), as migrator's tables could not grow: \(reason). The next run tries again"
        return DatabaseNotice(severity: "NOTICE", message: message)
    }

    private func refused(_ steps: [Growth], _ role: String) -> DatabaseNotice {
        let statements = steps.flatMap { dialect.statements(making: $0, for: role) }.map { statement in
            statement.split(whereSeparator: \.isWhitespace).joined(separator: " ") + ";"
        }
        let message =
            "\(steps.map(\.lack).joined(separator: ", and ")), as the role \(role) may not let migrator's tables grow; "
            + "all else goes on as before. Let an administrator run this once: \(statements.joined(separator: " "))"
        return DatabaseNotice(severity: "NOTICE", message: message)
    }
}
