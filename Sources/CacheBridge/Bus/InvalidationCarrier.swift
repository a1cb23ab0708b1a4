import MigratorSystem

/// A way by which invalidations reach a process: Redis, NOTIFY, polling of the outbox.
public protocol InvalidationCarrier: Sendable {
    /// Its name in the log.
    var name: String { get }

    /// Listens until it is cancelled or breaks; then it is started again, with growing pauses.
    ///
    /// It calls ``CarrierSink/begin()`` as soon as nothing more can be missed, then ``CarrierSink/hear(_:)`` for each
    /// event and ``CarrierSink/confirm(from:for:)`` whenever it is sure to have heard all that there was.
    func run(_ sink: CarrierSink) async throws
}

/// Takes the events and confirmations of a carrier.
public struct CarrierSink: Sendable {
    let id: Int
    let bus: InvalidationBus

    /// The database whose events are heard; those of others are passed over.
    public var fingerprint: Fingerprint { bus.fingerprint }

    /// Begins a time in which no event is missed: memory is emptied of what was loaded before.
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

    /// All events up to a moment were heard, and none is missed for a while from there.
    ///
    /// Beside a store memory is trusted for a lease at most, which is how long `upgrade` waits, and only if this
    /// process had shown its presence to the store: without that no writer would wait for it.
    ///
    /// - Parameters:
    ///   - moment: When the look that found all of them began, on the cache's clock.
    ///   - duration: How long memory may be trusted from that moment.
    public func confirm(from moment: Int64, for duration: Duration) {
        let (end, isTooFar) = moment.addingReportingOverflow(duration.nanoseconds)
        let until = isTooFar ? .max : end
        guard let presence = bus.presence else { return bus.trust.set(id, until: until) }
        if let limit = presence.limit(of: moment) { bus.trust.set(id, until: min(until, limit)) }
    }

    /// Nothing is heard any more.
    public func lose() {
        bus.trust.set(id, until: .min)
    }
}
