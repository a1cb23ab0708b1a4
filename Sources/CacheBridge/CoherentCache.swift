import Logging
import MigratorSystem
import Synchronization

/// A cache that may make an answer faster and never different: memory in front, Redis or disk behind.
///
/// ### Reading
/// - ``value(for:as:access:load:)``
/// - ``values(for:as:access:load:)``
///
/// ### Writing
/// - ``write(_:for:as:persist:)``
/// - ``beginWrite(in:entity:)``
///
/// ### Status and payloads
/// - ``storeStatus(_:order:for:)``
/// - ``status(for:)``
/// - ``contentWriter(for:)``
/// - ``contentReader(for:)``
/// - ``content(for:)``
/// - ``keepContent(_:for:)``
///
/// ### Invalidating
/// - ``fence(_:entities:run:lifetime:)``
/// - ``lift(_:)``
/// - ``deliver(_:run:)``
/// - ``awaitCompletion()``
///
/// ### Running
/// - ``run()``
/// - ``statistics``
/// - ``sharedStatistics()``
/// - ``inventory(of:withStore:)``
/// - ``clear(_:withStore:)``
public final class CoherentCache: Sendable {
    /// The configuration that the cache was made from.
    public let configuration: CacheConfiguration
    /// The bus on which invalidations can be observed: ``InvalidationBus/events()``.
    public let bus: InvalidationBus

    let clock: any CacheClock
    let memory: MemoryStore
    let coder: EnvelopeCoder
    let flights = FlightTable()
    let spaces: [String: Space]
    let sessions: [RemoteSession]
    let queue: WriteBackQueue
    let share = StatisticsShare()
    /// The name of this process among the subscribers of a store.
    let subscriber = Token().description
    /// Rings when a store is to be drained.
    let bell: DrainBell
    /// The writes that no store could be told of.
    let debts = WriteDebts()
    /// Whether a drain of the outbox is expected to bring the stores up to date; without one this cache does it at a
    /// read.
    let isDrained = Atomic<Bool>(false)

    var settings: CacheSettings { configuration.settings }

    /// Creates a cache; nothing is connected before it is needed.
    public init(_ configuration: CacheConfiguration) {
        self.configuration = configuration
        clock = configuration.clock
        let settings = configuration.settings
        memory = MemoryStore(limit: settings.memoryLimit, policy: configuration.policy)
        coder = EnvelopeCoder(
            keys: settings.signingKeys,
            compressor: settings.compression ? configuration.compressor : nil,
            readers: configuration.codecs,
            limit: configuration.valueLimit
        )
        let cells = Dictionary(
            configuration.namespaces.map { ($0.name, GenerationCell()) },
            uniquingKeysWith: { first, _ in first }
        )
        let raiseAll: @Sendable () -> Void = { for cell in cells.values { cell.raise() } }
        let hasStore = settings.redisEnabled && (configuration.remote != nil || !configuration.remotes.isEmpty)
        let trust = MemoryTrust(always: !hasStore && configuration.carriers.isEmpty, hasStore: hasStore)
        let bell = DrainBell()
        self.bell = bell
        func session(_ store: (any RemoteStore)?, _ number: Int) -> RemoteSession? {
            guard settings.redisEnabled, let store else { return nil }
            let health = StoreHealth { isTrusted in
                // Values from this store must not be used any more; nor, when the doubt ends, those loaded meanwhile.
                raiseAll()
                trust.doubt(number, !isTrusted)
            } returned: {
                bell.ring()
            }
            return RemoteSession(
                store,
                fingerprint: configuration.fingerprint,
                clock: configuration.clock,
                logger: configuration.logger,
                health: health,
                changed: configuration.storeChanged
            )
        }
        let general = session(configuration.remote, 0)
        let owners = configuration.remotes.keys.sorted { $0.prefix < $1.prefix }
        var own: [Namespace.Owner: RemoteSession] = [:]
        for (index, owner) in owners.enumerated() { own[owner] = session(configuration.remotes[owner], index + 1) }
        sessions = [general].compactMap { $0 } + owners.compactMap { own[$0] }
        spaces = Dictionary(
            configuration.namespaces.map { namespace in
                let space = Space(
                    settings.applied(to: namespace),
                    cell: cells[namespace.name] ?? GenerationCell(),
                    session: own[namespace.owner] ?? general,
                    settings: settings
                )
                return (namespace.name, space)
            },
            uniquingKeysWith: { first, _ in first }
        )
        bus = InvalidationBus(
            fingerprint: configuration.fingerprint,
            clock: configuration.clock,
            trust: trust,
            presence: sessions.isEmpty ? nil : Presence(lease: settings.lease),
            logger: configuration.logger
        )
        queue = WriteBackQueue(limit: 1024, logger: configuration.logger)
        let dependencies = configuration.dependencies
        bus.attach(dropAll: raiseAll) { [spaces, memory] event in
            Self.drop(event, spaces: spaces, dependencies: dependencies, memory: memory)
        }
    }

    /// Listens for invalidations until the task is cancelled; until then memory behind a shared store is not trusted.
    public func run() async {
        let carriers = configuration.carriers
        // All stores publish on one channel, so one subscription is enough.
        let herald = herald
        let store = sessions.first.flatMap { session in
            herald.map { herald in
                RemoteCarrier(
                    session: session,
                    channel: configuration.channel,
                    herald: herald,
                    lease: settings.lease,
                    clock: clock
                )
            }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.bus.run(carriers, store: store) }
            // What other carriers confirm must not depend on the subscription.
            if let herald, !carriers.isEmpty { group.addTask { await herald.run() } }
            group.addTask {
                var rounds = 0
                while (try? await self.clock.sleep(for: .milliseconds(500))) != nil {
                    await self.queue.flush()
                    rounds += 1
                    if rounds % StatisticsShare.rounds == 0 { await self.shareStatistics() }
                }
            }
        }
        await shutdown()
    }

    /// Stores what is still queued by write-back, and adds what was counted to what all processes counted.
    public func shutdown() async {
        await queue.flush()
        // Even if the caller was cancelled: this is the last chance.
        await Task { await self.shareStatistics(isLast: true) }.value
    }

    /// The counters of this process since it started.
    public var statistics: CacheStatistics {
        var statistics = CacheStatistics()
        statistics.namespaces = spaces.mapValues { space in
            var figures = space.meter.statistics
            let usage = space.cell.usage
            if usage.entries > 0 {
                figures.entries["memory"] = usage.entries
                figures.bytes["memory"] = usage.bytes
            }
            return figures
        }
        let usage = memory.usage
        statistics.memoryEntries = usage.entries
        statistics.memoryBytes = usage.bytes
        statistics.memoryEvictions = usage.evictions
        return statistics
    }

    /// Shows this process to the application's store; `nil` without one.
    private var herald: PresenceHerald? {
        guard let session = sessions.first, let presence = bus.presence else { return nil }
        return PresenceHerald(
            session: session,
            presence: presence,
            subscriber: subscriber,
            lease: settings.lease,
            clock: clock
        )
    }

    func space(of namespace: String) throws(CacheError) -> Space {
        guard let space = spaces[namespace] else {
            throw CacheError(.unknownNamespace, "the cache was not told of the namespace \(namespace)")
        }
        return space
    }
}

/// The tiers and the counters of one namespace.
final class Space: Sendable {
    let namespace: Namespace
    let cell: GenerationCell
    let meter: SpaceMeter
    /// The store, if its values may be read.
    let session: RemoteSession?
    /// The store, for invalidations: others may read what this process may not.
    let remote: RemoteSession?
    let isEnabled: Bool
    let usesMemory: Bool
    let usesDisk: Bool
    let timeToLive: Int64

    init(_ namespace: Namespace, cell: GenerationCell, session: RemoteSession?, settings: CacheSettings) {
        self.namespace = namespace
        self.cell = cell
        let isReadable = !namespace.demandsTrust || settings.signingKeys != nil || settings.trustsUnsigned
        self.session = isReadable ? session : nil
        remote = session
        isEnabled = settings.isEnabled(namespace)
        usesMemory = session != nil || settings.fallback != .none
        usesDisk = settings.fallback == .disk
        timeToLive = namespace.timeToLive.nanoseconds
        meter = SpaceMeter(namespace.name)
    }

    var isContentAddressed: Bool { namespace.coherence == .contentAddressed }
    var isPerEntity: Bool { namespace.coherence == .perEntity }

    /// How long the store keeps an entry: past its time, if it may stand in for a failed load.
    func lifetime(_ timeToLive: Duration) -> Duration { timeToLive + namespace.staleOnError }

    /// How long tokens live: a lost one costs a miss.
    var tokenLifetime: Duration { max(namespace.timeToLive * 4, .seconds(86_400)) }
}
