import CacheBridge
public import CachedQueries
import MigratorDatabase

extension CachedDatabase {
    /// Stores an agent's position in a transaction of its own, and in the cache, so that the next reader need not load.
    ///
    /// The cache stores it only if no other process wrote the agent's position meanwhile; the old one is dropped in any
    /// case.
    ///
    /// - Returns: The position as it is stored.
    /// - Throws: `DatabaseFailure`, or what lending a connection throws.
    @discardableResult
    public func move(to position: AgentPosition) async throws -> AgentPosition {
        let key = ECSQueries.agentPositions.cacheKey(position.agentID)
        return try await withConnection { connection in
            // The tokens are noted before BEGIN: what is written between the two counts as meanwhile.
            let write = await cache.beginWrite(in: .agentPositions, entity: key.entity)
            let stored: AgentPosition
            do {
                try await connection.begin()
                stored = try await CachedTransaction(connection, database: on(connection)).save(position)
                try Task.checkCancellation()
            } catch {
                await Self.rollBack(connection)
                throw error
            }
            await write.fence()
            do {
                try await connection.commit()
            } catch {
                await Self.rollBack(connection)
                await Task { await write.commit() }.value
                throw error
            }
            await Task { await write.commit(storing: stored, for: key, as: ECSQueries.agentPositions.format) }.value
            return stored
        }
    }
}
