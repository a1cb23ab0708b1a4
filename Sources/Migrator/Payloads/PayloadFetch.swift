import CacheBridge
import Dispatch
import MigratorDatabase
import Synchronization

/// Fetches the batches of a payload from the cache, some of them ahead, for a reader that waits on a thread of its own.
final class PayloadFetch: Sendable {
    /// What comes next.
    enum Next: Sendable {
        case batch(RowBatch)
        case end
        /// It has left the cache.
        case lost
    }

    /// What was fetched, for the report.
    struct Account: Sendable {
        var tier: ContentTier
        var time = Duration.zero
        var isWhole = true
    }

    /// How many batches are fetched ahead.
    private static let depth = 3

    /// What the task and the reader share.
    private final class Shelf: Sendable {
        let account: Mutex<Account>
        let queue = Mutex<[Next]>([])
        let filled = DispatchSemaphore(value: 0)

        init(_ tier: ContentTier) { account = Mutex(Account(tier: tier)) }
    }

    private let shelf: Shelf
    private let demand: AsyncStream<Void>.Continuation
    private let task: Task<Void, Never>

    init(_ reader: ContentReader) {
        let (wanted, demand) = AsyncStream.makeStream(of: Void.self)
        self.demand = demand
        let shelf = Shelf(reader.tier)
        self.shelf = shelf
        task = Task.detached {
            var reader = reader
            for await _ in wanted {
                let start = ContinuousClock.now
                let next = await Self.fetch(&reader)
                shelf.account.withLock { account in
                    account.time += start.duration(to: .now)
                    account.tier = reader.tier
                    if case .lost = next { account.isWhole = false }
                }
                shelf.queue.withLock { $0.append(next) }
                shelf.filled.signal()
            }
        }
        for _ in 0..<Self.depth { demand.yield() }
    }

    deinit {
        demand.finish()
        task.cancel()
    }

    var account: Account { shelf.account.withLock { $0 } }

    /// Waits for the next batch.
    func next() -> Next {
        shelf.filled.wait()
        let next = shelf.queue.withLock { $0.removeFirst() }
        demand.yield()
        return next
    }

    private static func fetch(_ reader: inout ContentReader) async -> Next {
        do throws(CacheError) {
            guard let part = try await reader.nextPart() else { return .end }
            return PayloadPart.batch(part).map { .batch($0) } ?? .lost
        } catch {
            return .lost
        }
    }
}
