import MigratorSystem

/// A process's turn among those that tell a store what waits for it.
package struct DrainTurn: Sendable {
    let owner: Token
    let name: String
}

extension CoherentCache {
    /// The time after which a turn ends by itself: a process that is stopped delays others no longer than this.
    package static let turnLifetime = Duration.seconds(2)

    /// Waits until no other process tells the store of waiting events, or the one that does has been stopped for too
    /// long.
    ///
    /// Turns save work, and nothing depends on them: where two processes have one, both tell the same, which costs
    /// misses. Turns are kept in the store and not in the database, so that a process that is stopped holds no lock
    /// there.
    ///
    /// - Returns: The turn; `nil` if another process has taken longer than a turn lasts, or there is no store.
    /// - Throws: `CacheError`, if the store is not there.
    package func takeTurn() async throws(CacheError) -> DrainTurn? {
        guard let session = sessions.first else { return nil }
        let owner = Token()
        let end = clock.now + Self.turnLifetime.nanoseconds
        while true {
            let (name, isFree) = try await session.named { store, names throws(CacheError) in
                let name = names.drain
                return (name, try await store.acquire(name, owner: owner, lifetime: Self.turnLifetime))
            }
            if isFree { return DrainTurn(owner: owner, name: name) }
            guard clock.now < end, (try? await clock.sleep(for: .milliseconds(50))) != nil else { return nil }
        }
    }

    /// Ends a turn; one that cannot be ended ends by itself.
    package func end(_ turn: DrainTurn) async {
        guard let session = sessions.first else { return }
        try? await session.call { store throws(CacheError) in
            try await store.release(turn.name, owner: turn.owner)
        }
    }
}
