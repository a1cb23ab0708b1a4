extension CoherentCache {
    /// Longer than any entry lives.
    private static let memory = Duration.seconds(30 * 86_400)

    /// The event with the highest number that was ever delivered to the store, if it remembers one: its `uuid`.
    ///
    /// A database whose outbox lacks it is older than what the store may hold, and must be called by another name before
    /// anything is read.
    /// - Throws: `CacheError`, if the store is not there.
    public func lastEvent() async throws(CacheError) -> String? {
        guard let session = sessions.first else { return nil }
        let found = try await session.named { store, names throws(CacheError) in
            try await store.values(of: [names.lastEvent], on: names.incarnation.identity).first
        }
        guard let found, let bytes = found, let ordered = OrderedValue.split(bytes) else { return nil }
        return String(decoding: ordered.value, as: UTF8.self)
    }

    /// Makes the store remember an event, unless it remembers a later one.
    func noteLast(_ event: InvalidationEvent) async throws(CacheError) {
        guard event.id > 0, let session = sessions.first else { return }
        let (uuid, order) = (Array(event.uuid.utf8), UInt64(event.id))
        try await session.named { store, names throws(CacheError) in
            _ = try await store.storeNewer(
                uuid,
                under: names.lastEvent,
                order: order,
                lifetime: Self.memory,
                on: names.incarnation.identity
            )
        }
    }
}
