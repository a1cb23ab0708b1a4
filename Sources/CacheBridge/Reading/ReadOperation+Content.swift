extension ReadOperation {
    /// Reads a value whose key is a digest of what it was made from: no tokens, and no invalidation.
    func readContent(_ load: () async throws -> Value?) async throws -> Value? {
        let name = ContentNames.value(of: key)
        let full = ContentNames.full(of: key)
        if let found = await remoteContent(name, full) { return found }
        let disk = cache.configuration.disk
        if let disk, let bytes = await disk.read(name, namespace: key.namespace),
            let envelope = cache.open(bytes, as: full, in: space), cache.clock.wall < envelope.expires,
            let value = decoded(envelope)
        {
            space.meter.hit(.disk, bytes: bytes.count, nanoseconds: cache.clock.now - began)
            remember(value, envelope)
            return value
        }
        space.meter.miss()
        return try await shared(under: []) {
            try await loadAndStore(load) { envelope in
                await storeContent(envelope, name, full, disk)
                return true
            }
        }
    }

    private func remoteContent(_ name: String, _ full: String) async -> Value?? {
        guard let session = space.session else { return nil }
        let found: [[UInt8]?]
        do throws(CacheError) {
            found = try await session.call { store throws(CacheError) in
                try await store.values(of: [name], on: nil)
            }
        } catch {
            space.meter.error(error.code)
            return nil
        }
        guard let first = found.first, let bytes = first, let envelope = cache.open(bytes, as: full, in: space),
            cache.clock.wall < envelope.expires, let value = decoded(envelope)
        else { return nil }
        space.meter.hit(.remote, bytes: bytes.count, nanoseconds: cache.clock.now - began)
        remember(value, envelope)
        return value
    }

    private func storeContent(_ envelope: Envelope, _ name: String, _ full: String, _ disk: DiskStore?) async {
        var envelope = envelope
        envelope.key = full
        do throws(CacheError) {
            let bytes = try cache.coder.seal(envelope)
            var isStored = space.session != nil
            if let session = space.session {
                let life = Duration.milliseconds(envelope.expires - envelope.created)
                try await session.call { store throws(CacheError) in
                    try await store.storeContent([(name: name, value: bytes)], lifetime: life)
                }
            }
            if let disk, await cache.write(bytes, under: name, in: space, on: disk) { isStored = true }
            if isStored { space.meter.store(bytes: bytes.count, stored: true) }
        } catch {
            space.meter.error(error.code)
        }
    }
}
