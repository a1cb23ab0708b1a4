import MigratorSystem

extension CoherentCache {
    /// Stores a status, such as which revisions are applied, unless a newer one is there.
    ///
    /// It is shown and never relied on: code that must be exact asks the database.
    ///
    /// - Parameters:
    ///   - bytes: The status.
    ///   - order: A number that grows with each status, such as the outbox's last id; `nil` replaces any status that is
    ///     there.
    ///   - key: Its key, made from the normalised target, the version table and the expected heads.
    public func storeStatus(_ bytes: [UInt8], order: UInt64?, for key: CacheKey) async {
        guard let space = spaces[key.namespace], space.isEnabled else { return }
        let created = clock.wall
        var envelope = Envelope(
            key: statusName(key),
            created: created,
            expires: created + space.namespace.timeToLive.milliseconds,
            value: bytes
        )
        if let disk = configuration.disk, space.usesDisk { await store(envelope, order, key, in: space, on: disk) }
        guard let session = space.session else { return }
        do throws(CacheError) {
            try await session.named { store, names throws(CacheError) in
                envelope.key = names.status(of: key)
                let sealed = try self.coder.seal(envelope)
                var stored = true
                if let order {
                    stored = try await store.storeNewer(
                        sealed,
                        under: envelope.key,
                        order: order,
                        lifetime: space.namespace.timeToLive,
                        on: names.incarnation.identity
                    )
                } else {
                    let value = (name: envelope.key, value: OrderedValue.prefix(0) + sealed)
                    try await store.storeContent([value], lifetime: space.namespace.timeToLive)
                }
                space.meter.store(bytes: sealed.count, stored: stored)
            }
        } catch {
            space.meter.error(error.code)
        }
    }

    /// On disk the order lies in the envelope's stamp.
    private func store(
        _ envelope: Envelope,
        _ order: UInt64?,
        _ key: CacheKey,
        in space: Space,
        on disk: DiskStore
    ) async {
        let name = envelope.key
        var envelope = envelope
        if let order {
            envelope.stamp = OrderedValue.prefix(order)
            if let bytes = await disk.read(name, namespace: key.namespace), let old = open(bytes, as: name, in: space),
                let stamp = OrderedValue.split(old.stamp), stamp.order > order
            {
                return
            }
        }
        guard let sealed = try? coder.seal(envelope) else { return }
        _ = await write(sealed, under: name, in: space, on: disk)
    }

    /// The status that was stored last.
    ///
    /// - Returns: Its bytes and when it was stored, in milliseconds since 1970; `nil` if there is none to be read.
    public func status(for key: CacheKey) async -> (bytes: [UInt8], storedAt: Int64)? {
        guard let space = spaces[key.namespace], space.isEnabled else { return nil }
        if let session = space.session {
            do throws(CacheError) {
                let (name, found) = try await session.named { store, names throws(CacheError) in
                    let name = names.status(of: key)
                    return (name, try await store.values(of: [name], on: names.incarnation.identity).first)
                }
                guard let found, let bytes = found, let ordered = OrderedValue.split(bytes) else { return nil }
                return read(ordered.value, as: name, in: space)
            } catch {
                space.meter.error(error.code)
            }
        }
        let name = statusName(key)
        guard let disk = configuration.disk, space.usesDisk,
            let bytes = await disk.read(name, namespace: key.namespace)
        else { return nil }
        return read(bytes, as: name, in: space)
    }

    private func read(_ bytes: [UInt8], as name: String, in space: Space) -> (bytes: [UInt8], storedAt: Int64)? {
        guard let envelope = open(bytes, as: name, in: space), clock.wall < envelope.expires,
            let value = envelope.value
        else { return nil }
        return (value, envelope.created)
    }

    private func statusName(_ key: CacheKey) -> String {
        "\(key.namespace):{\(configuration.fingerprint)}:s:\(key.text)"
    }
}
