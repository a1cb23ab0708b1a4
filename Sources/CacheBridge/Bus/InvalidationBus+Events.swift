import Synchronization

extension InvalidationBus {
    /// The events of this database from now on, each once, in the order in which they are heard.
    ///
    /// ```swift
    /// for await event in cache.bus.events() { print(event.namespaces) }
    /// ```
    ///
    /// They are heard while ``CoherentCache/run()`` runs, by whichever carrier is first; memory has forgotten what an
    /// event made stale before it arrives here. What nobody takes is kept until somebody does.
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
