extension ReadOperation {
    /// Reads a value from disk if the database is what it was when the value was loaded.
    func readDisk(
        _ disk: DiskStore,
        _ source: any DiskWitness,
        _ load: () async throws -> Value?
    ) async throws -> Value? {
        // Taken before the load: an older witness beside a newer value costs a miss, never the other way round.
        guard let witness = await source.witness(of: space.namespace) else {
            space.meter.miss()
            return try await loadDirectly(load)
        }
        let fingerprint = cache.configuration.fingerprint
        let name = "\(fingerprint)/\(key.storageText)"
        let full = "\(key.namespace):{\(fingerprint)}:\(key.text)"
        if let bytes = await disk.read(name, namespace: key.namespace),
            let envelope = cache.open(bytes, as: full, in: space), envelope.stamp == witness.bytes,
            cache.clock.wall < envelope.expires, let value = decoded(envelope)
        {
            space.meter.hit(.disk, bytes: bytes.count, nanoseconds: cache.clock.now - began)
            remember(value, envelope)
            return value
        }
        space.meter.miss()
        return try await loadAndStore(load) { envelope in
            var envelope = envelope
            envelope.key = full
            envelope.stamp = witness.bytes
            if let bytes = try? cache.coder.seal(envelope) {
                if await cache.write(bytes, under: name, in: space, on: disk) {
                    space.meter.store(bytes: bytes.count, stored: true)
                }
            }
            return true
        }
    }
}

extension CoherentCache {
    /// Writes a value to disk; a disk that is full or cannot be written to is counted, and costs later misses.
    func write(_ bytes: [UInt8], under name: String, in space: Space, on disk: DiskStore) async -> Bool {
        do throws(CacheError) {
            return try await disk.write(name, namespace: space.namespace.name, bytes)
        } catch {
            space.meter.error(error.code)
            return false
        }
    }
}
