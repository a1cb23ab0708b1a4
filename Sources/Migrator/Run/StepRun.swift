import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Steps in one transaction, as a rule a single one: their operations, the version rows and the journal rows.
struct StepRun: Sendable {
    /// What came of it.
    enum Outcome: Sendable {
        /// They are committed.
        case done([RunReport.Step])
        /// They were not begun: others have moved the rows to these.
        case rowsMoved([RevisionID])
    }

    private let run: Run
    private let steps: [(step: Step, prepared: PreparedStep)]
    private let expected: [RevisionID]
    private let announce: @Sendable (Step) -> Void

    init(
        _ run: Run,
        _ steps: [(step: Step, prepared: PreparedStep)],
        expecting rows: [RevisionID],
        announce: @escaping @Sendable (Step) -> Void
    ) {
        self.run = run
        self.steps = steps
        expected = rows
        self.announce = announce
    }

    private var connection: any DatabaseConnection { run.connection }

    func run() async throws -> Outcome {
        guard let first = steps.first else { return .done([]) }
        let session = try await StepSession(
            connection,
            run.context.dialect,
            if: steps.contains { $0.prepared.mayChangeSession }
        )
        do {
            let outcome = try await tryUntilDone(from: first, session)
            try await session.end()
            return outcome
        } catch {
            try? await session.end()
            throw error
        }
    }

    private func tryUntilDone(
        from first: (step: Step, prepared: PreparedStep),
        _ session: StepSession
    ) async throws -> Outcome {
        let needsForeignKeysOff = steps.contains { $0.prepared.needsForeignKeysOff }
        var retries = Retries(first.prepared.revision.lockRules, run.context.settings)
        let noted = run.context.payloads.count
        while true {
            var position = Position(step: first.step)
            do {
                return try await run.context.dialect.withForeignKeysOff(if: needsForeignKeysOff, connection) {
                    do {
                        if let moved = try await runPreludes(&position) { return .rowsMoved(moved) }
                        return try await attempt(&position, session)
                    } catch {
                        await run.rollBack()
                        throw error
                    }
                }
            } catch let error as UnansweredCommit {
                throw error
            } catch {
                guard !position.isUnrepeatable, try await retries.mayRepeat(after: error) else {
                    throw StepFailure(step: position.step, cause: error, tries: retries.count + 1)
                }
                run.context.payloads.forget(allBut: noted)
                try await session.beginAnew()
                run.context.observe(
                    .stepRetried(
                        revision: position.step.revision,
                        reason: Retries.reason(of: error) ?? "",
                        attempt: retries.count
                    )
                )
            }
        }
    }

    /// Where an attempt is.
    private struct Position {
        var step: Step
        var isUnrepeatable = false
    }

    /// Does what must be committed before, each in a transaction; to do it again does no harm.
    private func runPreludes(_ position: inout Position) async throws -> [RevisionID]? {
        for (step, prepared) in steps {
            position.step = step
            for work in prepared.preludes {
                let begun = try await run.lock.begin(
                    lockTimeout: prepared.revision.lockRules.timeout(run.context.settings),
                    remembering: false
                )
                if let moved = begun.moved(from: expected) {
                    try await connection.rollback()
                    return moved
                }
                var worker = StepWorker(run, prepared.revision)
                try await worker.perform(work)
                try await connection.commit()
            }
        }
        return nil
    }

    private func attempt(_ position: inout Position, _ session: StepSession) async throws -> Outcome {
        var settings: (any SessionState)?
        var rows = expected
        var reports: [RunReport.Step] = []
        var events: [InvalidationEvent] = []
        var last: StepRecord?
        for (step, prepared) in steps {
            position.step = step
            try Task.checkCancellation()
            announce(step)
            let timeout = prepared.revision.lockRules.timeout(run.context.settings)
            if last == nil {
                let remembers = steps.contains { $0.prepared.mayChangeSession }
                let begun = try await run.lock.begin(lockTimeout: timeout, remembering: remembers)
                settings = begun.session
                if let moved = begun.moved(from: rows) {
                    try await connection.rollback()
                    return .rowsMoved(moved)
                }
                if steps.count == 1, try await run.isRepeated(step) {
                    try await connection.rollback()
                    return .rowsMoved(rows)
                }
                try await run.refuseUnfinished()
            } else if let statement = run.context.dialect.lockTimeout(timeout) {
                try await connection.execute(statement.sql, statement.parameters)
            }
            var record = StepRecord(run, step, prepared)
            defer { position.isUnrepeatable = position.isUnrepeatable || record.worker.isUnrepeatable }
            try await record.worker.perform(all: prepared.work)
            try await record.worker.finish()
            // The engine's tables are the run's role's, whichever role the revision has taken.
            if prepared.mayChangeSession {
                try await settings?.establish(connection)
                if steps.count > 1 { try await session.establish() }
            }
            let entry = run.tables.journal.statement(for: await record.entry(), connection)
            let event = run.event(record)
            let others = [entry] + (try run.statements(writing: event))
            let isLast = reports.count + 1 == steps.count
            try await run.tables.versionTable.apply(step.rowChange, to: rows, closing: isLast, with: others, connection)
            events.append(event)
            rows = step.rowChange.applied(to: rows)
            reports.append(record.report)
            last = record
        }
        guard let last else { return .done([]) }
        try await run.commit(last, reports, events)
        return .done(reports)
    }
}
