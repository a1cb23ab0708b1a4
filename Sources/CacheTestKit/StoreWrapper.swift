package import CacheBridge

/// A call to a store.
package enum StoreCall: Sendable {
    /// To send messages to the subscribers.
    case publish([[UInt8]])
    /// To replace tokens.
    case replace
    case other
}

/// A store that does something around the calls of another.
package protocol StoreWrapper: RemoteStore {
    /// The store that does the work.
    var base: any RemoteStore { get }

    /// Makes a call, with what a test does before and after it.
    func around<Result>(
        _ call: StoreCall,
        _ body: () async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result
}

extension StoreWrapper {
    package var name: String { base.name }

    package func identify() async throws(CacheError) -> RemoteIdentity {
        try await around(.other) { () async throws(CacheError) in try await base.identify() }
    }

    package func uptime() async throws(CacheError) -> Duration {
        try await around(.other) { () async throws(CacheError) in try await base.uptime() }
    }

    package func values(of names: [String], on identity: RemoteIdentity?) async throws(CacheError) -> [[UInt8]?] {
        try await around(.other) { () async throws(CacheError) in try await base.values(of: names, on: identity) }
    }

    package func establish(
        _ tokens: [FreshToken],
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        try await around(.other) { () async throws(CacheError) in
            try await base.establish(tokens, lifetime: lifetime, on: identity)
        }
    }

    package func store(_ writes: [RemoteWrite], on identity: RemoteIdentity) async throws(CacheError) -> [Bool] {
        try await around(.other) { () async throws(CacheError) in try await base.store(writes, on: identity) }
    }

    package func storeNewer(
        _ value: [UInt8],
        under name: String,
        order: UInt64,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> Bool {
        try await around(.other) { () async throws(CacheError) in
            try await base.storeNewer(value, under: name, order: order, lifetime: lifetime, on: identity)
        }
    }

    package func storeContent(
        _ values: [(name: String, value: [UInt8])],
        lifetime: Duration
    ) async throws(CacheError) {
        try await around(.other) { () async throws(CacheError) in
            try await base.storeContent(values, lifetime: lifetime)
        }
    }

    package func fence(
        _ names: [String],
        run: String,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        try await around(.other) { () async throws(CacheError) in
            try await base.fence(names, run: run, lifetime: lifetime, on: identity)
        }
    }

    package func replace(_ replacement: TokenReplacement) async throws(CacheError) -> [TokenReplacement.Outcome] {
        try await around(.replace) { () async throws(CacheError) in try await base.replace(replacement) }
    }

    package func remove(_ names: [String]) async throws(CacheError) {
        try await around(.other) { () async throws(CacheError) in try await base.remove(names) }
    }

    package func acquire(_ name: String, owner: Token, lifetime: Duration) async throws(CacheError) -> Bool {
        try await around(.other) { () async throws(CacheError) in
            try await base.acquire(name, owner: owner, lifetime: lifetime)
        }
    }

    package func release(_ name: String, owner: Token) async throws(CacheError) {
        try await around(.other) { () async throws(CacheError) in try await base.release(name, owner: owner) }
    }

    package func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int {
        try await around(.publish([message])) { () async throws(CacheError) in
            try await base.publish(message, on: channel)
        }
    }

    package func publish(_ messages: [[UInt8]], on channel: String) async throws(CacheError) -> Int {
        try await around(.publish(messages)) { () async throws(CacheError) in
            try await base.publish(messages, on: channel)
        }
    }

    package func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError) {
        try await around(.other) { () async throws(CacheError) in
            try await base.append(message, to: stream, limit: limit)
        }
    }

    package func append(_ messages: [[UInt8]], to stream: String, limit: Int) async throws(CacheError) {
        try await around(.other) { () async throws(CacheError) in
            try await base.append(messages, to: stream, limit: limit)
        }
    }

    package func beat(_ name: String, member: String?, window: Duration) async throws(CacheError) -> [String] {
        try await around(.other) { () async throws(CacheError) in
            try await base.beat(name, member: member, window: window)
        }
    }

    package func page(
        of prefix: String,
        after cursor: RemotePage.Cursor?,
        head: Int
    ) async throws(CacheError) -> RemotePage {
        try await around(.other) { () async throws(CacheError) in
            try await base.page(of: prefix, after: cursor, head: head)
        }
    }

    package func count(_ growth: [CounterGrowth], lifetime: Duration) async throws(CacheError) {
        try await around(.other) { () async throws(CacheError) in try await base.count(growth, lifetime: lifetime) }
    }

    package func counters(of names: [String]) async throws(CacheError) -> [[String: Int]] {
        try await around(.other) { () async throws(CacheError) in try await base.counters(of: names) }
    }

    package func subscribe(to channel: String) async throws(CacheError) -> any RemoteSubscription {
        try await around(.other) { () async throws(CacheError) in try await base.subscribe(to: channel) }
    }
}
