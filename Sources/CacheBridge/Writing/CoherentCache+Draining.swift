import MigratorSystem
import Synchronization

/// A drain that is under way: how doubtful each store was when it began.
package struct StoreDrain: Sendable {
    fileprivate let doubts: [Int]
}

extension CoherentCache {
    /// How long a store remembers its position in the outbox: longer than any entry lives.
    private static let memory = Duration.seconds(30 * 86_400)
    /// How long a store remembers that it was told of a single event.
    private static let markLifetime = Duration.seconds(86_400)

    // MARK: For the code that drains

    /// Expects drains from now on: the stores are not read before one is done, nor after a failure until the next one
    /// is done.
    ///
    /// - Parameter wakeUp: Is rung when there is something to drain.
    package func expectDrains(waking wakeUp: WakeUp? = nil) {
        // Rings before the bell was connected have reached no task.
        if let wakeUp, bell.connect(wakeUp), awaitsDrain { wakeUp.ring() }
        guard !isDrained.exchange(true, ordering: .acquiringAndReleasing) else { return }
        for session in sessions { session.health.doubt() }
        bus.observe { [bell] event in
            // The process that told this one may have told another store.
            if event.id > 0 { bell.ring() }
        }
    }

    /// Whether a store answers that nothing is read from before it is drained.
    package var awaitsDrain: Bool { sessions.contains { $0.health.awaitsDrain } }

    /// How far in the outbox the store was told of everything; `nil` if it does not know.
    ///
    /// - Throws: `CacheError`, if the store is not there.
    package func toldPosition() async throws(CacheError) -> Int64? {
        guard let session = sessions.first else { return nil }
        let found = try await session.named { store, names throws(CacheError) in
            try await store.values(of: [names.told], on: names.incarnation.identity).first
        }
        guard let found, let bytes = found else { return nil }
        return Int64(String(decoding: bytes, as: UTF8.self))
    }

    /// Begins a drain, before the outbox is looked at; `nil` while a store does not answer.
    package func beginDrain() -> StoreDrain? {
        let doubts = sessions.compactMap { $0.health.beginDrain() }
        return doubts.count == sessions.count && !doubts.isEmpty ? StoreDrain(doubts: doubts) : nil
    }

    /// The events that the store was not told of, as far as it remembers; their order stays.
    ///
    /// - Throws: `CacheError`, if the store is not there.
    package func untold(_ events: [InvalidationEvent]) async throws(CacheError) -> [InvalidationEvent] {
        guard let session = sessions.first, !events.isEmpty else { return [] }
        let marks = try await session.named { store, names throws(CacheError) in
            try await store.values(of: events.map { names.told($0.uuid) }, on: names.incarnation.identity)
        }
        return zip(events, marks).filter { $0.1 == nil }.map(\.0)
    }

    /// Makes everything stale that the store holds, if there is anything: it is not known which changes the store has
    /// missed.
    ///
    /// - Throws: `CacheError`, if the store is not there.
    package func forgetStored() async throws(CacheError) {
        let coherent = spaces.values.filter { $0.remote != nil && !$0.isContentAddressed }
        var isEmpty = true
        for space in coherent where isEmpty {
            guard let session = space.remote else { continue }
            let name = space.namespace.name
            let token = try await session.named { store, names throws(CacheError) in
                try await store.values(of: [names.token(of: name)], on: names.incarnation.identity).first
            }
            isEmpty = token == .some(nil)
        }
        // Without a token nothing counts, and what comes under a new one is loaded from now on.
        guard !isEmpty else { return }
        try await deliver(clearing(coherent.map(\.namespace.name).sorted()))
    }

    /// Ends a drain: the store knows from now on how far it was told, and is trusted unless it failed meanwhile.
    ///
    /// - Throws: `CacheError`, if the store is not there.
    package func endDrain(_ drain: StoreDrain, at position: Int64) async throws(CacheError) {
        try await payDebts()
        if let session = sessions.first {
            do throws(CacheError) {
                try await session.named { store, names throws(CacheError) in
                    let value = (name: names.told, value: Array(String(position).utf8))
                    try await store.storeContent([value], lifetime: Self.memory)
                }
            } catch {
                // A full store answers, and knows what it knew before.
                guard error.code == .outOfMemory else { throw error }
            }
        }
        for (session, doubts) in zip(sessions, drain.doubts) { session.health.endDrain(doubts) }
    }

    /// Makes the store remember that it was told of events.
    func noteTold(_ events: [InvalidationEvent]) async throws(CacheError) {
        let events = events.filter { $0.id > 0 }
        guard let session = sessions.first, !events.isEmpty else { return }
        try await session.named { store, names throws(CacheError) in
            let marks = events.map { (name: names.told($0.uuid), value: Array("1".utf8)) }
            try await store.storeContent(marks, lifetime: Self.markLifetime)
        }
    }

    // MARK: For readers

    /// Whether what a store holds may be used; after a failure one reader at a time sees whether it answers again.
    func mayRead(_ session: RemoteSession) async -> Bool {
        guard !session.health.isTrusted else { return true }
        do throws(CacheError) {
            if session.health.isFailing { try await session.refresh() }
            guard !isDrained.load(ordering: .acquiring) else { return false }
            return try await settle(session)
        } catch {
            return false
        }
    }

    /// Makes everything stale that a store holds, for a cache without drains.
    private func settle(_ session: RemoteSession) async throws(CacheError) -> Bool {
        guard let doubts = session.health.beginDrain() else { return false }
        // Before the tokens: what is owed from now on was written behind them.
        let owed = debts.all
        for space in spaces.values where space.remote === session && !space.isContentAddressed {
            try await replace(space.namespace.name, entities: [], run: nil, onlyOwnFence: false)
        }
        for (name, debt) in owed where spaces[name]?.remote === session { debts.pay(name, debt) }
        session.health.endDrain(doubts)
        return session.health.isTrusted
    }

    // MARK: Writes that could not be told of

    /// Remembers what an event without a row in the outbox makes stale: no other process can tell of it.
    func owe(_ event: InvalidationEvent) {
        for name in Self.affected(by: event, spaces, configuration.dependencies) {
            if event.entities.isEmpty { debts.owe(name, nil) }
            for entity in event.entities { debts.owe(name, entity) }
            // The next drain pays.
            spaces[name]?.remote?.health.doubt()
        }
    }

    /// Makes stale what this process wrote while the store was away, in the memory of others too: their way to the
    /// store may have been open.
    private func payDebts() async throws(CacheError) {
        for (name, debt) in debts.all {
            let isWhole = debt.keys.contains(nil)
            let entities = isWhole ? [] : debt.keys.compactMap { $0 }.sorted().map(\.text)
            try await deliver(clearing([name], entities: entities))
            debts.pay(name, debt)
        }
    }
}
