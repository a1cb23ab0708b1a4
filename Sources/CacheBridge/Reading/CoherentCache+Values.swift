extension CoherentCache {
    /// Returns several values; what memory does not hold is asked for in one round trip a namespace, and what the store
    /// does not hold is loaded in one call.
    ///
    /// Content-addressed values, and those on disk, are asked for one by one. Batches do not join each other's loads.
    ///
    /// - Parameters:
    ///   - keys: What to look for.
    ///   - format: How values become bytes; the keys must have been made with its shape.
    ///   - access: ``CacheAccess/bypass`` inside an open transaction, or on a standby.
    ///   - load: Gets the values of the keys that it is given; a key that it leaves out has none.
    /// - Returns: The values that there are.
    /// - Throws: What `load` throws; `CancellationError`; `CacheError` with code `.unknownNamespace`.
    public func values<Value: Sendable>(
        for keys: [CacheKey],
        as format: RecordFormat<Value>,
        access: CacheAccess = .cached,
        load: ([CacheKey]) async throws -> [CacheKey: Value]
    ) async throws -> [CacheKey: Value] {
        var results: [CacheKey: Value] = [:]
        var batch = BatchRead<Value>(cache: self)
        var bySpace: [String: [ReadOperation<Value>]] = [:]
        for key in Set(keys) {
            let space = try space(of: key.namespace)
            guard space.isEnabled, access == .cached else {
                batch.direct.append(key)
                continue
            }
            if let found = cachedValue(for: key, as: format) {
                results[key] = found
            } else if space.isContentAddressed || space.session == nil && space.usesDisk {
                results[key] = try await value(for: key, as: format) { try await load([key])[key] }
            } else {
                let operation = ReadOperation(cache: self, space: space, key: key, format: format)
                bySpace[key.namespace, default: []].append(operation)
            }
        }
        for operations in bySpace.values { await batch.lookUp(operations, &results) }
        return try await batch.load(load, &results)
    }
}

/// The reads of a batch that are still to be loaded.
struct BatchRead<Value: Sendable> {
    let cache: CoherentCache
    /// The keys whose values are loaded and not stored.
    var direct: [CacheKey] = []
    /// The reads whose values are loaded and stored, under the tokens noted before.
    var missing: [(operation: ReadOperation<Value>, ground: RemoteGround?)] = []

    /// Asks the store for keys of one namespace.
    mutating func lookUp(_ operations: [ReadOperation<Value>], _ results: inout [CacheKey: Value]) async {
        guard let space = operations.first?.space else { return }
        guard let session = space.session else {
            missing += operations.map { ($0, nil) }
            return operations.forEach { _ in space.meter.miss() }
        }
        let findings = await cache.lookUp(operations.map(\.key), in: space, session: session)
        for (operation, finding) in zip(operations, findings) {
            switch finding {
            case .hit(let envelope, let bytes):
                if let value = operation.decoded(envelope) {
                    space.meter.hit(.remote, bytes: bytes, nanoseconds: cache.clock.now - operation.began)
                    operation.remember(value, envelope)
                    results[operation.key] = value
                } else {
                    direct.append(operation.key)
                }
            case .fenced:
                space.meter.bypass()
                direct.append(operation.key)
            case .miss(let ground):
                space.meter.miss()
                missing.append((operation, ground))
            case .unavailable:
                space.meter.miss()
                missing.append((operation, nil))
            }
        }
    }

    /// Loads what is missing in one call and stores it, in one round trip a namespace.
    func load(
        _ load: ([CacheKey]) async throws -> [CacheKey: Value],
        _ results: inout [CacheKey: Value]
    ) async throws -> [CacheKey: Value] {
        let keys = direct + missing.map(\.operation.key)
        guard !keys.isEmpty else { return results }
        try Task.checkCancellation()
        let started = cache.clock.now
        let loaded = try await load(keys)
        let delta = cache.clock.now - started
        var bySpace: [String: [(ReadOperation<Value>, Envelope, RemoteGround?)]] = [:]
        for (operation, ground) in missing {
            operation.space.meter.load(nanoseconds: delta)
            guard let envelope = operation.envelope(of: loaded[operation.key], delta: delta) else { continue }
            bySpace[operation.key.namespace, default: []].append((operation, envelope, ground))
        }
        for group in bySpace.values {
            for (item, isStored) in zip(group, await store(group)) where isStored {
                item.0.rememberLoaded(loaded[item.0.key], item.1)
            }
        }
        return results.merging(loaded) { _, new in new }
    }

    /// Stores what was loaded; without a store it is for memory alone.
    private func store(_ group: [(ReadOperation<Value>, Envelope, RemoteGround?)]) async -> [Bool] {
        guard let space = group.first?.0.space, let session = space.session, let ground = group.first?.2 else {
            return group.map { _ in true }
        }
        do throws(CacheError) {
            var writes: [RemoteWrite] = []
            for (operation, envelope, own) in group { writes.append(try operation.write(envelope, own ?? ground)) }
            let all = writes
            let stored = try await session.call { store throws(CacheError) in
                try await store.store(all, on: ground.names.incarnation.identity)
            }
            for (write, isStored) in zip(all, stored) {
                space.meter.store(bytes: write.value.count, stored: isStored)
            }
            return stored
        } catch {
            space.meter.error(error.code)
            return group.map { _ in false }
        }
    }
}
