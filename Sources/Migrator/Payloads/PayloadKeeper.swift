import CacheBridge
import Dispatch
import Synchronization

/// Stores a payload's batches while they are loaded, in a task of its own.
///
/// A store that is slower than the load holds it up for a quarter of a second in all, and is then left alone.
final class PayloadKeeper: Sendable {
    /// What became of it.
    struct Verdict: Sendable {
        /// Whether the next load finds the payload.
        var isKept: Bool
        /// How long storing took, compression included.
        var storing: Duration
    }

    /// How many batches may wait.
    private static let depth = 8
    private static let patience = DispatchTimeInterval.milliseconds(250)

    private let parts: AsyncStream<[UInt8]>.Continuation
    private let storing: Task<(writer: ContentWriter, time: Duration), Never>
    private let room = DispatchSemaphore(value: depth)
    private let hasGivenUp = Mutex(false)
    private let keepsAll: Bool

    init(_ writer: ContentWriter, keepsAll: Bool = false) {
        self.keepsAll = keepsAll
        let (stream, parts) = AsyncStream.makeStream(of: [UInt8].self)
        self.parts = parts
        let room = room
        storing = Task.detached {
            var writer = writer
            var time = Duration.zero
            for await part in stream {
                time += await ContinuousClock().measure { await writer.append(part) }
                room.signal()
            }
            return (writer, time)
        }
    }

    deinit {
        parts.finish()
    }

    /// Takes a batch; `nil` for one that cannot be kept, and then none is.
    func keep(_ part: [UInt8]?) {
        guard !hasGivenUp.withLock({ $0 }) else { return }
        guard let part, room.wait(timeout: keepsAll ? .distantFuture : .now() + Self.patience) == .success else {
            return hasGivenUp.withLock { $0 = true }
        }
        parts.yield(part)
    }

    /// Makes what was taken visible, if it is whole and took longer to make than it will take to fetch.
    ///
    /// What was stored is fetched in about half of the time that it took to store, since it need not be compressed.
    func finish(isWhole: Bool, madeIn making: Duration) async -> Verdict {
        parts.finish()
        var (writer, time) = await storing.value
        guard isWhole, !hasGivenUp.withLock({ $0 }) else { return Verdict(isKept: false, storing: time) }
        guard keepsAll || making * 2 > time else {
            await writer.decline()
            return Verdict(isKept: false, storing: time)
        }
        return Verdict(isKept: await writer.finish(), storing: time)
    }
}
