public import CacheBridge
import Logging
public import MigratorDatabase

/// A database that is read through a cache and written so that the cache stays right.
///
/// ```swift
/// let database = CachedDatabase(configuration, connections: QueryPool(limit: 8) { try await open() })
/// async let listening: Void = database.cache.run()
/// let template = try await database.agentTemplate(spirit: "fox", style: "exo")
/// try await database.write { try await $0.save(position) }
/// ```
///
/// ### Reading
/// - ``value(of:for:)``
/// - ``values(of:for:)``
/// - ``values(of:inOrderOf:)``
/// - ``on(_:)``
///
/// ### Writing
/// - ``write(_:)``
public struct CachedDatabase: Sendable {
    /// The cache.
    public let cache: CoherentCache
    /// The queries whose answers are cached: the schema's and the application's.
    public let queries: [any CacheableQuery]
    let connections: any ConnectionSource
    let outbox: any OutboxWriter
    let reads: TableReads
    let standing: Standing
    /// How long a read waits for the database, a free connection included, before it fails.
    public let readTimeout: Duration
    /// The caller's own connection, where reads go over one.
    let bound: (any DatabaseConnection)?

    /// What a read waits for at most unless it is told otherwise: 10 s.
    public static let defaultReadTimeout = Duration.seconds(10)

    /// Creates a database with a cache of its own.
    ///
    /// - Parameters:
    ///   - configuration: What the cache is made of; the queries' namespaces and tables are added to it.
    ///   - connections: Where connections come from; they must lead to the primary, or the cache is passed by.
    ///   - queries: The application's own queries.
    ///   - outbox: Where events of writes are written.
    ///   - readTimeout: How long a read waits for the database, a free connection included, before it throws
    ///     `DatabaseFailure` with code `.timedOut`.
    public init(
        _ configuration: CacheConfiguration,
        connections: any ConnectionSource,
        queries: [any CacheableQuery] = [],
        outbox: any OutboxWriter = NoOutbox(),
        readTimeout: Duration = Self.defaultReadTimeout
    ) {
        var configuration = configuration
        configuration.add(ECSQueries.all + queries)
        self.init(
            CoherentCache(configuration),
            connections: connections,
            queries: queries,
            outbox: outbox,
            readTimeout: readTimeout
        )
    }

    /// Creates a database over a cache that is there; its configuration must have been given the same queries.
    public init(
        _ cache: CoherentCache,
        connections: any ConnectionSource,
        queries: [any CacheableQuery] = [],
        outbox: any OutboxWriter = NoOutbox(),
        readTimeout: Duration = Self.defaultReadTimeout
    ) {
        self.cache = cache
        self.queries = ECSQueries.all + queries
        self.connections = connections
        self.outbox = outbox
        self.readTimeout = readTimeout
        reads = TableReads(self.queries)
        standing = Standing()
        bound = nil
    }

    private init(_ database: CachedDatabase, bound: any DatabaseConnection) {
        cache = database.cache
        queries = database.queries
        connections = database.connections
        outbox = database.outbox
        readTimeout = database.readTimeout
        reads = database.reads
        standing = database.standing
        self.bound = bound
    }

    /// The same database over a caller's own connection.
    ///
    /// While a transaction is open on it, and if it leads to a standby, the cache is neither read nor written.
    public func on(_ connection: any DatabaseConnection) -> CachedDatabase {
        CachedDatabase(self, bound: connection)
    }

    /// Lends the bound connection, or one of the source.
    func withConnection<Result: Sendable>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        guard let bound else { return try await connections.withConnection(body) }
        return try await body(bound)
    }

    /// Lends a connection to a read, which is answered in time whatever becomes of the connection.
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
    func access() async throws -> CacheAccess {
        if let bound {
            if await bound.isInTransaction { return .bypass }
            return try await standing.isStandby(bound) ? .bypass : .cached
        }
        if let isStandby = standing.sourceIsStandby { return isStandby ? .bypass : .cached }
        let standing = standing
        let isStandby = try await reading { connection in
            if await connection.isInTransaction { return true }
            return try await standing.note(connection)
        }
        return isStandby ? .bypass : .cached
    }

    /// Runs a load on a connection, unless the cache must not be used with it.
    func load<Result: Sendable>(
        _ access: CacheAccess,
        _ body: @escaping @Sendable (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        let (isBound, standing) = (bound != nil, standing)
        return try await reading { connection in
            if !isBound {
                var mayNotCache = await connection.isInTransaction
                if !mayNotCache { mayNotCache = try await standing.note(connection) }
                if mayNotCache, access == .cached { throw CacheForbidden() }
            }
            return try await body(connection)
        }
    }
}
