import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox
import MigratorSources
import MigratorSystem

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One run: reads the version rows, plans, takes the lock, and does the steps over the connection that has it.
struct Run: Sendable {
    let revisions: RevisionHistory
    let settings: MigratorSettings
    let observe: MigrationEngine.Observer
    private(set) var tables: EngineTables
    let delivery: Delivery
    /// What the database's SQL looks like, and what a session and a statement are to it.
    let dialect: any Dialect
    /// What runs leave for one another of payloads.
    let payloads: PayloadCache
    /// Where it is remembered how far the database is.
    let status: StatusCache?
    private let caches: MigratorCaches
    private let targets: [String]
    /// Where the database stood before this run came.
    private let seen: EngineTables.Look?
    /// What others have begun meanwhile.
    let watch = JournalWatch()
    private let connect: MigrationEngine.Connect
    private(set) var connection: any DatabaseConnection
    private(set) var lock: any RunLock
    /// The file that the work goes to, where the database is one.
    private var file: DatabasePlace?

    /// Finds the engine's tables; changes nothing.
    init(
        _ migrator: MigrationEngine,
        _ connection: any DatabaseConnection,
        observe: MigrationEngine.Observer? = nil
    ) async throws {
        revisions = migrator.revisions
        settings = migrator.settings
        connect = migrator.connect
        self.connection = connection
        dialect = connection.kind.dialect()
        self.observe = observe ?? { _ in }
        targets = migrator.caches.targets.map(\.name)
        let early = migrator.early?.found(over: connection)
        seen = early?.look
        let tables =
            if let early { early.tables } else {
                try await EngineTables.locate(migrator.settings, connection, withPlace: !targets.isEmpty)
            }
        self.tables = tables
        delivery = Delivery(migrator.caches, tables, self.observe)
        payloads = PayloadCache(migrator.caches.engine)
        status = StatusCache(migrator)
        caches = migrator.caches
        lock = SQLiteRunLock(LockContext(connection, tables, settings, self.observe))
    }

    var planner: Planner { Planner(revisions.graph) }

    /// Goes to a target, or with `dryRun` says how.
    mutating func go(_ direction: Direction, to target: Target, dryRun: Bool) async throws -> RunReport {
        let look =
            if let seen { seen } else { try await tables.look(targets, withChecksums: true, connection) }
        let rows = look.rows ?? []
        if !dryRun { await delivery.begin(look.pending, connection) }
        // A backlog may take its time, and nothing is begun after an interrupt.
        try Task.checkCancellation()
        var plan = try plan(direction, to: target, rows: rows)
        if look.hasBegun { plan = try await goOn(with: plan, dryRun: dryRun) }
        try await Integrity(self).verify(
            rows: plan.rowsBefore,
            checksums: rows == plan.rowsBefore ? look.checksums : nil
        )
        let prepared = try prepare(plan)
        try await Integrity(self).verifyWidth(of: plan)
        try revisions.refuseLoss(in: plan, for: connection.kind, settings)
        try await checkNames(plan, prepared)
        if dryRun { return preview(plan, prepared, waiting: look.pending.values.max() ?? 0) }
        observe(.planned(steps: plan.steps.count))
        guard !plan.steps.isEmpty else {
            return report(plan, [], heads: plan.rowsBefore, waiting: await delivery.finish(connection))
        }
        try checkSingleTransaction(plan, prepared)
        let lent = connection
        let outcome: Result<(steps: [RunReport.Step], heads: [RevisionID]), any Error>
        do {
            outcome = .success(try await carryOut(plan, prepared))
        } catch {
            outcome = .failure(error)
        }
        await lock.release()
        if status?.isShared == false { await remember(atEnd: true) }
        let waiting = await delivery.finish(connection)
        if connection !== lent { await connection.close() }
        let (steps, heads) = try outcome.get()
        var report = report(plan, steps, heads: heads, waiting: waiting)
        report.payloads = await payloads.finish()
        return report
    }

    /// Does the steps of a plan under the lock, which it leaves to be released.
    private mutating func carryOut(
        _ plan: Plan,
        _ prepared: [RevisionID: PreparedStep]
    ) async throws -> (steps: [RunReport.Step], heads: [RevisionID]) {
        try await takeLock()
        try checkLock(plan, prepared)
        if lock.isHeldBetweenTransactions { try await refuseUnfinished(before: plan) }
        let done = try await run(plan, prepared)
        try await checkFile()
        return done
    }

    /// Puts first what an earlier run has begun, or settles it as the operator says, or refuses to go past it.
    private func goOn(with plan: Plan, dryRun: Bool) async throws -> Plan {
        var plan = plan
        var unfinished = UnfinishedSteps(try await tables.journal.unfinished(connection))
        if !dryRun, let fate = settings.interruptedStatement {
            while let outside = unfinished.outside(of: plan) {
                try await settle(outside, as: fate)
                let rows = try await tables.versionTable.rows(connection) ?? []
                plan = try self.plan(plan.direction, to: plan.target, rows: rows)
                unfinished = UnfinishedSteps(try await tables.journal.unfinished(connection))
            }
        }
        let arranged = try unfinished.arrange(plan, planner)
        if let first = unfinished.first { observe(.stepResumed(first)) }
        return arranged
    }

    /// Does something in one transaction under the lock, over a connection that is the caller's.
    ///
    /// - Parameter body: Does it, and says which events it wrote.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws; ``MigratorError`` if the lock is not to be had.
    func underLock<Result: Sendable>(
        _ body: (Run) async throws -> (Result, [InvalidationEvent])
    ) async throws -> Result {
        var run = self
        try await run.takeLock()
        do {
            _ = try await run.lock.begin(lockTimeout: settings.lockTimeout, remembering: false)
            let (result, events) = try await body(run)
            await delivery.fence(events)
            do {
                try await connection.commit()
            } catch {
                // Of one that went unanswered nobody knows: then the fences end with their time.
                if error.code != .connectionLost { await delivery.rolledBack(events) }
                throw error
            }
            await delivery.committed(events, connection)
            if !events.isEmpty { await remember(atEnd: true) }
            try await run.checkFile()
            await run.lock.release()
            return result
        } catch {
            await rollBack()
            await run.lock.release()
            throw error
        }
    }

    /// Takes the lock that this database has.
    mutating func takeLock() async throws {
        try await tables.findPlace(connection)
        if dialect.mayBeReplaced { file = try await tables.identity.place(connection) }
        var taken = try await LockContext(connection, tables, settings, observe).lock()
        try await taken.take()
        // What was not to be had is not given back either: the server would warn of it.
        lock = taken
        tables = taken.tables
        guard !targets.isEmpty else { return }
        await delivery.open(connection)
        payloads.count(for: await delivery.fingerprint)
    }

    /// Does not call done what was done to a file that is no longer the database: a backup that was put back meanwhile.
    private func checkFile() async throws {
        guard let file, file.isLasting else { return }
        let now = try await tables.identity.place(connection)
        guard now != file else { return }
        throw MigratorError(
            .fileSystem,
            "the file of the database was \(now.isLasting ? "replaced by another" : "removed") during the run: what was done "
                + "is in the one that was there before. Look at 'current', and run the command again"
        )
    }

    /// Remembers where the database stands: after each step if others may look, else once when all are done.
    func remember(atEnd: Bool = false) async {
        guard let status, status.isShared || atEnd, await delivery.mayStore else { return }
        // What is half done is no place that anybody could be told.
        if atEnd, (try? await tables.journal.unfinished(connection).isEmpty) != true { return }
        await status.refresh(tables, connection, as: await delivery.fingerprint)
    }

    /// The event of a step, as its transaction writes it.
    func event(_ record: StepRecord) -> InvalidationEvent {
        event(record.uuid, of: record.step, record.prepared.effect(on: dialect))
    }

    /// The event of some operations of a step that is no transaction, which are there for all to see before it ends.
    func event(_ uuid: UUID, of operations: [Operation], in step: Step) -> InvalidationEvent {
        event(uuid, of: step, StepEffect(of: operations, on: dialect))
    }

    private func event(_ uuid: UUID, of step: Step, _ effect: StepEffect) -> InvalidationEvent {
        InvalidationEvent(uuid, of: step, effect, caches.dependencies, tables.versionTable)
    }

    /// The event of a stamp.
    func stampEvent(_ uuid: UUID, _ revision: RevisionID?) -> InvalidationEvent {
        InvalidationEvent(
            uuid: uuid.uuidString.lowercased(),
            revision: revision,
            .stamp,
            .stamp,
            caches.dependencies,
            tables.versionTable
        )
    }

    /// What writes an event to the outbox.
    func statements(writing event: InvalidationEvent) throws -> [Outbox.Statement] {
        try tables.outbox.statements(writing: event, tables.place, connection.kind)
    }

    private func plan(_ direction: Direction, to target: Target, rows: [RevisionID]) throws(MigratorError) -> Plan {
        switch direction {
        case .upgrade: try planner.upgrade(to: target, rows: rows)
        case .downgrade: try planner.downgrade(to: target, rows: rows)
        }
    }

    /// Records and renders all steps before the first runs: what cannot be done is known before anything is.
    private func prepare(_ plan: Plan) throws(MigratorError) -> [RevisionID: PreparedStep] {
        var prepared: [RevisionID: PreparedStep] = [:]
        for step in plan.steps {
            prepared[step.revision] = try PreparedStep(
                try revisions.revision(step.revision),
                step.direction,
                for: dialect,
                settings
            )
        }
        return prepared
    }

    /// Refuses what the wish for one transaction does not allow, before anything is made.
    private func checkSingleTransaction(
        _ plan: Plan,
        _ prepared: [RevisionID: PreparedStep]
    ) throws(MigratorError) {
        guard settings.isSingleTransaction else { return }
        for step in plan.steps {
            guard let work = prepared[step.revision] else { continue }
            let isTransactional = work.revision.isTransactional
            guard !isTransactional || !work.preludes.isEmpty else { continue }
            let what = isTransactional ? "uses a value that it adds to an enum type" : "cannot run in a transaction"
            throw MigratorError(
                .invalidRevision,
                "revision \(step.revision) \(what), and --single-transaction wants one transaction for all; "
                    + "go to the one before it first. Nothing was run",
                revision: step.revision
            )
        }
    }

    /// Refuses what the lock does not allow.
    private func checkLock(_ plan: Plan, _ prepared: [RevisionID: PreparedStep]) throws(MigratorError) {
        for step in plan.steps {
            guard let work = prepared[step.revision], !work.revision.isTransactional else { continue }
            guard dialect.needsLockBetweenTransactions, !lock.isHeldBetweenTransactions else { continue }
            throw MigratorError(
                .unsupportedByDialect,
                "revision \(step.revision) cannot run in a transaction, and a pooler lies between here and the server, "
                    + "over which no lock holds for longer than one; connect to the server itself. Nothing was run",
                revision: step.revision
            )
        }
    }

    private func preview(
        _ plan: Plan,
        _ prepared: [RevisionID: PreparedStep],
        waiting: Int
    ) -> RunReport {
        let steps = plan.steps.map { step in
            let items = prepared[step.revision]?.work.flatMap(\.items) ?? []
            return RunReport.Step(
                revision: step.revision,
                direction: step.direction,
                message: prepared[step.revision]?.revision.node.message ?? "",
                duration: .zero,
                statements: items.count,
                rows: 0,
                sql: items.map(\.script)
            )
        }
        return report(plan, steps, heads: plan.rowsAfter, waiting: waiting, dryRun: true)
    }

    private mutating func run(
        _ planned: Plan,
        _ prepared: [RevisionID: PreparedStep]
    ) async throws -> (steps: [RunReport.Step], heads: [RevisionID]) {
        var plan = planned
        var done: [RunReport.Step] = []
        var left = plan.steps[...]
        var rows = plan.rowsBefore
        while !left.isEmpty {
            try Task.checkCancellation()
            let next = left.prefix(settings.isSingleTransaction ? left.count : 1)
            let steps = next.compactMap { step in prepared[step.revision].map { (step, $0) } }
            let outcome: StepRun.Outcome
            do {
                let place = planned.steps.count - left.count + 1
                outcome = try await run(steps, expecting: rows, from: place, of: planned.steps.count)
            } catch let failure as StepFailure {
                let source = prepared[failure.step.revision]?.revision.node.source
                throw RunFailure.describe(failure, after: done, rows: rows, source: source)
            }
            switch outcome {
            case .done(let reports):
                for report in reports { observe(.stepFinished(report)) }
                done += reports
                for step in next { rows = step.rowChange.applied(to: rows) }
                left = left.dropFirst(next.count)
            case .rowsMoved(let now):
                await delivery.noteOthers()
                plan = try planner.resume(plan, rows: now)
                let still = Set(plan.steps.map(\.revision))
                for step in left where !still.contains(step.revision) {
                    observe(.stepSkipped(revision: step.revision))
                }
                left = plan.steps[...]
                rows = now
            }
        }
        return (done, rows)
    }

    private mutating func run(
        _ steps: [(step: Step, prepared: PreparedStep)],
        expecting rows: [RevisionID],
        from first: Int,
        of total: Int
    ) async throws -> StepRun.Outcome {
        let observe = observe
        let announce = { @Sendable (step: Step) in
            let place = steps.firstIndex { $0.step.revision == step.revision } ?? 0
            observe(
                .stepBegan(
                    revision: step.revision,
                    direction: step.direction,
                    message: steps[place].prepared.revision.node.message,
                    index: first + place,
                    total: total
                )
            )
        }
        do {
            let run = self
            return try await connection.together {
                if let (step, work) = steps.first, !work.revision.isTransactional {
                    return try await StatementRun(run, step, work, expecting: rows, announce: announce).run()
                }
                return try await StepRun(run, steps, expecting: rows, announce: announce).run()
            }
        } catch let unanswered as UnansweredCommit {
            return try await settle(unanswered)
        }
    }

    /// Finds out what became of a COMMIT: a server that lost its client still ends what it has begun, so the lock comes
    /// first and then the journal.
    private mutating func settle(_ unanswered: UnansweredCommit) async throws -> StepRun.Outcome {
        let lost = connection
        do {
            connection = try await connectAgain()
            await lost.close()
            try await takeLock()
            if try await tables.journal.isDone(unanswered.uuid, connection) {
                await delivery.committed(unanswered.events, connection)
                return .done(unanswered.reports)
            }
        } catch {
            throw MigratorError(
                .databaseUnreachable,
                "the connection broke while revision \(unanswered.step.revision) was committed, and the server cannot "
                    + "be asked whether it was; the next run will know. Look at 'current' once it can be reached",
                revision: unanswered.step.revision,
                cause: error
            )
        }
        await delivery.rolledBack(unanswered.events)
        throw StepFailure(step: unanswered.step, cause: unanswered.cause)
    }

    private func connectAgain() async throws -> any DatabaseConnection {
        let deadline = ContinuousClock.now + settings.lockTimeout
        var backoff = Backoff(from: .milliseconds(50), upTo: .seconds(1))
        while true {
            do {
                return try await connect()
            } catch {
                guard ContinuousClock.now < deadline, !(error is CancellationError) else { throw error }
                try await backoff.pause()
            }
        }
    }

    private func report(
        _ plan: Plan,
        _ steps: [RunReport.Step],
        heads: [RevisionID],
        waiting: Int,
        dryRun: Bool = false
    ) -> RunReport {
        RunReport(
            direction: plan.direction,
            target: plan.target.text,
            isDryRun: dryRun,
            steps: steps,
            heads: revisions.graph.inLoadOrder(heads),
            eventsPending: waiting
        )
    }
}

extension VersionRowChange {
    /// The rows after the change.
    func applied(to rows: [RevisionID]) -> [RevisionID] {
        rows.filter { !removed.contains($0) } + added
    }
}

extension RevisionGraph {
    /// These revisions in load order; unknown ones last, by their text.
    func inLoadOrder(_ ids: [RevisionID]) -> [RevisionID] {
        ids.sorted { left, right in
            switch (index.positions[left], index.positions[right]) {
            case (let left?, let right?): left < right
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): left < right
            }
        }
    }
}
