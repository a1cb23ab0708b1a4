import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A step whose statements are no transaction together: the journal says after each how far it is.
///
/// What can run in a transaction does so together with its mark in the journal, so it is done or not. The rest is
/// marked before and after; what lies between, after a kill, the database itself is asked about. The article
/// *Revisions outside of a transaction* has the whole life of such a step.
struct StatementRun: Sendable {
    let run: Run
    let step: Step
    let prepared: PreparedStep
    let pieces: [StatementPiece]
    let expected: [RevisionID]
    private let announce: @Sendable (Step) -> Void

    /// What is known of the step while it goes on.
    struct Course {
        var record: StepRecord
        var progress = StatementProgress()
        var session: any RevisionSession
        /// The event of what this run has done of the step so far: one row of the outbox, which moves with each piece.
        let told = UUID()

        /// Takes in what another run, or an earlier one, has written down.
        mutating func adopt(_ now: StatementProgress) {
            progress = now
            record.worker.statements = now.statements
            record.worker.rows = now.rows
            record.worker.payloadDigests = now.payloads
        }
    }

    init(
        _ run: Run,
        _ step: Step,
        _ prepared: PreparedStep,
        expecting rows: [RevisionID],
        announce: @escaping @Sendable (Step) -> Void
    ) {
        self.run = run
        self.step = step
        self.prepared = prepared
        expected = rows
        self.announce = announce
        pieces = prepared.work.flatMap { work in
            work.items.map { StatementPiece(operation: work.operation, item: $0) }
        }
    }

    var connection: any DatabaseConnection { run.connection }
    var dialect: any Dialect { run.context.dialect }
    var rules: LockRules { prepared.revision.lockRules }

    func run() async throws -> StepRun.Outcome {
        announce(step)
        let session = try await dialect.revisionSession(connection, for: pieces.compactMap(\.statement))
        var course = Course(record: StepRecord(run, step, prepared), session: session)
        var fenced: [InvalidationEvent] = []
        do {
            if let moved = try await open(&course) { return .rowsMoved(moved) }
            // From before the first statement: each is there for all to see as soon as it is done.
            let event = run.event(course.record)
            fenced = [event]
            await run.context.delivery.fence(fenced, renewing: true)
            while course.progress.done < pieces.count {
                try Task.checkCancellation()
                try await perform(pieces[course.progress.done], &course)
            }
            if let orphans = course.progress.orphans {
                try await dialect.checkOrphans(against: orphans, connection)
            }
            try await course.session.end()
            let begun = try await run.lock.begin(lockTimeout: nil, remembering: false)
            if let moved = begun.moved(from: expected) {
                try await connection.rollback()
                await run.context.delivery.rolledBack(fenced)
                return .rowsMoved(moved)
            }
            let outbox = try run.statements(writing: event)
            try await run.tables.versionTable.apply(step.rowChange, to: expected, with: outbox, connection)
            try await run.tables.journal.rewrite(await course.record.entry(), connection)
            try await run.commit(course.record, [course.record.report], fenced)
            return .done([course.record.report])
        } catch let error as UnansweredCommit {
            throw error
        } catch {
            await run.rollBack()
            var failure = StepFailure(step: step, cause: error, partly: (course.progress.done, pieces.count))
            failure.left = await left(after: error, course)
            try? await course.session.end()
            await run.context.delivery.rolledBack(fenced)
            throw failure
        }
    }

    // MARK: Beginning

    /// Finds the step that an earlier run has begun, or begins it; returns the rows if they have moved.
    private func open(_ course: inout Course) async throws -> [RevisionID]? {
        let transaction = try await run.lock.begin(lockTimeout: nil, remembering: false)
        if let moved = transaction.moved(from: expected) {
            try await connection.rollback()
            return moved
        }
        try await run.refuseUnfinished(but: step)
        guard let begun = try await run.tables.journal.begun(step.revision, step.direction, connection) else {
            course.progress.orphans = try await dialect.orphans(
                before: pieces.compactMap(\.statement),
                connection
            )
            var entry = await course.record.entry()
            entry.progress = course.progress
            try await run.tables.journal.write(entry, connection)
            try await connection.commit()
            return nil
        }
        try await connection.rollback()
        guard begun.progress.done <= pieces.count, digest(of: begun.progress.done) == begun.progress.digest else {
            throw MigratorError(
                .checksumMismatch,
                "revision \(step.revision) was edited after its first \(begun.progress.done) statements ran: they are "
                    + "not what they were. Put them back as they were; what comes after them may change",
                revision: step.revision,
                location: prepared.revision.node.source
            )
        }
        course.record.uuid = begun.uuid
        course.adopt(begun.progress)
        try await SessionResumption(self).resume(&course)
        return nil
    }

    /// The digest of so many pieces from the first.
    private func digest(of count: Int) -> String {
        guard count > 0 else { return "" }
        return String(Checksum.digest(of: pieces.prefix(count).map(\.digest).joined(separator: " ")).prefix(32))
    }

    // MARK: The journal

    /// Does something in a transaction of the engine's own.
    func inTransaction(_ course: Course, _ body: () async throws -> Void) async throws {
        _ = try await run.lock.begin(lockTimeout: nil, remembering: false)
        do {
            try await body()
            try await commit(course)
        } catch {
            await run.rollBack()
            throw error
        }
    }

    /// Commits; while the revision has foreign keys off, rows may refer to none until it ends.
    func commit(_ course: Course) async throws {
        if course.session.hasForeignKeysOff {
            try await connection.commitUnchecked()
        } else {
            try await connection.commit()
        }
    }

    /// Writes down how far the step is.
    func mark(_ course: inout Course, done: Int) async throws {
        course.progress.done = done
        course.progress.digest = digest(of: done)
        course.progress.statements = course.record.worker.statements
        course.progress.rows = course.record.worker.rows
        course.progress.payloads = course.record.worker.payloadDigests
        course.progress.session = try course.session.recorded()
        var entry = await course.record.entry()
        entry.progress = course.progress
        try await run.tables.journal.rewrite(entry, connection)
    }

    /// What another run has written down of this step meanwhile, where no lock keeps it out.
    func progressElsewhere(than course: Course) async throws -> StatementProgress? {
        guard !run.lock.isHeldBetweenTransactions else { return nil }
        guard let begun = try await run.tables.journal.begun(step.revision, step.direction, connection),
            begun.uuid == course.record.uuid
        else {
            // Another run has ended the step: the version rows will tell.
            var all = course.progress
            all.done = pieces.count
            return all
        }
        return begun.progress.done == course.progress.done ? nil : begun.progress
    }
}
