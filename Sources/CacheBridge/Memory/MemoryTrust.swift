import Synchronization

/// Until when memory may be believed: as long as one carrier of invalidations is known to have told all that it knew.
final class MemoryTrust: Sendable {
    private let until: Atomic<Int64>
    private let always: Bool
    private let carriers = Mutex<[Int: Int64]>([:])

    /// Creates a trust that holds always, where there is nobody else to hear of, or not yet.
    init(always: Bool) {
        self.always = always
        until = Atomic(always ? .max : .min)
    }

    /// Whether memory may be believed at a moment.
    func covers(_ now: Int64) -> Bool { now < until.load(ordering: .acquiring) }

    /// Notes until when a carrier vouches.
    func set(_ carrier: Int, until moment: Int64) {
        guard !always else { return }
        carriers.withLock { carriers in
            carriers[carrier] = moment
            until.store(carriers.values.max() ?? .min, ordering: .releasing)
        }
    }
}
