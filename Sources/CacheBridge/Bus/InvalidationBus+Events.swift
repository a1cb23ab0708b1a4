import Synchronization

extension InvalidationBus {
    /// The events of this database from now on, each once, in the order in which they are heard.
    ///
    /// ```swift
    /// for await event in cache.bus.events() { print(event.namespaces) }
    /// ```
    ///
    /// Events are heard while ``CoherentCache/run()`` runs, by the carrier that brings them first. Memory has forgotten
    /// what an event made stale before the event arrives here. Events that are not taken are kept until they are.
    public func events() -> AsyncStream<InvalidationEvent> {
        let (events, continuation) = AsyncStream.makeStream(of: InvalidationEvent.self)
        let seen = Mutex(RecentNames(limit: 4096))
        let observer = observe { event in
            guard seen.withLock({ $0.insert(event.uuid) }) else { return }
            continuation.yield(event)
        }
        continuation.onTermination = { [weak self] _ in self?.remove(observer) }
        return events
    }
}
