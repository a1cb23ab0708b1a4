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
    private let entitiesUntil: Atomic<Int64>
    private let always: Bool
    private let hasStore: Bool
    private let state = Mutex(State())

    /// Creates a trust that always holds: for a cache that no other process writes to, or none yet.
    init(always: Bool, hasStore: Bool = false) {
        self.always = always
        self.hasStore = hasStore
        until = Atomic(always ? .max : .min)
        entitiesUntil = Atomic(always ? .max : .min)
    }

    /// Whether memory may be trusted at a moment.
    ///
    /// Writes to one entity have no row in the outbox, so that beside a store only the store's own carrier hears of
    /// them.
    func covers(_ now: Int64, entities: Bool = false) -> Bool {
        now < (entities ? entitiesUntil.load(ordering: .acquiring) : until.load(ordering: .acquiring))
    }

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
            let all = state.carriers.values.max() ?? .min
            until.store(all, ordering: .releasing)
            entitiesUntil.store(hasStore ? state.carriers[Self.store] ?? .min : all, ordering: .releasing)
        }
    }
}
