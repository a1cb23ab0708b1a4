import Synchronization

/// Until when memory may be believed: as long as one carrier of invalidations is known to have told all that it knew.
final class MemoryTrust: Sendable {
    /// The carrier that listens to the store.
    static let store = 0

    private struct State {
        var carriers: [Int: Int64] = [:]
        /// The stores that are doubted: then what one of them was told says nothing.
        var doubted: Set<Int> = []
    }

    private let until: Atomic<Int64>
    private let always: Bool
    private let state = Mutex(State())

    /// Creates a trust that holds always, where there is nobody else to hear of, or not yet.
    init(always: Bool) {
        self.always = always
        until = Atomic(always ? .max : .min)
    }

    /// Whether memory may be believed at a moment.
    func covers(_ now: Int64) -> Bool { now < until.load(ordering: .acquiring) }

    /// Notes until when a carrier vouches.
    func set(_ carrier: Int, until moment: Int64) {
        change { state in
            if carrier == Self.store, !state.doubted.isEmpty { return }
            state.carriers[carrier] = moment
        }
    }

    /// Notes whether a store is doubted.
    func doubt(_ store: Int, _ isDoubted: Bool) {
        change { state in
            if isDoubted {
                state.doubted.insert(store)
                state.carriers[Self.store] = nil
            } else {
                state.doubted.remove(store)
            }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        guard !always else { return }
        state.withLock { state in
            body(&state)
            until.store(state.carriers.values.max() ?? .min, ordering: .releasing)
        }
    }
}
