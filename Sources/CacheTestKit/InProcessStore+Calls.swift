public import CacheBridge
import MigratorSystem

extension InProcessStore {
    /// The identity of this store.
    public func identify() async throws(CacheError) -> RemoteIdentity {
        try call { state in state.identity }
    }

    /// For how long this life has lasted.
    public func uptime() async throws(CacheError) -> Duration {
        let now = clock.wall
        return try call { state in .milliseconds(now - state.began) }
    }

    /// The values under names, in their order.
    public func values(of names: [String], on identity: RemoteIdentity?) async throws(CacheError) -> [[UInt8]?] {
        let now = clock.wall
        return try script(on: identity) { state in names.map { state.get($0, now: now) } }
    }

    /// Puts tokens where there is nothing.
    public func establish(
        _ tokens: [FreshToken],
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        let (now, limit) = (clock.wall, limit)
        return try script(on: identity) { state throws(CacheError) in
            var found: [[UInt8]?] = []
            for fresh in tokens {
                if state.get(fresh.name, now: now) == nil {
                    try state.set(fresh.name, fresh.token.text, lifetime: lifetime, now: now, limit: limit)
                }
                found.append(state.get(fresh.name, now: now))
            }
            return found
        }
    }

    /// Stores each value if all its tokens are what they were.
    public func store(_ writes: [RemoteWrite], on identity: RemoteIdentity) async throws(CacheError) -> [Bool] {
        let (now, limit) = (clock.wall, limit)
        return try script(on: identity) { state throws(CacheError) in
            var stored: [Bool] = []
            for write in writes {
                let isUnmoved = write.tokens.allSatisfy { state.get($0.name, now: now) == $0.token.text }
                if isUnmoved {
                    try state.set(write.name, write.value, lifetime: write.lifetime, now: now, limit: limit)
                }
                stored.append(isUnmoved)
            }
            return stored
        }
    }

    /// Stores a value unless the order of the one there is above its own.
    public func storeNewer(
        _ value: [UInt8],
        under name: String,
        order: UInt64,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> Bool {
        let (now, limit) = (clock.wall, limit)
        let order = OrderedValue.prefix(order)
        return try script(on: identity) { state throws(CacheError) in
            if let old = state.get(name, now: now), old.count >= 16, order.lexicographicallyPrecedes(old.prefix(16)) {
                return false
            }
            try state.set(name, order + value, lifetime: lifetime, now: now, limit: limit)
            return true
        }
    }

    /// Stores content-addressed values.
    public func storeContent(
        _ values: [(name: String, value: [UInt8])],
        lifetime: Duration
    ) async throws(CacheError) {
        let (now, limit) = (clock.wall, limit)
        try call { state throws(CacheError) in
            for (name, value) in values {
                try state.set(name, value, lifetime: lifetime, now: now, limit: limit)
            }
        }
    }

    /// Puts a run's fence in the place of tokens.
    public func fence(
        _ names: [String],
        run: String,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        let (now, limit) = (clock.wall, limit)
        return try script(on: identity) { state throws(CacheError) in
            var before: [[UInt8]?] = []
            for name in names {
                let old = state.get(name, now: now)
                let mark = FenceMark.adding(
                    run,
                    until: now + lifetime.milliseconds,
                    to: TokenState(old),
                    now: now
                )
                let left = Duration.milliseconds(mark.until - now)
                try state.set(name, mark.text, lifetime: left, now: now, limit: limit)
                before.append(old)
            }
            return before
        }
    }

    /// Puts fresh tokens in the place of others and of a run's fence.
    public func replace(_ replacement: TokenReplacement) async throws(CacheError) -> [TokenReplacement.Outcome] {
        let (now, limit) = (clock.wall, limit)
        return try script(on: replacement.identity) { state in
            replacement.tokens.map { fresh in
                var (isOwn, isShared, others): (Bool, Bool, FenceMark?) = (false, false, nil)
                if case .fenced(let mark) = TokenState(state.get(fresh.name, now: now)) {
                    isOwn = mark.owners.contains { $0.run == replacement.run }
                    isShared = mark.isShared
                    others = mark.removing(replacement.run, now: now)
                }
                if replacement.onlyOwnFence && !isOwn { return .untouched }
                if let others {
                    let left = Duration.milliseconds(others.until - now)
                    try? state.set(fresh.name, others.text, lifetime: left, now: now, limit: limit)
                    return .stillFenced
                }
                do {
                    let lifetime = replacement.lifetime
                    try state.set(fresh.name, fresh.token.text, lifetime: lifetime, now: now, limit: limit)
                    return isOwn && !isShared ? .undisturbed : .replaced
                } catch {
                    state.delete(fresh.name)
                    return .replaced
                }
            }
        }
    }

    /// Deletes names.
    public func remove(_ names: [String]) async throws(CacheError) {
        try call { state in
            for name in names { state.delete(name) }
        }
    }

    /// Takes a lock that ends by itself.
    public func acquire(_ name: String, owner: Token, lifetime: Duration) async throws(CacheError) -> Bool {
        let (now, limit) = (clock.wall, limit)
        return try call { state throws(CacheError) in
            guard state.get(name, now: now) == nil else { return false }
            try state.set(name, owner.text, lifetime: lifetime, now: now, limit: limit)
            return true
        }
    }

    /// Gives a lock back if it is still the owner's.
    public func release(_ name: String, owner: Token) async throws(CacheError) {
        let now = clock.wall
        try call { state in
            if state.get(name, now: now) == owner.text { state.delete(name) }
        }
    }
}
