import MigratorSystem
import Synchronization

extension CoherentCache {
    /// Puts up a fence, just before COMMIT, or before the first statement of what runs outside a transaction.
    ///
    /// To be called again, in good time, by what runs longer than the lifetime: it moves the end on.
    ///
    /// - Parameters:
    ///   - namespaces: What is about to become stale.
    ///   - entities: For namespaces that are invalidated by entity: which; empty for all.
    ///   - run: A name that no other run has: letters, digits and `-`.
    ///   - lifetime: Longer than the longest transaction that may follow.
    /// - Returns: The fence, for ``lift(_:)``.
    /// - Throws: `CacheError`, if the store is not there: then staleness is bounded by polling and by the time to live.
    public func fence(
        _ namespaces: [Namespace],
        entities: [String] = [],
        run: String,
        lifetime: Duration = .seconds(900)
    ) async throws(CacheError) -> CacheFence {
        await queue.flush()
        return try await putUp(namespaces, entities: entities, run: run, lifetime: lifetime)
    }

    /// Puts up a fence before everything that ``deliver(_:run:)`` will make stale for an event.
    ///
    /// - Parameters:
    ///   - event: The change that is about to happen; its row need not be there yet.
    ///   - run: A name that no other run has; the event's own, so that the process that delivers it in the end lifts
    ///     the fence.
    ///   - lifetime: Longer than the longest transaction that may follow.
    /// - Returns: The fence, for ``lift(_:)``.
    /// - Throws: `CacheError`, if the store is not there.
    public func fence(
        for event: InvalidationEvent,
        run: String,
        lifetime: Duration = .seconds(900)
    ) async throws(CacheError) -> CacheFence {
        let names = Self.affected(by: event, spaces, configuration.dependencies)
        let namespaces = names.compactMap { spaces[$0]?.namespace }
        return try await fence(namespaces, entities: event.entities, run: run, lifetime: lifetime)
    }

    /// Puts up a fence and leaves what is queued alone: a write that is being flushed does so itself.
    func putUp(
        _ namespaces: [Namespace],
        entities: [String],
        run: String,
        lifetime: Duration
    ) async throws(CacheError) -> CacheFence {
        var before: [String: TokenState] = [:]
        for namespace in namespaces {
            let space = try space(of: namespace.name)
            guard let session = space.remote, !space.isContentAddressed else { continue }
            let found = try await session.named { store, names throws(CacheError) in
                let own = Self.tokenNames(namespace.name, entities, names)
                let identity = names.incarnation.identity
                let found = try await store.fence(own, run: run, lifetime: lifetime, on: identity)
                return Array(zip(own, found.map { TokenState($0) }))
            }
            before.merge(found) { _, new in new }
        }
        return CacheFence(run: run, namespaces: namespaces, entities: entities, lifetime: lifetime, before: before)
    }

    /// Takes a fence away after ROLLBACK; fences of others stay.
    ///
    /// - Throws: `CacheError`, if the store is not there; then the fence ends with its time.
    public func lift(_ fence: CacheFence) async throws(CacheError) {
        for namespace in fence.namespaces {
            _ = try await replace(namespace.name, entities: fence.entities, run: fence.run, onlyOwnFence: true)
        }
    }

    /// Takes a run's fences away that ``fence(for:run:lifetime:)`` put up, all or some of them; fences of others stay.
    ///
    /// - Throws: `CacheError`, if the store is not there; then the fences end with their time.
    public func lift(for event: InvalidationEvent, run: String) async throws(CacheError) {
        for name in Self.affected(by: event, spaces, configuration.dependencies) {
            _ = try await replace(name, entities: event.entities, run: run, onlyOwnFence: true)
        }
    }

    /// Makes an event true in the caches, after COMMIT.
    ///
    /// Fresh tokens first, then the memory of this process, then one message to the others. Twice, late or out of order
    /// costs misses and nothing else.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - run: The run whose fences go with it.
    /// - Throws: `CacheError`, if the store is not there; then the event must be delivered again. One without a row in
    ///   the outbox is remembered, and told with the next drain.
    public func deliver(_ event: InvalidationEvent, run: String? = nil) async throws(CacheError) {
        do throws(CacheError) {
            try await tell(event, run)
        } catch {
            if event.id == 0 { owe(event) }
            throw error
        }
    }

    private func tell(_ event: InvalidationEvent, _ run: String?) async throws(CacheError) {
        // Before any value of the new state can be stored: a database that lacks the event is then known to be older.
        try? await noteLast(event)
        let affected = Self.affected(by: event, spaces, configuration.dependencies)
        var failure: CacheError?
        for name in affected {
            do throws(CacheError) {
                _ = try await replace(name, entities: event.entities, run: run, onlyOwnFence: false)
            } catch {
                failure = failure ?? error
            }
        }
        // After the tokens: what is fetched from now on is fetched under the new ones.
        bus.hear(event)
        if let failure { throw failure }
        guard let session = sessions.first else { return }
        let message = try event.json()
        let reached = try await session.call { store throws(CacheError) in
            try await store.publish(message, on: configuration.channel.name)
        }
        if reached > session.subscriptions.load(ordering: .acquiring) {
            session.lastReached.store(clock.now, ordering: .releasing)
        }
        // Not before the message: a process that finds the mark takes the event as delivered.
        try? await noteTold([event])
        try? await session.call { store throws(CacheError) in
            try await store.append(message, to: configuration.channel.stream, limit: InvalidationChannel.streamLimit)
        }
    }

    /// Waits until what was delivered is complete: one lease, if another process may keep values in memory.
    ///
    /// - Throws: `CancellationError`.
    public func awaitCompletion() async throws {
        guard let session = sessions.first, await mayHaveListeners(session) else { return }
        try await clock.sleep(for: settings.lease)
    }

    /// Whether other processes may trust their memory: those that a message has just reached, those that have shown
    /// their presence, and those that listened to the store before it was started.
    ///
    /// Presence is not enough: `FLUSHALL` makes the store forget it, and the store's clock can be moved. Nor is it
    /// enough which processes were reached, as a connection may have broken unnoticed.
    private func mayHaveListeners(_ session: RemoteSession) async -> Bool {
        let lease = settings.lease
        let lastReached = session.lastReached.load(ordering: .acquiring)
        guard lastReached == .min || clock.now - lastReached > lease.nanoseconds else { return true }
        do throws(CacheError) {
            let shown = try await session.named { store, names throws(CacheError) in
                try await store.beat(names.subscribers, member: nil, window: lease * 2)
            }
            guard shown.allSatisfy({ $0 == subscriber }) else { return true }
            return try await session.call { store throws(CacheError) in try await store.uptime() } < lease
        } catch {
            // A store that cannot be asked may have listeners.
            return true
        }
    }

    /// Replaces the tokens of a namespace, or of its entities, by fresh ones.
    @discardableResult
    func replace(
        _ namespace: String,
        entities: [String],
        run: String?,
        onlyOwnFence: Bool
    ) async throws(CacheError) -> [(FreshToken, TokenReplacement.Outcome)] {
        let space = try space(of: namespace)
        guard let session = space.remote, !space.isContentAddressed else { return [] }
        return try await session.named { store, names throws(CacheError) in
            let fresh = Self.tokenNames(namespace, entities, names).map { FreshToken(name: $0) }
            let outcomes = try await store.replace(
                TokenReplacement(
                    tokens: fresh,
                    run: run,
                    onlyOwnFence: onlyOwnFence,
                    lifetime: space.tokenLifetime,
                    identity: names.incarnation.identity
                )
            )
            return Array(zip(fresh, outcomes))
        }
    }

    static func tokenNames(_ namespace: String, _ entities: [String], _ names: StoreNames) -> [String] {
        entities.isEmpty
            ? [names.token(of: namespace)]
            : entities.map { names.token(of: $0, in: namespace) }
    }

    /// The namespaces that an event makes stale.
    static func affected(
        by event: InvalidationEvent,
        _ spaces: [String: Space],
        _ dependencies: NamespaceDependencies
    ) -> [String] {
        event.stale(of: spaces.values.lazy.map(\.namespace), dependencies)
    }

    /// Makes memory forget what an event made stale.
    static func drop(
        _ event: InvalidationEvent,
        spaces: [String: Space],
        dependencies: NamespaceDependencies,
        memory: MemoryStore
    ) {
        for name in affected(by: event, spaces, dependencies) {
            guard let space = spaces[name] else { continue }
            space.meter.invalidation()
            if event.entities.isEmpty {
                space.cell.raise()
            } else {
                for entity in event.entities { memory.drop(entity: entity, in: name) }
            }
        }
    }
}
