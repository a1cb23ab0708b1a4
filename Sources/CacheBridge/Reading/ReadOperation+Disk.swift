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
                await disk.write(name, namespace: key.namespace, bytes)
                space.meter.store(bytes: bytes.count, stored: true)
            }
            return true
        }
    }
}
