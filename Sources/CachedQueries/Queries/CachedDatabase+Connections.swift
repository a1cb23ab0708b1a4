public import CacheBridge
public import MigratorDatabase

extension CachedDatabase {
    /// Lends the bound connection, or one of the source.
    package func withConnection<Result: Sendable>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        guard let bound else { return try await connections.withConnection(body) }
        return try await body(bound)
    }

    /// Lends a connection to a read, which ends in time even if the connection does not answer.
    private func reading<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        let (database, limit) = (self, readTimeout)
        return try await withTimeLimit(
            limit,
            orThrow: DatabaseFailure(
                .timedOut,
                "the database has not answered a read within \(limit); look whether it is well and has connections left, "
                    + "or allow more with readTimeout"
            )
        ) {
            try await database.withConnection(body)
        }
    }

    /// Whether a read may use the cache, as far as can be told before it.
    @usableFromInline
    func access() async throws -> CacheAccess {
        if let bound {
            if await bound.isInTransaction { return .bypass }
            return try await standbys.isStandby(bound) ? .bypass : .cached
        }
        if let isStandby = standbys.sourceIsStandby { return isStandby ? .bypass : .cached }
        let standbys = standbys
        let isStandby = try await reading { connection in
            if await connection.isInTransaction { return true }
            return try await standbys.note(connection)
        }
        return isStandby ? .bypass : .cached
    }

    /// Runs a load on a connection, unless the cache must not be used with it.
    @usableFromInline
    func load<Result: Sendable>(
        _ access: CacheAccess,
        _ body: @escaping @Sendable (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        let (isBound, standbys) = (bound != nil, standbys)
        return try await reading { connection in
            if !isBound {
                var mayNotCache = await connection.isInTransaction
                if !mayNotCache { mayNotCache = try await standbys.note(connection) }
                if mayNotCache, access == .cached { throw CacheForbidden() }
            }
            return try await body(connection)
        }
    }
}

/// A load found itself where the cache must not be used.
@usableFromInline
struct CacheForbidden: Error {}
