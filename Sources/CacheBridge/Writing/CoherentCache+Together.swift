import MigratorSystem
import Synchronization

extension CoherentCache {
    /// Makes events true in the caches that were committed some time ago: what several of them make stale is replaced
    /// once, and their messages go together.
    ///
    /// - Throws: `CacheError`, if the store is not there; then all of them must be delivered again.
    package func deliver(together events: [InvalidationEvent]) async throws(CacheError) {
        guard let last = events.max(by: { $0.id < $1.id }) else { return }
        // Before any value of the new state can be stored, as for a single one.
        try? await noteLast(last)
        let runs = Set(events.map(\.uuid))
        var failure: CacheError?
        for (name, stale) in stale(by: events).sorted(by: { $0.key < $1.key }) {
            do throws(CacheError) {
                try await replace(name, stale, runs)
            } catch {
                failure = failure ?? error
            }
        }
        for event in events { bus.hear(event) }
        if let failure { throw failure }
        guard let session = sessions.first else { return }
        var messages: [[UInt8]] = []
        for event in events { messages.append(try event.json()) }
        let reached = try await session.call { store throws(CacheError) in
            try await store.publish(messages, on: configuration.channel.name)
        }
        if reached > session.subscriptions.load(ordering: .acquiring) {
            session.lastReached.store(clock.now, ordering: .releasing)
        }
        // Not before the messages: a process that finds a mark takes the event as delivered.
        try? await noteTold(events)
        try? await session.call { store throws(CacheError) in
            try await store.append(messages, to: configuration.channel.stream, limit: InvalidationChannel.streamLimit)
        }
    }

    /// The stale part of a namespace.
    private struct Stale {
        var isWhole = false
        var entities: Set<ExactText> = []
    }

    private func stale(by events: [InvalidationEvent]) -> [String: Stale] {
        var found: [String: Stale] = [:]
        for event in events {
            for name in Self.affected(by: event, spaces, configuration.dependencies) {
                if event.entities.isEmpty { found[name, default: Stale()].isWhole = true }
                found[name, default: Stale()].entities.formUnion(event.entities.map(ExactText.init))
            }
        }
        return found
    }

    /// Stores fresh tokens, and removes the fences that the runs still have there.
    private func replace(_ name: String, _ stale: Stale, _ runs: Set<String>) async throws(CacheError) {
        let space = try space(of: name)
        guard let session = space.remote, !space.isContentAddressed else { return }
        try await session.named { store, names throws(CacheError) in
            let identity = names.incarnation.identity
            let tokens =
                (stale.isWhole ? [names.token(of: name)] : [])
                + stale.entities.sorted().map { names.token(of: $0.text, in: name) }
            var fencing: Set<String> = []
            for value in try await store.values(of: tokens, on: identity) {
                guard case .fenced(let mark) = TokenState(value) else { continue }
                fencing.formUnion(mark.owners.map(\.run))
            }
            for run in runs.intersection(fencing).map({ $0 as String? }) + [nil] {
                _ = try await store.replace(
                    TokenReplacement(
                        tokens: tokens.map { FreshToken(name: $0) },
                        run: run,
                        onlyOwnFence: run != nil,
                        lifetime: space.tokenLifetime,
                        identity: identity
                    )
                )
            }
        }
    }
}
