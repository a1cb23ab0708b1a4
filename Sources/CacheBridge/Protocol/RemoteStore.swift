/// A store that processes share: what the protocol needs of Redis.
///
/// Each call is one round trip, at most one script. A call that times out or is cancelled must never leave its answer
/// to the next one.
///
/// A call that is given an identity must be answered only by the store of that identity; otherwise it throws
/// `CacheError` with code `.incarnationChanged` and has done nothing. Scripts compare the identity themselves. The
/// other calls compare it with what their connection read when it was opened, which costs no round trip: a connection
/// that was opened anew asks ``identify()`` first. The scripts' text is in ``RemoteScript``. All calls throw
/// `.connectionRefused`, where nothing listens, `.unreachable`, `.connectionLost`, `.timedOut`,
/// `.authenticationFailed`, `.outOfMemory` or `.unexpectedReply`.
public protocol RemoteStore: Sendable {
    /// The configured name of this deployment: what deliveries are recorded under.
    var name: String { get }

    /// The store's present identity: `ROLE`, and `run_id` and `master_replid` of `INFO`.
    func identify() async throws(CacheError) -> RemoteIdentity

    /// For how long it has been there, in this life: `uptime_in_seconds` of `INFO`; never more than it was.
    func uptime() async throws(CacheError) -> Duration

    /// The values under names, in their order: one `MGET`; content-addressed names need no identity.
    func values(of names: [String], on identity: RemoteIdentity?) async throws(CacheError) -> [[UInt8]?]

    /// Puts tokens where there is nothing, and returns what lies there then: `SET NX PX` and `GET`, pipelined.
    func establish(
        _ tokens: [FreshToken],
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?]

    /// Stores each value if all its tokens are what they were: ``RemoteScript/store``, pipelined.
    ///
    /// - Returns: For each whether it was stored; false if a token moved or is fenced.
    func store(_ writes: [RemoteWrite], on identity: RemoteIdentity) async throws(CacheError) -> [Bool]

    /// Stores a value unless the order of the one there is above its own: ``RemoteScript/storeNewer``.
    ///
    /// - Returns: Whether it was stored.
    func storeNewer(
        _ value: [UInt8],
        under name: String,
        order: UInt64,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> Bool

    /// Stores content-addressed values unconditionally: `SET PX` for each.
    func storeContent(_ values: [(name: String, value: [UInt8])], lifetime: Duration) async throws(CacheError)

    /// Replaces tokens by a fence, or extends its time: ``RemoteScript/fence``.
    ///
    /// - Returns: What lay there before.
    func fence(
        _ names: [String],
        run: String,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?]

    /// Replaces tokens by fresh ones, and with them the fence of one run: ``RemoteScript/replace``.
    ///
    /// Where others fence, their fence stays. Where there is no room the token is deleted, which means the same.
    func replace(_ replacement: TokenReplacement) async throws(CacheError) -> [TokenReplacement.Outcome]

    /// Deletes names.
    func remove(_ names: [String]) async throws(CacheError)

    /// Takes a lock that ends by itself: `SET NX PX`.
    ///
    /// - Returns: Whether it was free.
    func acquire(_ name: String, owner: Token, lifetime: Duration) async throws(CacheError) -> Bool

    /// Gives a lock back if it is still the owner's: ``RemoteScript/release``.
    func release(_ name: String, owner: Token) async throws(CacheError)

    /// Sends a message to all subscribers of a channel: `PUBLISH`.
    ///
    /// - Returns: How many subscriptions it reached.
    @discardableResult
    func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int

    /// Appends a message to a stream and trims it to about so many: `XADD MAXLEN ~`.
    func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError)

    /// Sends messages together, in their order: `PUBLISH` of each, pipelined.
    ///
    /// - Returns: How many subscriptions the message has reached that has reached most.
    @discardableResult
    func publish(_ messages: [[UInt8]], on channel: String) async throws(CacheError) -> Int

    /// Appends messages together, in their order: `XADD MAXLEN ~` of each, pipelined.
    func append(_ messages: [[UInt8]], to stream: String, limit: Int) async throws(CacheError)

    /// Says that a subscriber is alive, and forgets those silent for longer than the window: ``RemoteScript/beat``.
    ///
    /// - Returns: The subscribers that are alive, by the store's own clock.
    func beat(_ name: String, member: String?, window: Duration) async throws(CacheError) -> [String]

    /// Lists strings whose names begin with a text, a page at a time: `SCAN`, then `STRLEN`, `PTTL` and `GETRANGE` of each,
    /// pipelined.
    ///
    /// To look at a store, never to read or to invalidate: it walks past everything that there is. A name may come twice,
    /// and one that was stored meanwhile may not come.
    func page(
        of prefix: String,
        after cursor: RemotePage.Cursor?,
        head: Int
    ) async throws(CacheError) -> RemotePage

    /// Adds to counters, those of a name together: ``RemoteScript/count``, pipelined.
    func count(_ growth: [CounterGrowth], lifetime: Duration) async throws(CacheError)

    /// The counters that lie under names, in their order: `HGETALL`, pipelined; empty where there are none.
    func counters(of names: [String]) async throws(CacheError) -> [[String: Int]]

    /// Listens on a channel over a connection of its own; returns when the store has confirmed it.
    func subscribe(to channel: String) async throws(CacheError) -> any RemoteSubscription
}

extension RemoteStore {
    /// Sends them one by one.
    @discardableResult
    public func publish(_ messages: [[UInt8]], on channel: String) async throws(CacheError) -> Int {
        var most = 0
        for message in messages { most = max(most, try await publish(message, on: channel)) }
        return most
    }

    /// Appends them one by one.
    public func append(_ messages: [[UInt8]], to stream: String, limit: Int) async throws(CacheError) {
        for message in messages { try await append(message, to: stream, limit: limit) }
    }
}

/// A token that is put where there is none.
public struct FreshToken: Sendable {
    /// The name in the store.
    public let name: String
    /// The token.
    public let token: Token

    /// Creates a token for a name.
    public init(name: String, token: Token = Token()) {
        self.name = name
        self.token = token
    }
}

/// A value that is stored only if nothing moved since it was loaded.
public struct RemoteWrite: Sendable {
    /// The name in the store.
    public let name: String
    /// The envelope.
    public let value: [UInt8]
    /// After what time the store forgets it.
    public let lifetime: Duration
    /// The tokens that the store must still hold for the write to be done.
    public let tokens: [FreshToken]

    /// Creates a write.
    public init(name: String, value: [UInt8], lifetime: Duration, tokens: [FreshToken]) {
        self.name = name
        self.value = value
        self.lifetime = lifetime
        self.tokens = tokens
    }
}

/// Fresh tokens that replace others, or a run's fence.
public struct TokenReplacement: Sendable {
    /// The fresh tokens, all of one namespace.
    public let tokens: [FreshToken]
    /// The run whose fence goes, if one fenced.
    public let run: String?
    /// Whether only names are touched that this run fences: after a rollback.
    public let onlyOwnFence: Bool
    /// How long the tokens live.
    public let lifetime: Duration
    /// The identity that the store must have.
    public let identity: RemoteIdentity

    /// Creates a replacement.
    public init(
        tokens: [FreshToken],
        run: String?,
        onlyOwnFence: Bool,
        lifetime: Duration,
        identity: RemoteIdentity
    ) {
        self.tokens = tokens
        self.run = run
        self.onlyOwnFence = onlyOwnFence
        self.lifetime = lifetime
        self.identity = identity
    }

    /// The result for one name.
    public enum Outcome: Int, Sendable {
        /// Others fence: the run's own part is gone, theirs stays.
        case stillFenced = 0
        /// The fresh token is there, or nothing is.
        case replaced = 1
        /// The fresh token is stored, and no other run has fenced since this run's fence.
        case undisturbed = 2
        /// The fence was not this run's, and nothing was done.
        case untouched = 3
    }
}

/// An element of a subscription, in the order in which the store sent it.
public enum SubscriptionEvent: Sendable, Hashable {
    /// A message of the channel.
    case message([UInt8])
    /// The answer to a ping, with what the ping said.
    case pong(String)
}

/// An open subscription; a broken one throws and is never mended.
public protocol RemoteSubscription: Sendable {
    /// The store's identity when this connection was opened.
    var identity: RemoteIdentity { get }
    /// Sends a ping over this connection; its answer comes in order with messages.
    func ping(_ text: String) async throws(CacheError)
    /// Waits for the next event.
    func next() async throws(CacheError) -> SubscriptionEvent
    /// Ends the subscription; a call that waits throws an error with code `.closed`.
    func close() async
}
