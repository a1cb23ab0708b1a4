import CacheBridge
import Database
import MigrationDSL

/// A step whose statements are no transaction together: the journal says after each how far it is.
///
/// What can run in a transaction does so together with its mark in the journal, so it is done or not. The rest is
/// marked before and after; what lies between, after a kill, the database itself is asked about.
struct StatementRun {
    private let run: Run
    private let step: Step
    private let expected: [RevisionID]
    private let announce: (Step) -> Void
    private let pieces: [StatementPiece]
    private let prepared: PreparedStep

    init(
        _ run: Run,
        _ step: Step,
        _ prepared: PreparedStep,
        expecting rows: [RevisionID],
        announce: @escaping (Step) -> Void
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

    private var connection: any DatabaseConnection { run.connection }
    private var rules: LockRules { prepared.revision.lockRules }

    func run() async throws -> StepRun.Outcome {
        announce(step)
        var record = StepRecord(run, step, prepared)
        var progress = StatementProgress()
        var fenced: [InvalidationEvent] = []
        do {
            let settings = try await SessionSettings.remember(connection)
            if let moved = try await open(&record, &progress) { return .rowsMoved(moved) }
            // From before the first statement: each is there for all to see as soon as it is done.
            let event = run.event(record)
            fenced = [event]
            await run.delivery.fence(fenced, renewing: true)
            while progress.done < pieces.count {
                try Task.checkCancellation()
                try await perform(pieces[progress.done], &record, &progress)
            }
            try await settings?.restore(connection)
            _ = try await run.lock.begin(lockTimeout: nil, remembering: false)
            if let moved = try await run.movedRows(from: expected) {
                try await connection.rollback()
                await run.delivery.rolledBack(fenced)
                return .rowsMoved(moved)
            }
            let outbox = try run.statements(writing: event)
            try await run.tables.versionTable.apply(step.rowChange, with: outbox, connection)
            try await run.tables.journal.rewrite(record.entry, connection)
            try await run.commit(record, [record.report], fenced)
            return .done([record.report])
        } catch let error as UnansweredCommit {
            throw error
        } catch {
            await run.rollBack()
            await run.delivery.rolledBack(fenced)
            throw StepFailure(step: step, cause: error, partly: (progress.done, pieces.count))
        }
    }

    /// Finds the step that an earlier run has begun, or begins it; returns the rows if they have moved.
    private func open(_ record: inout StepRecord, _ progress: inout StatementProgress) async throws -> [RevisionID]? {
        _ = try await run.lock.begin(lockTimeout: nil, remembering: false)
        if let moved = try await run.movedRows(from: expected) {
            try await connection.rollback()
            return moved
        }
        guard let begun = try await run.tables.journal.begun(step.revision, step.direction, connection) else {
            var entry = record.entry
            entry.progress = progress
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
        record.uuid = begun.uuid
        adopt(begun.progress, &record, &progress)
        // What they had set was the session's, and is gone with it.
        for piece in pieces.prefix(progress.done) {
            if let sql = piece.statement, NonTransactionalStatement(sql, connection.kind) == .setting {
                try await connection.execute(sql)
            }
        }
        return nil
    }

    private func adopt(_ now: StatementProgress, _ record: inout StepRecord, _ progress: inout StatementProgress) {
        progress = now
        record.worker.statements = now.statements
        record.worker.rows = now.rows
        record.worker.payloadDigests = now.payloads
    }

    /// The digest of so many pieces from the first.
    private func digest(of count: Int) -> String {
        guard count > 0 else { return "" }
        return String(Checksum.digest(of: pieces.prefix(count).map(\.digest).joined(separator: " ")).prefix(32))
    }

    // MARK: One piece

    private func perform(
        _ piece: StatementPiece,
        _ record: inout StepRecord,
        _ progress: inout StatementProgress
    ) async throws {
        var retries = Retries(rules, run.settings)
        var isAlone = piece.runsAlone(connection.kind)
        let noted = run.payloads.count
        while true {
            do {
                if isAlone {
                    try await performAlone(piece, &record, &progress)
                } else {
                    try await performWithMark(piece, &record, &progress)
                }
                return
            } catch {
                await run.rollBack()
                // Nothing of it was done: only the server knows all that no transaction may hold.
                if !isAlone, Self.refusesTransactions(error) {
                    isAlone = true
                    continue
                }
                guard piece.isRepeatable, try await retries.mayRepeat(after: error) else { throw error }
                run.payloads.forget(allBut: noted)
                let reason = Retries.reason(of: error) ?? ""
                run.observe(.stepRetried(revision: step.revision, reason: reason, attempt: retries.count))
            }
        }
    }

    private static func refusesTransactions(_ error: any Error) -> Bool {
        let state = ((error as? OperationFailure)?.cause as? DatabaseError)?.sqlState
        return state == "25001" || state == "2D000"
    }

    /// In one transaction with the mark that it is done.
    private func performWithMark(
        _ piece: StatementPiece,
        _ record: inout StepRecord,
        _ progress: inout StatementProgress
    ) async throws {
        var (next, after) = (record, progress)
        let isMoved = try await SQLiteForeignKeys(connection).off(if: piece.needsForeignKeysOff) {
            do {
                _ = try await run.lock.begin(lockTimeout: rules.timeout(run.settings), remembering: false)
                // Without a lock between transactions, another run may have done it.
                if let now = try await progressElsewhere(than: progress, record) {
                    try await connection.rollback()
                    adopt(now, &next, &after)
                    return true
                }
                try await next.worker.perform(piece.item, of: piece.operation, inTransaction: true)
                try await mark(&next, &after, done: progress.done + 1)
                try await connection.commit()
                return false
            } catch {
                await run.rollBack()
                throw error
            }
        }
        if isMoved, after.done >= pieces.count { after.done = pieces.count }
        (record, progress) = (next, after)
    }

    /// Marked before and after, so that a kill in between is known of.
    private func performAlone(
        _ piece: StatementPiece,
        _ record: inout StepRecord,
        _ progress: inout StatementProgress
    ) async throws {
        var isDone = false
        if let begun = progress.begun {
            let fate = StatementFate(run, step, piece, number: progress.done + 1)
            isDone = try await fate.isDone(begun)
        }
        if !isDone {
            var next = record
            progress.begun = try await piece.begun(on: connection)
            try await inTransaction { try await mark(&next, &progress, done: progress.done) }
            do {
                try await waitForLocks(rules.timeout)
                try await next.worker.perform(piece.item, of: piece.operation, inTransaction: false)
                try await ConcurrentIndex(piece, connection)?.checkValid()
            } catch {
                try await cleanUp(after: error, piece, record, &progress)
                throw error
            }
            record = next
        }
        progress.begun = nil
        try await inTransaction { try await mark(&record, &progress, done: progress.done + 1) }
    }

    /// A statement that failed is not under way any more, and what it left of an index is in the way of the next try.
    private func cleanUp(
        after error: any Error,
        _ piece: StatementPiece,
        _ record: StepRecord,
        _ progress: inout StatementProgress
    ) async throws {
        // How far a closure came before its last statement failed is not known.
        guard piece.statement != nil, let failed = (error as? OperationFailure)?.cause as? DatabaseError,
            failed.code != .cancelled, failed.code != .connectionLost
        else { return }
        if failed.code != .duplicateObject { try await ConcurrentIndex(piece, connection)?.dropIfInvalid() }
        progress.begun = nil
        var record = record
        try await inTransaction { try await mark(&record, &progress, done: progress.done) }
    }

    /// How long such a statement waits is its own affair: it waits for the end of others' transactions, and holds
    /// nobody up meanwhile.
    private func waitForLocks(_ timeout: Duration?) async throws {
        guard connection.kind == .postgres else { return }
        let milliseconds = timeout?.milliseconds ?? 0
        try await connection.execute("SELECT pg_catalog.set_config('lock_timeout', '\(milliseconds)', false)")
    }

    private func inTransaction(_ body: () async throws -> Void) async throws {
        _ = try await run.lock.begin(lockTimeout: nil, remembering: false)
        do {
            try await body()
            try await connection.commit()
        } catch {
            await run.rollBack()
            throw error
        }
    }

    /// Writes down how far the step is.
    private func mark(
        _ record: inout StepRecord,
        _ progress: inout StatementProgress,
        done: Int
    ) async throws {
        progress.done = done
        progress.digest = digest(of: done)
        progress.statements = record.worker.statements
        progress.rows = record.worker.rows
        progress.payloads = record.worker.payloadDigests
        var entry = record.entry
        entry.progress = progress
        try await run.tables.journal.rewrite(entry, connection)
    }

    private func progressElsewhere(
        than progress: StatementProgress,
        _ record: StepRecord
    ) async throws -> StatementProgress? {
        guard !run.lock.isHeldBetweenTransactions else { return nil }
        guard let begun = try await run.tables.journal.begun(step.revision, step.direction, connection),
            begun.uuid == record.uuid
        else {
            // Another run has ended the step: the version rows will tell.
            var all = progress
            all.done = pieces.count
            return all
        }
        return begun.progress.done == progress.done ? nil : begun.progress
    }
}
