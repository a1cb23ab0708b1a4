public import Logging

/// The settings, stores, carriers and codecs that a cache is made of.
public struct CacheConfiguration: Sendable {
    /// The settings from the environment.
    public var settings: CacheSettings
    /// The database that values come from.
    public var fingerprint: Fingerprint
    /// The namespaces that there are.
    public var namespaces: [Namespace]
    /// The channel on which a store publishes invalidations.
    public var channel: InvalidationChannel
    /// The tables that each namespace reads.
    public var dependencies = NamespaceDependencies()
    /// The rule that chooses the entry to drop when memory is full.
    public var policy = EvictionPolicy.tinyLFU
    /// The store that namespaces lie in, and that invalidations are published by; `nil` for none.
    public var remote: (any RemoteStore)?
    /// The stores of owners whose namespaces lie in another one.
    public var remotes: [Namespace.Owner: any RemoteStore] = [:]
    /// The disk tier, where there is one.
    public var disk: DiskStore?
    /// Reads the database's state that a disk entry is compared with at each hit; without it only content-addressed
    /// values are kept on disk.
    public var witness: (any DiskWitness)?
    /// The carriers that bring invalidations, beside the store itself.
    public var carriers: [any InvalidationCarrier] = []
    /// The codec that compresses values above 1 KiB.
    public var compressor: (any CompressionCodec)?
    /// Further codecs that are read.
    public var codecs: [any CompressionCodec] = []
    /// How many bytes a value may have.
    public var valueLimit = 256 << 20
    /// The clock of the cache.
    public var clock: any CacheClock = SystemClock()
    /// The log of the cache.
    public var logger = Logger(label: "migrator.cache")
    /// Hears when a store does not answer any more, and when it does again.
    public var storeChanged: @Sendable (StoreChange) -> Void = { _ in }
    /// A random number above 0 and up to 1, for early loads.
    public var random: @Sendable () -> Double = { 1 - Double.random(in: 0..<1) }

    /// Creates a configuration without a store.
    ///
    /// - Parameters:
    ///   - settings: What the environment says.
    ///   - fingerprint: Which database values come from.
    ///   - namespaces: The namespaces that there are.
    ///   - channel: Where invalidations are published in a store.
    public init(
        settings: CacheSettings = CacheSettings(),
        fingerprint: Fingerprint,
        namespaces: [Namespace] = [],
        channel: InvalidationChannel
    ) {
        self.settings = settings
        self.fingerprint = fingerprint
        self.namespaces = namespaces
        self.channel = channel
    }
}
