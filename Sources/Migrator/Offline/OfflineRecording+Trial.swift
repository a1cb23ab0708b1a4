import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

extension OfflineRecording {
    /// Whether the history has to be tried on an empty database before the script can be written.
    func needsTrial(_ prepared: [(Step, PreparedStep)]) -> Bool {
        guard form.needsTrial else { return false }
        return prepared.contains { $0.1.dependsOnTables || options.scratch != nil && $0.1.makesView }
    }

    /// Tries the history on an empty database: there it shows how a table is rebuilt and which columns it has.
    func triedSteps(_ prepared: [(Step, PreparedStep)], after rows: [RevisionID]) async throws -> [OfflineStep] {
        guard let scratch = options.scratch else {
            throw MigratorError(
                .invalidSetting,
                "a script for \(options.kind.title) that rebuilds tables or loads rows needs an empty database to try the "
                    + "history on"
            )
        }
        let connection = try await scratch()
        do {
            let steps = try await triedSteps(prepared, after: rows, on: connection)
            await connection.close()
            return steps
        } catch {
            await connection.close()
            throw error
        }
    }

    private func triedSteps(
        _ prepared: [(Step, PreparedStep)],
        after rows: [RevisionID],
        on connection: any DatabaseConnection
    ) async throws -> [OfflineStep] {
        for sql in form.foreignKeys(false) { try await connection.execute(sql) }
        let session = try await dialect.sessionState(connection)
        for step in try ancestors(of: rows) {
            let revision = try migrator.revisions.revision(step.revision)
            let work = try PreparedStep(revision, .upgrade, for: dialect, migrator.settings)
            _ = try await items(of: work, step, on: connection)
            if work.mayChangeSession { try await session.establish(connection) }
        }
        var steps: [OfflineStep] = []
        for (step, work) in prepared {
            let items = try await items(of: work, step, on: connection)
            if work.mayChangeSession { try await session.establish(connection) }
            steps.append(OfflineStep(step: step, prepared: work, items: items))
        }
        return steps
    }

    /// Does a revision's work, without the rows of payloads, and returns what a script has to do.
    private func items(
        of prepared: PreparedStep,
        _ step: Step,
        on connection: any DatabaseConnection
    ) async throws -> [OfflineStep.Item] {
        // Not the driver's own transaction, whose end checks foreign keys: the rows that they mean are in payloads.
        let isTransactional = prepared.revision.isTransactional
        if isTransactional { try await connection.execute("BEGIN") }
        var items: [OfflineStep.Item] = []
        var names = NameCheck(dialect, on: connection)
        for work in prepared.work {
            for item in work.items {
                do {
                    try await names.check(before: item, of: work.operation)
                    switch item {
                    case .statement(let sql):
                        items.append(.statement(try shellText(sql.text, step)))
                        try await tryOut(sql.text, connection)
                    case .rebuild(let rebuild):
                        if !isTransactional { try await connection.execute("BEGIN") }
                        let script = try await rebuild.scripted(on: connection)
                        if !isTransactional { try await connection.execute("COMMIT") }
                        items.append(.rebuild(script))
                    case .bulkInsert(let insert):
                        items.append(.load(insert, try await columns(insert.table, connection)))
                    case .removeRows(let remove):
                        items.append(.remove(remove, try await columns(remove.table, connection)))
                    // In a revision before the script: what it does to rows changes no table.
                    case .perform: break
                    }
                } catch let error as CancellationError {
                    throw error
                } catch {
                    throw explained(error, work.operation, step)
                }
            }
        }
        do {
            try await names.finish()
        } catch let failure as OperationFailure {
            throw explained(failure.cause, failure.operation, step)
        }
        if isTransactional { try await connection.execute("COMMIT") }
        return items
    }

    /// Runs a statement; that rows of payloads are missing may break a constraint, and says nothing.
    private func tryOut(_ sql: String, _ connection: any DatabaseConnection) async throws {
        do throws(DatabaseFailure) {
            try await connection.execute(sql)
        } catch {
            let missingRows: [DatabaseFailure.Code] = [
                .uniqueViolation, .notNullViolation, .foreignKeyViolation, .checkViolation, .constraintViolation,
            ]
            guard missingRows.contains(error.code) else { throw error }
        }
    }

    private func columns(_ table: ObjectName, _ connection: any DatabaseConnection) async throws -> [CatalogColumn] {
        let columns = try await connection.columns(of: TableName(table.name, schema: table.schema))
        guard !columns.isEmpty else {
            throw MigratorError(.payloadInvalid, "there is no table \(table) to load rows into")
        }
        return columns
    }

    private func explained(_ error: any Error, _ operation: Operation, _ step: Step) -> any Error {
        if let error = error as? MigratorError, error.code == .unsupportedOffline { return error }
        if let refusal = error as? ScriptRefusal {
            return MigratorError.offline(step, refusal.reason, refusal.advice)
        }
        if let error = error as? DatabaseFailure, error.code == .cancelled { return CancellationError() }
        let text =
            switch error {
            case let error as MigratorError: error.message
            case let error as DatabaseFailure: error.message
            default: "\(error)"
            }
        return MigratorError(
            .statementFailed,
            "revision \(step.revision) does not run on an empty database, by which a script knows the tables: "
                + "\(operation.summary): \(text). Run the revision against the database instead",
            revision: step.revision,
            location: operation.location ?? migrator.revisions.graph[step.revision]?.source,
            cause: error
        )
    }
}

extension PreparedStep {
    /// Whether what it does depends on the tables that are there.
    fileprivate var dependsOnTables: Bool {
        work.contains { work in
            work.items.contains { item in
                switch item {
                case .rebuild, .bulkInsert, .removeRows: true
                case .statement, .perform: false
                }
            }
        }
    }

    /// Whether it makes a view, whose query only the database can read.
    fileprivate var makesView: Bool {
        operations.contains { $0.details is CreateView }
    }
}
