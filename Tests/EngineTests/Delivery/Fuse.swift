import CacheBridge
import Database
import Synchronization

/// Ends a process at a chosen moment, as far as its database and its store can tell.
///
/// Each call to one of them is a moment; from the chosen one on every call fails, and what is open is lost.
final class Fuse: Sendable {
    /// Whether the last call is carried out, and only its answer lost.
    let losesAnswer: Bool
    private let limit: Int
    private let count = Mutex(0)
    /// Whether the store refuses to publish a message.
    let refuses: @Sendable ([UInt8]) -> Bool

    init(
        after limit: Int = .max,
        losesAnswer: Bool = false,
        refusing refuses: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) {
        self.limit = limit
        self.losesAnswer = losesAnswer
        self.refuses = refuses
    }

    /// How many calls there were.
    var calls: Int { count.withLock { $0 } }
    var isBurnt: Bool { calls >= limit }

    /// What a call has to do.
    enum Fate { case goOn, answerIsLost, fail }

    func next() -> Fate {
        count.withLock { count in
            count += 1
            if count < limit { return .goOn }
            return count == limit && losesAnswer ? .answerIsLost : .fail
        }
    }
}

/// A connection that dies with its process.
final class MortalConnection: DatabaseConnection {
    private let base: any DatabaseConnection
    private let fuse: Fuse

    init(_ base: any DatabaseConnection, _ fuse: Fuse) {
        self.base = base
        self.fuse = fuse
    }

    private static var dead: DatabaseError { DatabaseError(.connectionLost, "the process has ended") }

    private func call<Result>(
        _ body: () async throws(DatabaseError) -> Result
    ) async throws(DatabaseError) -> Result {
        switch fuse.next() {
        case .goOn: return try await body()
        case .answerIsLost:
            _ = try await body()
            await base.close()
        case .fail: await base.close()
        }
        throw Self.dead
    }

    var kind: DatabaseKind { base.kind }
    var serverProcess: Int? { get async { await base.serverProcess } }
    var isInTransaction: Bool { get async { await base.isInTransaction } }

    func execute(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> Int {
        try await call { () async throws(DatabaseError) in try await base.execute(sql, parameters) }
    }

    func query(_ sql: String, _ parameters: [DatabaseValue]) async throws(DatabaseError) -> [DatabaseRow] {
        try await call { () async throws(DatabaseError) in try await base.query(sql, parameters) }
    }

    func prepare(_ sql: String) async throws(DatabaseError) -> PreparedStatement { try await base.prepare(sql) }

    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> Int {
        try await call { () async throws(DatabaseError) in try await base.execute(statement, parameters) }
    }

    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseValue]
    ) async throws(DatabaseError) -> [DatabaseRow] {
        try await call { () async throws(DatabaseError) in try await base.query(statement, parameters) }
    }

    func discard(_ statement: PreparedStatement) async { await base.discard(statement) }

    func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseValue])]
    ) async throws(DatabaseError) -> [Int] {
        guard kind == .sqlite else {
            return try await call { () async throws(DatabaseError) in try await base.execute(pipelining: statements) }
        }
        var counts: [Int] = []
        for (sql, parameters) in statements { counts.append(try await execute(sql, parameters)) }
        return counts
    }

    func begin() async throws(DatabaseError) {
        try await call { () async throws(DatabaseError) in try await base.begin() }
    }

    func commit() async throws(DatabaseError) {
        try await call { () async throws(DatabaseError) in try await base.commit() }
    }

    func rollback() async throws(DatabaseError) {
        try await call { () async throws(DatabaseError) in try await base.rollback() }
    }

    func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        guard case .goOn = fuse.next() else {
            await base.close()
            throw Self.dead
        }
        return try await base.bulkLoad(into: table, from: source, onConflict: onConflict)
    }

    func columns(of table: TableName) async throws(DatabaseError) -> [CatalogColumn] {
        try await base.columns(of: table)
    }

    func cancel() { base.cancel() }
    func notices() -> AsyncStream<DatabaseNotice> { base.notices() }
    func close() async { await base.close() }
}

/// A store as a process sees it that may end.
final class MortalStore: RemoteStore {
    private let base: InProcessStore
    private let fuse: Fuse

    init(_ base: InProcessStore, _ fuse: Fuse) {
        self.base = base
        self.fuse = fuse
    }

    var name: String { base.name }

    private func call<Result>(_ body: () async throws(CacheError) -> Result) async throws(CacheError) -> Result {
        switch fuse.next() {
        case .goOn: return try await body()
        case .answerIsLost: _ = try await body()
        case .fail: break
        }
        throw CacheError(.connectionLost, "the process has ended")
    }

    func identify() async throws(CacheError) -> RemoteIdentity {
        try await call { () async throws(CacheError) in try await base.identify() }
    }

    func uptime() async throws(CacheError) -> Duration {
        try await call { () async throws(CacheError) in try await base.uptime() }
    }

    func values(of names: [String], on identity: RemoteIdentity?) async throws(CacheError) -> [[UInt8]?] {
        try await call { () async throws(CacheError) in try await base.values(of: names, on: identity) }
    }

    func establish(
        _ tokens: [FreshToken],
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        try await call { () async throws(CacheError) in
            try await base.establish(tokens, lifetime: lifetime, on: identity)
        }
    }

    func store(_ writes: [RemoteWrite], on identity: RemoteIdentity) async throws(CacheError) -> [Bool] {
        try await call { () async throws(CacheError) in try await base.store(writes, on: identity) }
    }

    func storeNewer(
        _ value: [UInt8],
        under name: String,
        order: UInt64,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> Bool {
        try await call { () async throws(CacheError) in
            try await base.storeNewer(value, under: name, order: order, lifetime: lifetime, on: identity)
        }
    }

    func storeContent(_ values: [(name: String, value: [UInt8])], lifetime: Duration) async throws(CacheError) {
        try await call { () async throws(CacheError) in try await base.storeContent(values, lifetime: lifetime) }
    }

    func fence(
        _ names: [String],
        run: String,
        lifetime: Duration,
        on identity: RemoteIdentity
    ) async throws(CacheError) -> [[UInt8]?] {
        try await call { () async throws(CacheError) in
            try await base.fence(names, run: run, lifetime: lifetime, on: identity)
        }
    }

    func replace(_ replacement: TokenReplacement) async throws(CacheError) -> [TokenReplacement.Outcome] {
        try await call { () async throws(CacheError) in try await base.replace(replacement) }
    }

    func remove(_ names: [String]) async throws(CacheError) {
        try await call { () async throws(CacheError) in try await base.remove(names) }
    }

    func acquire(_ name: String, owner: Token, lifetime: Duration) async throws(CacheError) -> Bool {
        try await base.acquire(name, owner: owner, lifetime: lifetime)
    }

    func release(_ name: String, owner: Token) async throws(CacheError) {
        try await base.release(name, owner: owner)
    }

    func publish(_ message: [UInt8], on channel: String) async throws(CacheError) -> Int {
        if fuse.refuses(message) { throw CacheError(.unexpectedReply, "this message is not taken") }
        return try await call { () async throws(CacheError) in try await base.publish(message, on: channel) }
    }

    func append(_ message: [UInt8], to stream: String, limit: Int) async throws(CacheError) {
        try await call { () async throws(CacheError) in try await base.append(message, to: stream, limit: limit) }
    }

    func beat(_ name: String, member: String?, window: Duration) async throws(CacheError) -> [String] {
        try await call { () async throws(CacheError) in try await base.beat(name, member: member, window: window) }
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
