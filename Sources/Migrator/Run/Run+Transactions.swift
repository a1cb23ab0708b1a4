import CacheBridge
import MigratorCore
import MigratorDatabase
import MigratorDialects

extension Run {
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
            _ = try await run.lock.begin(lockTimeout: context.settings.lockTimeout, remembering: false)
            let (result, events) = try await body(run)
            await context.delivery.fence(events)
            do {
                try await connection.commit()
            } catch {
                // Of one that went unanswered nobody knows: then the fences end with their time.
                if error.code != .connectionLost { await context.delivery.rolledBack(events) }
                throw error
            }
            await context.delivery.committed(events, connection)
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

    /// Rolls back even if the task was cancelled: a connection must not keep the transaction.
    func rollBack() async {
        let connection = connection
        await Task { try? await connection.rollback() }.value
    }

    /// Commits a transaction that ends with this step, and tells the caches.
    ///
    /// - Throws: ``UnansweredCommit`` if the connection broke before the server answered.
    func commit(_ record: StepRecord, _ reports: [RunReport.Step], _ events: [InvalidationEvent]) async throws {
        await context.delivery.fence(events)
        do {
            try await connection.commit()
        } catch {
            guard error.code == .connectionLost else {
                await context.delivery.rolledBack(events)
                throw error
            }
            throw UnansweredCommit(
                step: record.step,
                uuid: record.uuid,
                reports: reports,
                events: events,
                cause: error
            )
        }
        await context.delivery.committed(events, connection)
        await remember()
    }

    /// Remembers where the database stands: after each step if others may look, else once when all are done.
    func remember(atEnd: Bool = false) async {
        guard let status = context.status, status.isShared || atEnd, await context.delivery.mayStore else { return }
        // What is half done is no place that anybody could be told.
        if atEnd, (try? await tables.journal.unfinished(connection).isEmpty) != true { return }
        await status.refresh(tables, connection, as: await context.delivery.fingerprint)
    }
}
