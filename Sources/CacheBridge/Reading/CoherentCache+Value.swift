extension CoherentCache {
    /// Returns a value from the cache, or loads it and stores it.
    ///
    /// Loads of one key in one process are done once, for all callers that ask meanwhile; but a read that begins after
    /// an invalidation never joins a load that began before it. Loading must see the primary, with a fresh snapshot,
    /// and outside of any transaction that was open before.
    ///
    /// - Parameters:
    ///   - key: The key to look for.
    ///   - format: How the value becomes bytes; the key must have been made with its shape.
    ///   - access: ``CacheAccess/bypass`` inside an open transaction, or on a standby.
    ///   - load: Gets the value from its source; `nil` if there is none, which is remembered too.
    /// - Returns: The value; `nil` if there is none.
    /// - Throws: What `load` throws; `CancellationError`; `CacheError` with code `.unknownNamespace`.
    @inlinable
    public func value<Value: Sendable>(
        for key: CacheKey,
        as format: RecordFormat<Value>,
        access: CacheAccess = .cached,
        load: () async throws -> Value?
    ) async throws -> Value? {
        if access == .cached, let found = cachedValue(for: key, as: format) { return found }
        return try await fetchedValue(for: key, as: format, access: access, load: load)
    }

    /// Returns a value that is in memory and may be used; never waits.
    ///
    /// - Returns: `nil` if it is not there, `.some(nil)` if it is known that there is no value.
    @inlinable
    public func cachedValue<Value: Sendable>(for key: CacheKey, as format: RecordFormat<Value>) -> Value?? {
        guard let entry = remembered(key) else { return nil }
        guard let value = entry.value else { return .some(nil) }
        guard let value = value as? Value else { return nil }
        return .some(value)
    }

    /// Creates the key and returns the value: see ``value(for:as:access:load:)``.
    public func value<Value: Sendable>(
        for parts: [String],
        in namespace: Namespace,
        entity: String? = nil,
        as format: RecordFormat<Value>,
        access: CacheAccess = .cached,
        load: () async throws -> Value?
    ) async throws -> Value? {
        let key = CacheKey(parts, in: namespace, entity: entity, shape: format.shape)
        return try await value(for: key, as: format, access: access, load: load)
    }

    /// The value from a store, from disk, or loaded.
    @usableFromInline
    func fetchedValue<Value: Sendable>(
        for key: CacheKey,
        as format: RecordFormat<Value>,
        access: CacheAccess,
        load: () async throws -> Value?
    ) async throws -> Value? {
        let space = try space(of: key.namespace)
        guard space.isEnabled, access == .cached else { return try await load() }
        return try await ReadOperation(cache: self, space: space, key: key, format: format).run(load)
    }

    /// The entry in memory that may be used now; knows nothing of types, so that a hit costs no generic code.
    @usableFromInline
    func remembered(_ key: CacheKey) -> MemoryEntry? {
        guard let space = spaces[key.namespace], space.isEnabled else { return nil }
        if space.namespace.writePolicy == .back, let queued = queue.value(of: key) {
            return MemoryEntry(
                value: queued,
                cost: 0,
                expires: .max,
                staleUntil: .max,
                delta: 0,
                cell: space.cell,
                generation: space.cell.current
            )
        }
        guard space.usesMemory else { return nil }
        let now = clock.now
        guard space.isContentAddressed || bus.trust.covers(now, entities: space.isPerEntity),
            let entry = memory.find(key, now: now), now < entry.expires,
            !isEarlyLoadDue(entry.expires - now, entry.delta, space)
        else { return nil }
        if space.meter.memoryHit() { space.meter.memoryLatency(clock.now - now) }
        return entry
    }

    func isEarlyLoadDue(_ remaining: Int64, _ delta: Int64, _ space: Space) -> Bool {
        XFetch.isDue(
            remaining: remaining,
            delta: delta,
            beta: space.namespace.earliness,
            random: configuration.random
        )
    }
}
