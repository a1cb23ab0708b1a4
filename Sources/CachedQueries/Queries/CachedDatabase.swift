public import CacheBridge
public import MigratorDatabase

/// A database that is read through a cache and written so that the cache stays right.
///
/// ```swift
/// let prices = CachedQuery(namespace: "prices", reads: ["products"], timeToLive: .seconds(60)) {
///     (connection, name: String) -> Double? in
///     try await connection.query("SELECT price FROM products WHERE name = $1", [.text(name)]).first?.get("price")
/// }
/// let pool = QueryPool(limit: 8) { try await open() }
/// let database = CachedDatabase(configuration, connections: pool, queries: [prices])
/// async let listening: Void = database.cache.run()
/// let price = try await database.value(of: prices, for: "tea")
/// try await database.write { transaction in
///     try await transaction.execute("UPDATE products SET price = 2 WHERE name = 'tea'", touching: ["products"])
/// }
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
    /// The queries whose answers are cached.
    public let queries: [any CacheableQuery]
    let connections: any ConnectionSource
    /// The outbox that the application chose; `nil` for the default.
    private let chosenOutbox: (any OutboxWriter)?
    private let outboxMemory: DefaultOutbox.Memory
    let reads: TableReads
    let standbys: StandbyMemory
    /// How long a read waits for the database, a free connection included, before it fails.
    public let readTimeout: Duration
    /// The caller's own connection, where reads go over one.
    let bound: (any DatabaseConnection)?

    /// The longest time that a read waits unless another is given: 10 s.
    public static let defaultReadTimeout = Duration.seconds(10)

    /// Creates a database with a cache of its own.
    ///
    /// - Parameters:
    ///   - configuration: What the cache is made of; the queries' namespaces and tables are added to it.
    ///   - connections: Where connections come from; they must lead to the primary, or the cache is passed by.
    ///   - queries: The queries whose answers are cached.
    ///   - outbox: Where events of writes are written. By default that is the engine's outbox in the schema that the
    ///     database looks in first; where there is none yet, nothing is written. ``NoOutbox`` never writes any.
    ///   - readTimeout: How long a read waits for the database, a free connection included, before it throws
    ///     `DatabaseFailure` with code `.timedOut`.
    public init(
        _ configuration: CacheConfiguration,
        connections: any ConnectionSource,
        queries: [any CacheableQuery] = [],
        outbox: (any OutboxWriter)? = nil,
        readTimeout: Duration = Self.defaultReadTimeout
    ) {
        var configuration = configuration
        configuration.add(queries)
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
        outbox: (any OutboxWriter)? = nil,
        readTimeout: Duration = Self.defaultReadTimeout
    ) {
        self.cache = cache
        self.queries = queries
        self.connections = connections
        chosenOutbox = outbox
        outboxMemory = DefaultOutbox.Memory(cache.configuration)
        self.readTimeout = readTimeout
        reads = TableReads(queries)
        standbys = StandbyMemory()
        bound = nil
    }

    private init(_ database: CachedDatabase, bound: any DatabaseConnection) {
        cache = database.cache
        queries = database.queries
        connections = database.connections
        chosenOutbox = database.chosenOutbox
        outboxMemory = database.outboxMemory
        readTimeout = database.readTimeout
        reads = database.reads
        standbys = database.standbys
        self.bound = bound
    }

    /// The same database over a caller's own connection.
    ///
    /// While a transaction is open on it, and if it leads to a standby, the cache is neither read nor written.
    public func on(_ connection: any DatabaseConnection) -> CachedDatabase {
        CachedDatabase(self, bound: connection)
    }

    /// The writer of the events of writes.
    var outbox: any OutboxWriter {
        if let chosenOutbox { return chosenOutbox }
        // Over the caller's own connection if there is one: it may be the only one of its pool.
        let source: any ConnectionSource = if let bound { BoundSource(connection: bound) } else { connections }
        return DefaultOutbox(connections: source, outboxMemory)
    }
}

/// A caller's own connection, lent as a pool lends one.
private struct BoundSource: ConnectionSource {
    let connection: any DatabaseConnection

    func withConnection<Result: Sendable>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        try await body(connection)
    }
}
