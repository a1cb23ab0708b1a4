public import CacheBridge
public import MigratorDatabase
public import MigratorOutbox

/// A query whose answers are cached in a namespace, until a table that it reads changes or their time is up.
///
/// ```swift
/// let names = CachedQuery(namespace: "product_names", reads: ["products"], timeToLive: .seconds(60)) {
///     (connection, category: String) -> [String]? in
///     try await connection.query("SELECT name FROM products WHERE category = $1", [.text(category)])
///         .map { try $0.get("name") }
/// }
/// let database = CachedDatabase(configuration, connections: pool, queries: [names])
/// let drinks = try await database.value(of: names, for: "drinks")
/// ```
public struct CachedQuery<Key: QueryKey, Value: Codable & Sendable>: CacheableQuery {
    /// Gets the answers for some keys; a key that it leaves out has none.
    public typealias LoadMany = @Sendable (any DatabaseConnection, [Key]) async throws -> [Key: Value]
    /// Gives up to so many keys that there are, for warming and verifying.
    public typealias Sample = @Sendable (any DatabaseConnection, Int) async throws -> [Key]

    /// The name of the query; the first part of its keys.
    public let name: String
    /// The namespace of its answers.
    public let namespace: Namespace
    /// The tables that its SQL names.
    public let reads: [String]
    /// How an answer becomes bytes.
    public let format: RecordFormat<Value>
    /// The entity of a key, in namespaces that are invalidated by entity.
    let entity: (@Sendable (Key) -> String)?
    @usableFromInline let loadMany: LoadMany
    let sample: Sample?

    /// Creates a query of several keys at once.
    ///
    /// - Parameters:
    ///   - name: What it is called; unique in its namespace.
    ///   - namespace: Where its answers lie.
    ///   - reads: The tables that its SQL names.
    ///   - format: How an answer becomes bytes.
    ///   - entity: The entity of a key, where the namespace is invalidated by entity.
    ///   - sample: Gives keys that there are, for `cache warm` and `cache verify`.
    ///   - loadMany: Gets the answers for some keys, with one statement if it can.
    public init(
        _ name: String,
        in namespace: Namespace,
        reads: [String],
        format: RecordFormat<Value>,
        entity: (@Sendable (Key) -> String)? = nil,
        sample: Sample? = nil,
        loadMany: @escaping LoadMany
    ) {
        self.name = name
        self.namespace = namespace
        self.reads = reads
        self.format = format
        self.entity = entity
        self.sample = sample
        self.loadMany = loadMany
    }

    /// Creates an application's own query, in a namespace of its own.
    ///
    /// - Parameters:
    ///   - namespace: The namespace's name: small letters, digits and `_`.
    ///   - reads: The tables that the SQL names; a write to one of them makes all answers stale.
    ///   - timeToLive: How long an answer may be used.
    ///   - owner: Whose settings apply to the namespace.
    ///   - version: Raise it when `Value` changes, so that old and new code may share a store.
    ///   - load: Gets the answer for a key; `nil` if there is none, which is remembered too.
    public init(
        namespace: String,
        reads: [String],
        timeToLive: Duration,
        owner: Namespace.Owner = .application,
        version: Int = 1,
        load: @escaping @Sendable (any DatabaseConnection, Key) async throws -> Value?
    ) {
        self.init(
            "value",
            in: Namespace(namespace, timeToLive: timeToLive, owner: owner),
            reads: reads,
            format: .record(RecordShape("\(Value.self)", version: version))
        ) { connection, keys in
            var values: [Key: Value] = [:]
            for key in keys { values[key] = try await load(connection, key) }
            return values
        }
    }

    /// The key of an answer in the cache; worth keeping where the answer is asked for often.
    public func cacheKey(_ key: Key) -> CacheKey {
        CacheKey([name] + key.cacheKeyParts, in: namespace, entity: entity?(key), shape: format.shape)
    }
}
