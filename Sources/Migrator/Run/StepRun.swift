import Database
import MigrationDSL

/// One step: its operations, the version rows and the journal row, in one transaction.
struct StepRun {
    /// What came of a step.
    enum Outcome: Sendable {
        /// It is committed.
        case done(RunReport.Step)
        /// It was not begun: others have moved the rows to these.
        case rowsMoved([RevisionID])
    }

    private let run: Run
    private let step: Step
    private let prepared: PreparedStep
    private let expected: Set<RevisionID>
    private let clock = ContinuousClock()

    init(_ run: Run, _ step: Step, _ prepared: PreparedStep, expecting rows: [RevisionID]) {
        self.run = run
        self.step = step
        self.prepared = prepared
        expected = Set(rows)
    }

    private var connection: any DatabaseConnection { run.connection }

    func run() async throws -> Outcome {
        // Without a transaction of the step, a rebuild has one of its own.
        let isRebuilding = prepared.revision.isTransactional && prepared.needsForeignKeysOff
        return try await SQLiteForeignKeys(connection).off(if: isRebuilding) {
            do {
                return try await prepared.revision.isTransactional ? inOneTransaction() : statementByStatement()
            } catch {
                try? await rollBack()
                throw error
            }
        }
    }

    /// Rolls back even if the task was cancelled: a connection must not keep the transaction.
    private func rollBack() async throws {
        let connection = connection
        try await Task { try await connection.rollback() }.value
    }

    private func inOneTransaction() async throws -> Outcome {
        let start = clock.now
        let startedAt = Timestamp.now
        try await begin()
        if let moved = try await movedRows() {
            try await connection.rollback()
            return .rowsMoved(moved)
        }
        var worker = StepWorker(run, prepared.revision)
        for work in prepared.work { try await worker.perform(work, inTransaction: true) }
        return try await finish(worker, start, startedAt)
    }

    /// For what cannot run in a transaction: each statement is its own, then the rows and the journal are written.
    private func statementByStatement() async throws -> Outcome {
        let start = clock.now
        let startedAt = Timestamp.now
        try await begin()
        let moved = try await movedRows()
        try await connection.commit()
        if let moved { return .rowsMoved(moved) }
        var worker = StepWorker(run, prepared.revision)
        for work in prepared.work { try await worker.perform(work, inTransaction: false) }
        try await begin()
        if let moved = try await movedRows() {
            try await connection.rollback()
            return .rowsMoved(moved)
        }
        return try await finish(worker, start, startedAt)
    }

    private func begin() async throws {
        do {
            try await connection.begin()
        } catch {
            guard error.code == .busy || error.code == .lockTimeout else { throw error }
            throw MigratorError(
                .lockUnavailable,
                "another process has held the database for \(run.settings.lockTimeout.components.seconds) s; "
                    + "let it end, or wait longer with --lock-timeout",
                revision: step.revision,
                cause: error
            )
        }
    }

    /// The version rows, if they are not the ones that the plan counts on.
    private func movedRows() async throws -> [RevisionID]? {
        try await run.tables.ensure(connection)
        let rows = try await run.tables.versionTable.rows(connection) ?? []
        return Set(rows) == expected && rows.count == expected.count ? nil : rows
    }

    private func finish(
        _ worker: StepWorker,
        _ start: ContinuousClock.Instant,
        _ startedAt: Timestamp
    ) async throws -> Outcome {
        try await run.tables.versionTable.apply(step.rowChange, connection)
        var entry = Journal.Entry(
            revision: step.revision,
            direction: step.direction.rawValue,
            startedAt: startedAt
        )
        entry.checksum = prepared.checksum
        entry.operations = prepared.work.map { OperationDigest($0.operation) }
        entry.arguments = prepared.arguments
        entry.tag = run.settings.tag
        entry.payloads = worker.payloadDigests
        entry.duration = clock.now - start
        entry.statements = worker.statements
        entry.rows = worker.rows
        try await run.tables.journal.write(entry, connection)
        try await connection.commit()
        return .done(
            RunReport.Step(
                revision: step.revision,
                direction: step.direction,
                message: prepared.revision.node.message,
                duration: clock.now - start,
                statements: worker.statements,
                rows: worker.rows,
                sql: nil
            )
        )
    }
}
