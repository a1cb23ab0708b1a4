import MigratorSystem

extension ReadOperation {
    /// Loads once for all callers that ask for the same key under the same tokens, and stores the value.
    func loadOnGround(
        _ ground: RemoteGround,
        _ session: RemoteSession,
        _ load: () async throws -> Value?
    ) async throws -> Value? {
        space.meter.miss()
        do {
            return try await shared(under: ground.bare) {
                try await withLock(ground, session) {
                    try await loadAndStore(load) { envelope in await store(envelope, ground, session) }
                }
            }
        } catch {
            guard !(error is CancellationError), let value = await standIn(ground, session) else { throw error }
            space.meter.count { $0.staleAnswers += 1 }
            return value
        }
    }

    /// Loads before the entry's time is up; if that fails the entry still counts.
    func loadEarly(
        _ envelope: Envelope,
        _ session: RemoteSession,
        _ value: Value?,
        _ load: () async throws -> Value?
    ) async throws -> Value? {
        guard let ground = await ground(of: envelope, session) else { return value }
        space.meter.count { $0.earlyLoads += 1 }
        do {
            return try await shared(under: ground.bare) {
                try await loadAndStore(load) { envelope in await store(envelope, ground, session) }
            }
        } catch {
            guard !(error is CancellationError) else { throw error }
            return value
        }
    }

    /// The tokens that an envelope was valid under when it was fetched.
    func ground(of envelope: Envelope, _ session: RemoteSession) async -> RemoteGround? {
        guard let names = try? await session.names() else { return nil }
        let tokens = zip(names.tokens(of: key), envelope.tokens).map { FreshToken(name: $0, token: $1) }
        return RemoteGround(names: names, tokens: tokens)
    }

    /// Joins the load of the same key under the same tokens, or leads it.
    func shared(under tokens: [Token], _ body: () async throws -> Value?) async throws -> Value? {
        let flightKey = FlightKey(key, tokens: tokens, note: note)
        while true {
            let (flight, leads) = cache.flights.join(flightKey)
            guard !leads else {
                do {
                    let value = try await body()
                    cache.flights.land(flight, flightKey, .value(value))
                    return value
                } catch {
                    let isOwn = error is CancellationError || Task.isCancelled
                    cache.flights.land(flight, flightKey, isOwn ? .abandoned : .failure(error))
                    throw error
                }
            }
            space.meter.count { $0.joined += 1 }
            switch try await flight.wait() {
            case .value(let value?): if let value = value as? Value { return value }
            case .value(nil): return nil
            case .failure(let error): throw error
            case .abandoned: continue
            }
            return try await body()
        }
    }

    /// Loads a value, hands it on as an envelope, and remembers it if that says so.
    func loadAndStore(
        _ load: () async throws -> Value?,
        keep: (Envelope) async -> Bool
    ) async throws -> Value? {
        let started = cache.clock.now
        let value = try await loadDirectly(load)
        let delta = cache.clock.now - started
        if let envelope = envelope(of: value, delta: delta), await keep(envelope) {
            rememberLoaded(value, envelope)
        }
        return value
    }

    /// The envelope of a loaded value; `nil` if the value has no bytes.
    func envelope(of value: Value?, delta: Int64) -> Envelope? {
        // An empty list counts as no value: the rows that are missing now may soon be there, so it has the shorter time
        // to live. An empty text is a value of its own, though a text is a collection to Swift.
        let isNegative = value.map { ($0 as? any Collection)?.isEmpty == true && !($0 is String) } ?? true
        let life = isNegative ? space.namespace.negativeTimeToLive : space.namespace.timeToLive
        let created = cache.clock.wall
        do {
            let bytes = try value.map { try format.encode($0) }
            let expires = created + life.milliseconds
            return Envelope(key: "", created: created, expires: expires, delta: delta, value: bytes)
        } catch {
            space.meter.error(.encodingFailed)
            return nil
        }
    }

    /// Puts what was just loaded into memory.
    func rememberLoaded(_ value: Value?, _ envelope: Envelope) {
        let now = cache.clock.now
        let life = Duration.milliseconds(envelope.expires - envelope.created).nanoseconds
        remember(value, size: envelope.value?.count ?? 0, now: now, expires: now &+ life, delta: envelope.delta)
    }

    /// The write of an envelope, under the tokens noted before the load.
    func write(_ envelope: Envelope, _ ground: RemoteGround) throws(CacheError) -> RemoteWrite {
        var envelope = envelope
        envelope.key = ground.names.full(of: key)
        envelope.tokens = ground.bare
        let life = Duration.milliseconds(envelope.expires - envelope.created)
        return RemoteWrite(
            name: ground.names.value(of: key),
            value: try cache.coder.seal(envelope),
            lifetime: space.lifetime(life),
            tokens: ground.tokens
        )
    }

    /// Stores an envelope if its tokens are the same as before the load; a failure costs a later miss.
    func store(_ envelope: Envelope, _ ground: RemoteGround, _ session: RemoteSession) async -> Bool {
        do throws(CacheError) {
            let write = try write(envelope, ground)
            let stored = try await session.call { store throws(CacheError) in
                try await store.store([write], on: ground.names.incarnation.identity)
            }
            space.meter.store(bytes: write.value.count, stored: stored == [true])
            return stored == [true]
        } catch {
            space.meter.error(error.code)
            return false
        }
    }

    /// An entry past its time, if the namespace allows it and nothing was invalidated since it was stored.
    private func standIn(_ ground: RemoteGround, _ session: RemoteSession) async -> Value?? {
        guard let envelope = ground.expired, space.namespace.staleOnError > .zero,
            cache.clock.wall < envelope.expires + space.namespace.staleOnError.milliseconds
        else { return nil }
        // Asked again: an invalidation may have come while loading failed.
        guard case .miss(let now) = await cache.lookUp([key], in: space, session: session).first,
            now.bare == ground.bare
        else { return nil }
        return decoded(envelope)
    }
}
