import Metrics
import Synchronization

/// Counts the hits of one tier behind memory, apart from all else that happens, as each hit adds to it.
final class TierMeter: Sendable {
    private struct Figures {
        var hits = 0
        var bytes = 0
        var latency = LatencyHistogram()
    }

    private let tier: String
    private let figures = Mutex(Figures())
    private let counter: Counter

    init(_ tier: String, _ counter: Counter) {
        self.tier = tier
        self.counter = counter
    }

    func hit(bytes: Int, nanoseconds: Int64) {
        figures.withLock { figures in
            figures.hits += 1
            figures.bytes += bytes
            figures.latency.record(nanoseconds)
        }
        counter.increment()
    }

    /// Adds what was counted to a namespace's figures.
    func add(to all: inout NamespaceStatistics) {
        let own = figures.withLock { $0 }
        guard own.hits > 0 else { return }
        all.hits[tier] = own.hits
        all.bytesRead += own.bytes
        all.latency[tier] = own.latency
    }
}
