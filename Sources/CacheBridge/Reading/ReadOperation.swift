import MigratorSystem

/// One read that memory did not answer: the store, then the disk, then a load.
struct ReadOperation<Value: Sendable> {
    let cache: CoherentCache
    let space: Space
    let key: CacheKey
    let format: RecordFormat<Value>
    /// The state of the key's namespace and entity in memory before anything was fetched.
    let note: MemoryNote
    let began: Int64

    init(cache: CoherentCache, space: Space, key: CacheKey, format: RecordFormat<Value>) {
        self.cache = cache
        self.space = space
        self.key = key
        self.format = format
        began = cache.clock.now
        note = cache.memory.note(key, space.cell)
    }

    func run(_ load: () async throws -> Value?) async throws -> Value? {
        if space.isContentAddressed { return try await readContent(load) }
        guard let session = space.session else { return try await readLocally(load) }
        switch await cache.lookUp([key], in: space, session: session).first {
        case .hit(let envelope, let bytes):
            guard let value = decoded(envelope) else {
                guard let ground = await ground(of: envelope, session) else { return try await loadDirectly(load) }
                return try await loadOnGround(ground, session, load)
            }
            space.meter.hit(.remote, bytes: bytes, nanoseconds: cache.clock.now - began)
            remember(value, envelope)
            guard isEarlyLoadDue(envelope) else { return value }
            return try await loadEarly(envelope, session, value, load)
        case .miss(let ground): return try await loadOnGround(ground, session, load)
        case .fenced:
            space.meter.bypass()
            return try await loadDirectly(load)
        case .unavailable, nil:
            try Task.checkCancellation()
            return try await readLocally(load)
        }
    }

    /// Reads without a store: from disk, or once for all callers in this process.
    private func readLocally(_ load: () async throws -> Value?) async throws -> Value? {
        if space.usesDisk, let disk = cache.configuration.disk, let witness = cache.configuration.witness {
            return try await readDisk(disk, witness, load)
        }
        space.meter.miss()
        // A process that cannot hear invalidations must not share a load: the load may have begun before one.
        guard cache.bus.trust.covers(began, entities: space.isPerEntity) else { return try await loadDirectly(load) }
        return try await shared(under: []) {
            try await loadAndStore(load) { _ in true }
        }
    }

    /// Loads for the caller alone and stores nothing.
    func loadDirectly(_ load: () async throws -> Value?) async throws -> Value? {
        let started = cache.clock.now
        do {
            let value = try await load()
            space.meter.load(nanoseconds: cache.clock.now - started)
            return value
        } catch {
            if !(error is CancellationError) { space.meter.loadFailure() }
            throw error
        }
    }

    private func isEarlyLoadDue(_ envelope: Envelope) -> Bool {
        let remaining = Duration.milliseconds(envelope.expires - cache.clock.wall).nanoseconds
        return cache.isEarlyLoadDue(remaining, envelope.delta, space)
    }

    /// The value of an envelope; `nil` if its bytes are not what the format says, `.some(nil)` if it says there is none.
    func decoded(_ envelope: Envelope) -> Value?? {
        guard let bytes = envelope.value else { return .some(nil) }
        do {
            return .some(try format.decode(bytes))
        } catch {
            space.meter.error(.unreadable)
            return nil
        }
    }

    /// Puts what was fetched into memory, for the time that it has left.
    func remember(_ value: Value?, _ envelope: Envelope) {
        let now = cache.clock.now
        // Not longer than a whole time to live from here, even where the clocks of two machines differ.
        let left = min(Duration.milliseconds(envelope.expires - cache.clock.wall).nanoseconds, space.timeToLive)
        remember(value, size: envelope.value?.count ?? 0, now: now, expires: now &+ left, delta: envelope.delta)
    }

    func remember(_ value: Value?, size: Int, now: Int64, expires: Int64, delta: Int64) {
        // An entry that may not be used should take no room.
        guard space.usesMemory,
            space.isContentAddressed || cache.bus.trust.covers(now, entities: space.isPerEntity)
        else { return }
        let cost = value.map { format.cost?($0) ?? size } ?? 0
        let entry = MemoryEntry(
            value: value,
            cost: cost + key.text.utf8.count + MemoryStore.overhead,
            expires: expires,
            staleUntil: expires &+ space.namespace.staleOnError.nanoseconds,
            delta: delta,
            cell: space.cell,
            generation: note.generation
        )
        cache.memory.insert(key, entry, note, now: now)
    }
}
