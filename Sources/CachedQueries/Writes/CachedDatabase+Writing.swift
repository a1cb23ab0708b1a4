import CacheBridge
import Logging
package import MigratorDatabase

extension CachedDatabase {
    /// Runs a transaction and makes stale exactly what it wrote, after COMMIT.
    ///
    /// ```swift
    /// try await database.write { transaction in
    ///     try await transaction.store(product)
    ///     try await transaction.execute("DELETE FROM offers WHERE price > 100", touching: ["offers"])
    /// }
    /// ```
    ///
    /// Fences stand from just before COMMIT until fresh tokens are in place, so that no reader stores what the
    /// transaction replaces. If the body throws, all is rolled back and the caches are left as they were. If COMMIT fails
    /// without a word of what became of it, they forget what they held.
    ///
    /// - Parameter body: Writes by the transaction's methods; no cache hears of what it does past them.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws; `DatabaseFailure`, with code `.wrongTransactionState` over a caller's connection
    ///   with an open transaction.
    @discardableResult
    public func write<Result: Sendable>(
        _ body: (CachedTransaction) async throws -> Result
    ) async throws -> Result {
        // Told when the connection is given back: the outbox may need one, and others may wait for this one.
        var stale: WriteInvalidation?
        do {
            let result: Result = try await withConnection { connection in
                try await connection.begin()
                let transaction = CachedTransaction(connection, database: on(connection))
                let result: Result
                let invalidation: WriteInvalidation
                do {
                    result = try await body(transaction)
                    invalidation = try await conclude(transaction)
                    try Task.checkCancellation()
                } catch {
                    await Self.rollBack(connection)
                    throw error
                }
                await fence(invalidation)
                stale = invalidation
                do {
                    try await connection.commit()
                } catch {
                    await Self.rollBack(connection)
                    throw error
                }
                return result
            }
            if let stale { await deliver(stale) }
            return result
        } catch {
            // Whether a COMMIT that failed became durable is not sure: stale entries are worse than misses.
            if let stale { await deliver(stale) }
            throw error
        }
    }

    /// Writes the event of a transaction, and says what it makes stale.
    private func conclude(_ transaction: CachedTransaction) async throws -> WriteInvalidation {
        var invalidation = WriteInvalidation(transaction.touched, reads: reads, cache: cache)
        if let event = invalidation.newEvent(cache) {
            invalidation.event = try await outbox.write(event, on: transaction.connection)
        }
        return invalidation
    }

    /// Rolls back even for a cancelled caller.
    package static func rollBack(_ connection: any DatabaseConnection) async {
        await Task { _ = try? await connection.rollback() }.value
    }

    /// Puts up the fences.
    ///
    /// Without a store there are none; then staleness is bounded by the outbox and the time to live.
    private func fence(_ invalidation: WriteInvalidation) async {
        do throws(CacheError) {
            if !invalidation.namespaces.isEmpty {
                _ = try await cache.fence(invalidation.namespaces, run: invalidation.run, lifetime: .seconds(60))
            }
            for group in invalidation.groups where !group.entities.isEmpty {
                _ = try await cache.fence(
                    group.namespaces,
                    entities: group.entities,
                    run: invalidation.run,
                    lifetime: .seconds(60)
                )
            }
        } catch {
            cache.configuration.logger.debug("no fence could be put up: \(error)")
        }
    }

    /// Delivers even for a cancelled caller: the transaction is durable.
    private func deliver(_ invalidation: WriteInvalidation) async {
        let (cache, outbox) = (cache, outbox)
        await Task {
            for event in invalidation.entityEvents(cache) {
                do throws(CacheError) {
                    try await cache.deliver(event, run: invalidation.run)
                } catch {
                    cache.configuration.logger.warning("a write was not told to the caches: \(error)")
                }
            }
            guard let event = invalidation.event else { return }
            do throws(CacheError) {
                try await cache.deliver(event, run: invalidation.run)
                await outbox.delivered(event)
            } catch {
                cache.configuration.logger.warning("event \(event.id) is left to whoever drains the outbox: \(error)")
            }
        }.value
    }
}
