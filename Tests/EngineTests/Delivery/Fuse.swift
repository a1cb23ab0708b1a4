import CacheBridge
import CacheTestKit
import MigratorDatabase
import MigratorTestSupport
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
final class MortalConnection: ConnectionWrapper {
    let base: any DatabaseConnection
    private let fuse: Fuse

    init(_ base: any DatabaseConnection, _ fuse: Fuse) {
        self.base = base
        self.fuse = fuse
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        switch fuse.next() {
        case .goOn: return try await body()
        case .answerIsLost:
            _ = try await body()
            await base.close()
        case .fail: await base.close()
        }
        throw DatabaseFailure(.connectionLost, "the process has ended")
    }

    // These are no moments of a run.

    func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        try await base.columns(of: table)
    }

    func close() async { await base.close() }
}

/// A store as a process sees it that may end.
final class MortalStore: StoreWrapper {
    let base: any RemoteStore
    private let fuse: Fuse

    init(_ base: InProcessStore, _ fuse: Fuse) {
        self.base = base
        self.fuse = fuse
    }

    func around<Result>(
        _ call: StoreCall,
        _ body: () async throws(CacheError) -> Result
    ) async throws(CacheError) -> Result {
        if case .publish(let messages) = call, messages.contains(where: fuse.refuses) {
            throw CacheError(.unexpectedReply, "this message is not taken")
        }
        switch fuse.next() {
        case .goOn: return try await body()
        case .answerIsLost: _ = try await body()
        case .fail: break
        }
        throw CacheError(.connectionLost, "the process has ended")
    }
}
