/// The answer of a store for a key.
enum RemoteFinding: Sendable {
    /// An entry that may be used.
    case hit(Envelope, bytes: Int)
    /// No entry that may be used; a load may be stored under these tokens.
    case miss(RemoteGround)
    /// A run is about to change the data that the entry comes from: load and store nothing.
    case fenced
    /// The store does not answer.
    case unavailable
}

/// The state of a store when a load began, which must be the same when the value is stored.
struct RemoteGround: Sendable {
    let names: StoreNames
    let tokens: [FreshToken]
    /// An entry under the same tokens whose time is over.
    var expired: Envelope?

    var bare: [Token] { tokens.map(\.token) }
}

extension CoherentCache {
    /// Asks the store for the tokens and the value of keys of one namespace, in one round trip.
    func lookUp(_ keys: [CacheKey], in space: Space, session: RemoteSession) async -> [RemoteFinding] {
        guard await mayRead(session) else { return keys.map { _ in .unavailable } }
        do throws(CacheError) {
            return try await session.named { store, names throws(CacheError) in
                let identity = names.incarnation.identity
                let all = keys.map { names.ofRead($0) }
                let tokens = TokenTable(all)
                let found = try await store.values(of: tokens.names + all.map(\.value), on: identity)
                guard found.count == tokens.names.count + all.count else {
                    throw CacheError(.unexpectedReply, "\(store.name) gave \(found.count) values for other names")
                }
                var states = found.prefix(tokens.names.count).map { TokenState($0) }
                try await self.establish(tokens.names, &states, in: space, store, identity)
                return all.indices.map { index in
                    let ground = Self.ground(all[index].tokens, tokens.indices[index].map { states[$0] }, names)
                    return self.judge(
                        found[tokens.names.count + index],
                        named: all[index].full,
                        in: space,
                        ground: ground
                    )
                }
            }
        } catch {
            space.meter.error(error.code)
            return keys.map { _ in .unavailable }
        }
    }

    /// Makes the tokens that are missing, with fresh bits; where several processes do so at once, the first one wins.
    func establish(
        _ names: [String],
        _ states: inout [TokenState],
        in space: Space,
        _ store: any RemoteStore,
        _ identity: RemoteIdentity
    ) async throws(CacheError) {
        let missing = states.indices.filter { states[$0] == .missing }
        guard !missing.isEmpty else { return }
        let fresh = missing.map { FreshToken(name: names[$0]) }
        let found = try await store.establish(fresh, lifetime: space.tokenLifetime, on: identity)
        for (index, bytes) in zip(missing, found) { states[index] = TokenState(bytes) }
    }

    /// The tokens of a key, if all of them are tokens.
    private static func ground(_ names: [String], _ states: [TokenState], _ all: StoreNames) -> RemoteGround? {
        var tokens: [FreshToken] = []
        for (name, state) in zip(names, states) {
            guard case .token(let token) = state else { return nil }
            tokens.append(FreshToken(name: name, token: token))
        }
        return RemoteGround(names: all, tokens: tokens)
    }

    /// Says what bytes are worth under these tokens.
    private func judge(
        _ bytes: [UInt8]?,
        named full: String,
        in space: Space,
        ground: RemoteGround?
    ) -> RemoteFinding {
        guard var ground else { return .fenced }
        guard let bytes, let envelope = open(bytes, as: full, in: space),
            envelope.tokens == ground.bare
        else { return .miss(ground) }
        guard clock.wall < envelope.expires else {
            ground.expired = envelope
            return .miss(ground)
        }
        return .hit(envelope, bytes: bytes.count)
    }

    /// Opens an envelope; what cannot be read is a miss and a metric.
    func open(_ bytes: [UInt8], as name: String, in space: Space) -> Envelope? {
        do {
            return try coder.open(bytes, key: name)
        } catch {
            space.meter.fault(error)
            return nil
        }
    }
}

/// The tokens of some keys, each once, and which of them each key is valid under.
private struct TokenTable {
    private(set) var names: [String] = []
    private(set) var indices: [[Int]] = []

    init(_ keys: [ReadNames]) {
        guard keys.count > 1 else {
            names = keys.first?.tokens ?? []
            indices = keys.isEmpty ? [] : [Array(names.indices)]
            return
        }
        var known: [String: Int] = [:]
        indices.reserveCapacity(keys.count)
        for key in keys {
            indices.append(
                key.tokens.map { name in
                    if let index = known[name] { return index }
                    known[name] = names.count
                    names.append(name)
                    return names.count - 1
                }
            )
        }
    }
}
