import MigratorSystem

extension ReadOperation {
    /// How long one process may load before another does so too.
    private var lockLifetime: Duration { .seconds(10) }
    /// How long others wait for its value before they load themselves: the other process may have been stopped.
    private var patience: Duration { .seconds(2) }

    /// Where another process loads the same, waits until its value is there; `nil` if this one must load.
    ///
    /// The lock is advice: when it ends by itself two processes load, and both are right.
    func waitForOtherProcess(_ ground: RemoteGround, _ session: RemoteSession) async throws -> Value?? {
        let name = ground.names.lock(of: key, under: ground.bare)
        let identity = ground.names.incarnation.identity
        let end = cache.clock.now + patience.nanoseconds
        var pause = Duration.milliseconds(5)
        while cache.clock.now < end {
            let found = try? await session.call { store throws(CacheError) in
                try await store.values(of: [name], on: identity)
            }
            guard let lock = found?.first, lock != nil else { return nil }
            try await cache.clock.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(100))
            switch await cache.lookUp([key], in: space, session: session).first {
            case .hit(let envelope, let bytes) where envelope.tokens == ground.bare:
                guard let value = decoded(envelope) else { return nil }
                space.meter.hit(.remote, bytes: bytes, nanoseconds: cache.clock.now - began)
                remember(value, envelope)
                return value
            case .miss(let now) where now.bare == ground.bare: continue
            default: return nil
            }
        }
        return nil
    }

    /// Holds the lock of a key while it is loaded, where the namespace asks for it.
    func withLock(
        _ ground: RemoteGround,
        _ session: RemoteSession,
        _ body: () async throws -> Value?
    ) async throws -> Value? {
        guard space.namespace.hasSingleLoader else { return try await body() }
        let name = ground.names.lock(of: key, under: ground.bare)
        let owner = Token()
        let lifetime = lockLifetime
        let isHeld = try? await session.call { store throws(CacheError) in
            try await store.acquire(name, owner: owner, lifetime: lifetime)
        }
        if isHeld == false, let value = try await waitForOtherProcess(ground, session) { return value }
        let result: Result<Value?, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        if isHeld == true {
            try? await session.call { store throws(CacheError) in try await store.release(name, owner: owner) }
        }
        return try result.get()
    }
}
