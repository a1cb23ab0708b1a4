import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox
import MigratorSources
import MigratorSystem

extension StatementRun {
    /// Does one piece, again and again while it meets nothing but a lock.
    func perform(_ piece: StatementPiece, _ course: inout Course) async throws {
        var retries = Retries(rules, run.context.settings)
        var isAlone = piece.runsAlone(dialect)
        let noted = run.context.payloads.count
        while true {
            do {
                let event = isAlone ? try await performAlone(piece, &course) : try await performWithMark(piece, &course)
                // It stays, whatever becomes of the rest.
                if let event { await run.context.delivery.committed([event], connection) }
                return
            } catch {
                await run.rollBack()
                // Nothing of it was done: only the server knows all that no transaction may hold.
                if !isAlone, Self.refusesTransactions(error) {
                    isAlone = true
                    continue
                }
                guard piece.isRepeatable, try await retries.mayRepeat(after: error) else { throw error }
                run.context.payloads.forget(allBut: noted)
                let reason = Retries.reason(of: error) ?? ""
                run.context.observe(.stepRetried(revision: step.revision, reason: reason, attempt: retries.count))
            }
        }
    }

    private static func refusesTransactions(_ error: any Error) -> Bool {
        let state = ((error as? OperationFailure)?.cause as? DatabaseFailure)?.sqlState
        return state == "25001" || state == "2D000"
    }

    // MARK: In a transaction

    /// In one transaction with the mark that it is done.
    private func performWithMark(_ piece: StatementPiece, _ course: inout Course) async throws -> InvalidationEvent? {
        var next = course
        let event = try await dialect.withForeignKeysOff(if: piece.needsForeignKeysOff, connection) {
            do {
                let timeout = rules.timeout(run.context.settings)
                _ = try await run.lock.begin(lockTimeout: timeout, remembering: false)
                // Without a lock between transactions, another run may have done it.
                if let now = try await progressElsewhere(than: course) {
                    try await connection.rollback()
                    next.adopt(now)
                    if let session = now.session { try await next.session.resume(session) }
                    return nil as InvalidationEvent?
                }
                try await next.session.enter(transactionWaiting: timeout)
                try await next.record.worker.perform(piece.item, of: piece.operation, inTransaction: true)
                try await next.session.leave(takingIn: piece.mayChangeSession(dialect))
                try await run.tables.versionTable.verify(are: expected, connection)
                let event = try await mark(&next, piece)
                try await commit(next)
                return event
            } catch {
                await run.rollBack()
                throw error
            }
        }
        course = next
        return event
    }

    /// Writes down that a piece is done, and what caches have to hear of it.
    private func mark(_ course: inout Course, _ piece: StatementPiece) async throws -> InvalidationEvent? {
        try await mark(&course, done: course.progress.done + 1)
        guard piece.changesAnswers(dialect) else { return nil }
        let event = run.event(course.told, of: pieces.prefix(course.progress.done).map(\.operation), in: step)
        let moving = try run.tables.outbox.remove(event, connection.kind)
        try await connection.execute(pipelining: [moving] + (try run.statements(writing: event)))
        return event
    }

    // MARK: Outside of a transaction

    /// Marked before and after, so that a kill in between is known of.
    private func performAlone(_ piece: StatementPiece, _ course: inout Course) async throws -> InvalidationEvent? {
        var isDone = false
        if let begun = course.progress.begun {
            let fate = StatementFate(run, step, piece, number: course.progress.done + 1)
            isDone = try await fate.isDone(begun)
        }
        if !isDone {
            course.progress.begun = try await piece.begun(dialect, connection)
            let done = course.progress.done
            var marked = course
            try await inTransaction(course) { try await mark(&marked, done: done) }
            course = marked
            var next = course
            var traces = piece.traces(dialect, connection)
            try await traces?.prepare()
            do {
                try await next.session.enter(aloneWaiting: rules.timeout)
                try await next.record.worker.perform(piece.item, of: piece.operation, inTransaction: false)
                try await traces?.check()
            } catch {
                try await cleanUp(after: error, piece, traces, &course)
                throw error
            }
            try await next.session.leave(takingIn: piece.mayChangeSession(dialect))
            course = next
        }
        course.progress.begun = nil
        var marked = course
        var event: InvalidationEvent?
        try await inTransaction(course) { event = try await mark(&marked, piece) }
        course = marked
        return event
    }

    /// A statement that failed is not under way any more, and what it left of an index is in the way of the next try.
    private func cleanUp(
        after error: any Error,
        _ piece: StatementPiece,
        _ traces: (any StatementTraces)?,
        _ course: inout Course
    ) async throws {
        // How far a closure came before its last statement failed is not known.
        guard piece.statement != nil, let failed = (error as? OperationFailure)?.cause as? DatabaseFailure,
            failed.code != .cancelled, failed.code != .connectionLost
        else {
            try? await course.session.leave()
            return
        }
        // Where that cannot be had either, the next try, or the next run, knows that it is there.
        if failed.code != .duplicateObject {
            do {
                try await traces?.remove()
            } catch {
                try await course.session.leave()
                return
            }
        }
        try await course.session.leave()
        course.progress.begun = nil
        let done = course.progress.done
        var marked = course
        try await inTransaction(course) { try await mark(&marked, done: done) }
        course = marked
    }

    /// What a failed concurrent build or drop has left, in words.
    func left(after error: any Error, _ course: Course) async -> String? {
        guard error is OperationFailure || error is DatabaseFailure, pieces.indices.contains(course.progress.done)
        else {
            return nil
        }
        // What was there before it began is somebody else's.
        guard let traces = pieces[course.progress.done].traces(dialect, connection),
            course.progress.begun != nil || traces.outlastRemoval
        else { return nil }
        try? await course.session.enter()
        let left = try? await traces.left()
        try? await course.session.leave()
        return left ?? nil
    }
}
