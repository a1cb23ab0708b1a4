import CacheBridge
import Synchronization

/// A store that counts what is done to it, and does something on the way.
final class WatchedStore: RemoteStore {
    private struct State {
        var replacements = 0
        var messages = 0
        var refused: String?
        var onMessages: (@Sendable () -> Void)?
    }

    private let base: InProcessStore
    private let state = Mutex(State())

    init(_ base: InProcessStore) {
        self.base = base
    }

    /// How often tokens were replaced.
    var replacements: Int { state.withLock { $0.replacements } }
    /// How many messages were sent.
    var messages: Int { state.withLock { $0.messages } }
    /// The event whose message is refused.
    var refused: String? {
        get { state.withLock { $0.refused } }
        set { state.withLock { $0.refused = newValue } }
    }

    /// Has something done whenever messages were sent.
    func afterMessages(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.onMessages = body }
    }

    private func send(_ messages: [[UInt8]]) throws(CacheError) {
        let (isRefused, after) = state.withLock { state in
            state.messages += messages.count
            let isRefused = state.refused.map { refused in
                messages.contains { String(decoding: $0, as: UTF8.self).contains(refused) }
            }
            return (isRefused == true, state.onMessages)
        }
        if isRefused { throw CacheError(.unexpectedReply, "the message was refused") }
        after?()
    }

    var name: String { base.name }

    func identify() async throws(CacheError) -> RemoteIdentity {
        try await base.identify()
    }

    func uptime() async throws(CacheError) -> Duration {
        try await base.uptime()
    }

    func values(of names: [String], on identity: RemoteIdentity?) async throws(CacheError) -> [[UInt8]?] {
        try await base.values(of: names, on: identity)
    }

    func establish(
        _ tokens: [FreshToken],
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        try await base.establish(tokens, lifetime: lifetime, on: identity)
    }

    func store(_ writes: [RemoteWrite], on identity: RemoteIdentity) async throws(CacheError) -> [Bool] {
        try await base.store(writes, on: identity)
    }

    func storeNewer(
        _ value: [UInt8],
        under name: String,
        order: UInt64,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> Bool {
        try await base.storeNewer(value, under: name, order: order, lifetime: lifetime, on: identity)
    }

    func storeContent(_ values: [(name: String, value: [UInt8])], lifetime: Duration) async throws(CacheError) {
        try await base.storeContent(values, lifetime: lifetime)
    }

    func fence(
        _ names: [String],
        run: String,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        try await base.fence(names, run: run, lifetime: lifetime, on: identity)
    }

    func replace(_ replacement: TokenReplacement) async throws(CacheError) -> [TokenReplacement.Outcome] {
        state.withLock { $0.replacements += 1 }
        return try await base.replace(replacement)
    }

    func remove(_ names: [String]) async throws(CacheError) {
        try await base.remove(names)
    }

    func acquire(_ name: String, owner: Token, lifetime: Duration) async throws(CacheError) -> Bool {
        try await base.acquire(name, owner: owner, lifetime: lifetime)
    }

    func release(_ name: String, owner: Token) async throws(CacheError) {
        try await base.release(name, owner: owner)
    }

    func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int {
        try send([message])
        return try await base.publish(message, on: channel)
    }

    func publish(_ messages: [[UInt8]], on channel: String) async throws(CacheError) -> Int {
        try send(messages)
        return try await base.publish(messages, on: channel)
    }

    func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError) {
        try await base.append(message, to: stream, limit: limit)
    }

    func beat(_ name: String, member: String?, window: Duration) async throws(CacheError) -> [String] {
        try await base.beat(name, member: member, window: window)
    }

    func page(
        of prefix: String,
        after cursor: RemotePage.Cursor?,
        head: Int
    ) async throws(CacheError) -> RemotePage {
        try await base.page(of: prefix, after: cursor, head: head)
    }

    func count(_ growth: [CounterGrowth], lifetime: Duration) async throws(CacheError) {
        try await base.count(growth, lifetime: lifetime)
    }

    func counters(of names: [String]) async throws(CacheError) -> [[String: Int]] {
        try await base.counters(of: names)
    }

    func subscribe(to channel: String) async throws(CacheError) -> any RemoteSubscription {
        try await base.subscribe(to: channel)
    }
}
