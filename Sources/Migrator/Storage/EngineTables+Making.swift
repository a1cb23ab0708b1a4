import MigratorDatabase
import MigratorDialects

/// The tables are made under the run lock, and grow under it.
extension EngineTables {
    /// Runs something in a transaction that no other run over this version table can be in at the same time.
    ///
    /// - Parameters:
    ///   - lockTimeout: How long a statement may wait for a table's lock; `nil` for as long as the run waits for its own.
    ///   - body: What is run.
    typealias Transaction = (_ lockTimeout: Duration?, _ body: () async throws -> Void) async throws -> Void

    /// Makes what is missing, and lets grow what may; without what may not everything else goes on.
    ///
    /// - Parameters:
    ///   - connection: The connection, outside of a transaction.
    ///   - transaction: Runs something under the lock.
    /// - Returns: What could not grow, and what to do.
    /// - Throws: ``MigratorError`` with code `.permissionDenied` that holds what an administrator has to run, if a table
    ///   is missing without which no program can do.
    mutating func make(
        _ connection: any DatabaseConnection,
        in transaction: Transaction
    ) async throws -> [DatabaseNotice] {
        var condition = try await condition(connection)
        if !condition.mayUse { try await PostgresPrivileges(connection).checkUse(self) }
        if condition.isAnyMissing {
            if connection.kind == .postgres { try await PostgresPrivileges(connection).checkCreate(self) }
            let missing = condition.missing
            try await transaction(nil) { try await make(missing, connection) }
            condition = try await self.condition(connection)
        }
        let notices = try await grow(&condition, connection, in: transaction)
        adopt(condition)
        return notices
    }

    // MARK: Growth

    private func grow(
        _ condition: inout EngineTableCondition,
        _ connection: any DatabaseConnection,
        in transaction: Transaction
    ) async throws -> [DatabaseNotice] {
        let kind = connection.kind
        var failures: [(step: Growth, reason: String)] = []
        let missing = growth(on: kind).filter { !condition.grown.contains($0.number) }
        for step in missing where condition.growable.contains(step.number) {
            do {
                // Whoever reads or dumps the table is not held up for long, and holds nobody up.
                try await transaction(.seconds(1)) {
                    // On SQLite another run may have been faster.
                    guard try await !self.condition(connection).grown.contains(step.number) else { return }
                    try await connection.execute(step.sql(on: kind))
                }
            } catch let error as DatabaseFailure {
                guard error.code != .connectionLost, error.code != .cancelled else { throw error }
                failures.append((step, error.message))
            }
        }
        if !condition.growable.isEmpty { condition = try await self.condition(connection) }
        let grown = condition.grown
        let refused = missing.filter { step in
            !grown.contains(step.number) && !failures.contains { $0.step.number == step.number }
        }
        return failures.filter { !grown.contains($0.step.number) }.map { Self.later($0.step, $0.reason) }
            + (refused.isEmpty ? [] : [Self.refused(refused, condition.role)])
    }

    private static func later(_ step: Growth, _ reason: String) -> DatabaseNotice {
        let message = "\(step.lack), as migrator's tables could not grow: \(reason). The next run tries again"
        return DatabaseNotice(severity: "NOTICE", message: message)
    }

    private static func refused(_ steps: [Growth], _ role: String) -> DatabaseNotice {
        let statements = steps.flatMap { $0.statements(for: role) }.map { statement in
            statement.split(whereSeparator: \.isWhitespace).joined(separator: " ") + ";"
        }
        let message =
            "\(steps.map(\.lack).joined(separator: ", and ")), as the role \(role) may not let migrator's tables grow; "
            + "all else goes on as before. Let an administrator run this once: \(statements.joined(separator: " "))"
        return DatabaseNotice(severity: "NOTICE", message: message)
    }

    // MARK: Making

    private func make(
        _ missing: [TableName],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) {
        // Of one that is there the server would say so, to whoever runs the first revision over Alembic's table.
        let makings = makings(on: connection.kind)
        let statements = makings.filter { $0.table.map(missing.contains) ?? true }.map(\.sql)
        guard connection.kind == .postgres else {
            for statement in statements { try await connection.execute(statement) }
            return
        }
        // Somebody may have made one in a transaction that is still open: Alembic on its first run. `IF NOT EXISTS` does
        // not see that table, waits for the transaction, and fails if it is committed.
        for attempt in 1... {
            try await connection.execute("SAVEPOINT migrator_tables")
            do {
                for statement in statements { try await connection.execute(statement) }
                try await connection.execute("RELEASE SAVEPOINT migrator_tables")
                return
            } catch {
                let isThereNow = error.code == .uniqueViolation || error.code == .duplicateObject
                guard isThereNow, attempt <= statements.count else { throw error }
                try await connection.execute("ROLLBACK TO SAVEPOINT migrator_tables")
            }
        }
    }
}
