public import CacheBridge

extension RedisStore {
    /// Stores each value if all its tokens are what they were.
    public func store(_ writes: [RemoteWrite], on identity: RemoteIdentity) async throws(CacheError) -> [Bool] {
        let calls = writes.map { write in
            Call(
                keys: [write.name] + write.tokens.map(\.name),
                arguments: arguments(identity, write.lifetime) + [write.value] + write.tokens.map(\.token.text)
            )
        }
        let replies = try await run(Self.store, calls, allowingRefusals: true)
        // Where the store becomes full in the middle of a batch, the earlier values are stored all the same.
        if case .error(let error)? = replies.first, !replies.contains(where: { $0 == .integer(1) }) {
            throw CacheError(error, name)
        }
        return try replies.map { reply throws(CacheError) in
            if case .error(let error) = reply, error.code == .outOfMemory { return false }
            return try truth(reply)
        }
    }

    /// Stores a value whose order is above that of the one there.
    public func storeNewer(
        _ value: [UInt8],
        under name: String,
        order: UInt64,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> Bool {
        let digits = String(order, radix: 16)
        let order = String(repeating: "0", count: 16 - digits.count) + digits
        let arguments = arguments(identity, lifetime) + [Array(order.utf8), value]
        return try truth(try await run(Self.storeNewer, Call(keys: [name], arguments: arguments)))
    }

    /// Replaces tokens by a run's fence, beside those of others.
    public func fence(
        _ names: [String],
        run: String,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        guard !names.isEmpty else { return [] }
        let call = Call(keys: names, arguments: arguments(identity, lifetime) + [Array(run.utf8)])
        guard let before = try await self.run(Self.fence, call).array, before.count == names.count else {
            throw unexpected("a fence")
        }
        return try before.map { value throws(CacheError) in try optional(value) }
    }

    /// Replaces tokens and a run's fence by fresh tokens.
    public func replace(_ replacement: TokenReplacement) async throws(CacheError) -> [TokenReplacement.Outcome] {
        let tokens = replacement.tokens
        guard !tokens.isEmpty else { return [] }
        let (run, own) = (replacement.run ?? "", replacement.onlyOwnFence ? "1" : "0")
        let call = Call(
            keys: tokens.map(\.name),
            arguments: arguments(replacement.identity, replacement.lifetime)
                + [Array(run.utf8), Array(own.utf8)] + tokens.map(\.token.text)
        )
        guard let outcomes = try await self.run(Self.replace, call).array, outcomes.count == tokens.count else {
            throw unexpected("a delivery")
        }
        return try outcomes.map { value throws(CacheError) in
            guard case .integer(let number) = value, let outcome = TokenReplacement.Outcome(rawValue: number) else {
                throw unexpected("a delivery")
            }
            return outcome
        }
    }

    /// Gives a lock back if it is still the owner's.
    public func release(_ name: String, owner: Token) async throws(CacheError) {
        _ = try await run(Self.release, Call(keys: [name], arguments: [owner.text]))
    }

    /// Says that a subscriber is alive, and forgets those silent for longer than the window.
    public func beat(_ name: String, member: String?, window: Duration) async throws(CacheError) -> [String] {
        let call = Call(keys: [name], arguments: [Array(milliseconds(window).utf8), Array((member ?? "").utf8)])
        guard let members = try await run(Self.beat, call).array else { throw unexpected("a heartbeat") }
        return members.compactMap(\.text)
    }

    // MARK: Running

    typealias Call = RedisScript.Call

    private static let store = RedisScript(RemoteScript.store)
    private static let storeNewer = RedisScript(RemoteScript.storeNewer)
    private static let fence = RedisScript(RemoteScript.fence)
    private static let replace = RedisScript(RemoteScript.replace)
    private static let release = RedisScript(RemoteScript.release)
    private static let beat = RedisScript(RemoteScript.beat)

    private func arguments(_ identity: RemoteIdentity, _ lifetime: Duration) -> [[UInt8]] {
        [identity.runID, identity.replicationID, milliseconds(lifetime)].map { Array($0.utf8) }
    }

    private func truth(_ reply: RedisValue) throws(CacheError) -> Bool {
        switch reply {
        case .integer(0): return false
        case .integer(1): return true
        default: throw unexpected("a script")
        }
    }

    private func run(_ script: RedisScript, _ call: Call) async throws(CacheError) -> RedisValue {
        guard let reply = try await run(script, [call]).first else { throw unexpected("a script") }
        return reply
    }

    /// Runs a script for each call, in one pipeline.
    ///
    /// With `allowingRefusals` what the server refused is returned as an error beside the others.
    func run(
        _ script: RedisScript,
        _ calls: [Call],
        allowingRefusals: Bool = false
    ) async throws(CacheError) -> [RedisValue] {
        guard !calls.isEmpty else { return [] }
        return try await translated { () async throws(RedisError) in
            let replies = try await pool.run(script, calls, timeout: nil)
            return try replies.map { reply throws(RedisError) in
                if allowingRefusals, case .error = reply { return reply }
                // The answer of every script that finds another server than its names were made for.
                guard try reply.checked() != .integer(-1) else { throw .serverChanged }
                return reply
            }
        }
    }
}

extension RedisScript.Call {
    init(keys: [String], arguments: [[UInt8]]) {
        self.init(keys: keys.map { Array($0.utf8) }, arguments: arguments)
    }
}
