/// A way by which invalidations reach a process: Redis, NOTIFY, polling of the outbox.
public protocol InvalidationCarrier: Sendable {
    /// Its name in the log.
    var name: String { get }

    /// Listens until it is cancelled or breaks; then it is started again, with growing pauses.
    ///
    /// It calls ``CarrierSink/begin()`` as soon as nothing more can be missed, then ``CarrierSink/hear(_:)`` for each
    /// event and ``CarrierSink/confirm(until:)`` whenever it is sure to have heard all that there was.
    func run(_ sink: CarrierSink) async throws
}

/// Where a carrier says what it hears.
public struct CarrierSink: Sendable {
    let id: Int
    let bus: InvalidationBus

    /// The database whose events are heard; those of others are passed over.
    public var fingerprint: Fingerprint { bus.fingerprint }

    /// From now on nothing is missed: memory is emptied of what was loaded before.
    public func begin() {
        bus.dropAll()
    }

    /// An event arrived.
    public func hear(_ event: InvalidationEvent) {
        bus.hear(event)
    }

    /// Something arrived that cannot be read: everything may be stale.
    public func hearUnknown() {
        bus.dropAll()
    }

    /// All events up to now were heard; memory may be believed until a moment of the cache's clock.
    public func confirm(until moment: Int64) {
        bus.trust.set(id, until: moment)
    }

    /// Nothing is heard any more.
    public func lose() {
        bus.trust.set(id, until: .min)
    }
}
