public import CacheBridge
public import Migrator
import MigratorOutbox

/// The cached queries of an application: through it the verbs of `cache` know the namespaces that the engine does not.
public struct ApplicationCaches: Sendable {
    /// Tells a cache of the namespaces, and of the tables that they read.
    public let configure: @Sendable (inout CacheConfiguration) -> Void
    /// Makes the standing queries over a cache, and over the database that it is of.
    public let queries: @Sendable (CoherentCache, @escaping MigrationEngine.Connect) -> [StandingQuery]
    /// Whether there is nothing that it keeps.
    let isNone: Bool

    /// Creates a description.
    ///
    /// - Parameters:
    ///   - configure: Adds namespaces and dependencies to those of the engine.
    ///   - queries: What `cache warm` loads and `cache verify` compares.
    public init(
        configure: @escaping @Sendable (inout CacheConfiguration) -> Void,
        queries: @escaping @Sendable (CoherentCache, @escaping MigrationEngine.Connect) -> [StandingQuery]
    ) {
        self.init(configure: configure, queries: queries, isNone: false)
    }

    private init(
        configure: @escaping @Sendable (inout CacheConfiguration) -> Void,
        queries: @escaping @Sendable (CoherentCache, @escaping MigrationEngine.Connect) -> [StandingQuery],
        isNone: Bool
    ) {
        self.configure = configure
        self.queries = queries
        self.isNone = isNone
    }

    /// The tables that each namespace reads.
    var dependencies: NamespaceDependencies {
        var description = CacheConfiguration(fingerprint: Fingerprint(identity: "", place: []), channel: .runs)
        configure(&description)
        return description.dependencies
    }

    /// Nothing: the engine's namespaces are all there are, and Redis is used only if a setting speaks of caches.
    public static let none = ApplicationCaches(configure: { _ in }, queries: { _, _ in [] }, isNone: true)
}

/// A query whose answers an application keeps in a cache.
public struct StandingQuery: Sendable {
    /// The namespace of its answers.
    public let namespace: Namespace
    /// The query's name in the namespace.
    public let name: String
    /// Loads answers, at most so many, that are not in the cache yet; returns how many were asked for.
    public let warm: @Sendable (_ limit: Int) async throws -> Int
    /// Compares answers, at most so many, with what the database says.
    public let verify: @Sendable (_ limit: Int) async throws -> CacheComparison

    /// Creates a query.
    public init(
        _ name: String,
        in namespace: Namespace,
        warm: @escaping @Sendable (_ limit: Int) async throws -> Int,
        verify: @escaping @Sendable (_ limit: Int) async throws -> CacheComparison
    ) {
        self.name = name
        self.namespace = namespace
        self.warm = warm
        self.verify = verify
    }
}

/// The result of a comparison of cached answers with the database.
public struct CacheComparison: Sendable, Hashable {
    /// How many keys were looked for.
    public var sampled: Int
    /// How many of them the cache held.
    public var compared: Int
    /// The keys of answers that differ.
    public var differing: [String]

    /// Creates a finding.
    public init(sampled: Int, compared: Int, differing: [String]) {
        self.sampled = sampled
        self.compared = compared
        self.differing = differing
    }
}
