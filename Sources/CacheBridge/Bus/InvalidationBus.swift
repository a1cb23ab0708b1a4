import Logging
import Synchronization

/// Brings invalidations to memory and to the observers, from all carriers.
public final class InvalidationBus: Sendable {
    private struct State {
        var dropAll: (@Sendable () -> Void)?
        var drop: (@Sendable (InvalidationEvent) -> Void)?
        var observers: [Int: @Sendable (InvalidationEvent) -> Void] = [:]
        var nextID = 0
    }

    let trust: MemoryTrust
    /// Tells the store that this process listens; `nil` without a store.
    let presence: Presence?
    let fingerprint: Fingerprint
    private let clock: any CacheClock
    private let logger: Logger
    private let state = Mutex(State())

    init(
        fingerprint: Fingerprint,
        clock: any CacheClock,
        trust: MemoryTrust,
        presence: Presence?,
        logger: Logger
    ) {
        self.fingerprint = fingerprint
        self.clock = clock
        self.trust = trust
        self.presence = presence
        self.logger = logger
    }

    func attach(
        dropAll: @escaping @Sendable () -> Void,
        drop: @escaping @Sendable (InvalidationEvent) -> Void
    ) {
        state.withLock { state in
            state.dropAll = dropAll
            state.drop = drop
        }
    }

    /// Calls a handler for each event of this database, after memory has forgotten what it made stale.
    ///
    /// An event may come twice, late and out of order.
    /// - Returns: What ``remove(_:)`` takes.
    @discardableResult
    public func observe(_ handler: @escaping @Sendable (InvalidationEvent) -> Void) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.observers[state.nextID] = handler
            return state.nextID
        }
    }

    /// Removes an observer.
    public func remove(_ observer: Int) {
        state.withLock { $0.observers[observer] = nil }
    }

    /// An event of this process, or one that a carrier brought.
    func hear(_ event: InvalidationEvent) {
        guard event.database == fingerprint.text else { return }
        let (drop, observers) = state.withLock { state in
            (state.drop, state.observers.sorted { $0.key < $1.key }.map(\.value))
        }
        drop?(event)
        for observer in observers { observer(event) }
    }

    func dropAll() {
        state.withLock { $0.dropAll }?()
    }

    /// Runs carriers until the task is cancelled; one that breaks is started again, after 50 ms and then ever later.
    ///
    /// - Parameters:
    ///   - carriers: The carriers.
    ///   - store: The one that listens to the store, if there is one.
    func run(_ carriers: [any InvalidationCarrier], store: (any InvalidationCarrier)? = nil) async {
        await withTaskGroup(of: Void.self) { group in
            if let store { group.addTask { await self.run(store, CarrierSink(id: MemoryTrust.store, bus: self)) } }
            for (index, carrier) in carriers.enumerated() {
                group.addTask { await self.run(carrier, CarrierSink(id: index + 1, bus: self)) }
            }
        }
    }

    private func run(_ carrier: any InvalidationCarrier, _ sink: CarrierSink) async {
        var pause = Duration.milliseconds(50)
        while !Task.isCancelled {
            let started = clock.now
            do {
                try await carrier.run(sink)
            } catch {
                logger.debug("\(carrier.name) broke: \(error)")
            }
            sink.lose()
            if clock.now - started > 10_000_000_000 { pause = .milliseconds(50) }
            guard !Task.isCancelled, (try? await clock.sleep(for: pause * Double.random(in: 0.5...1))) != nil else {
                return
            }
            pause = min(pause * 2, .seconds(10))
        }
    }
}
