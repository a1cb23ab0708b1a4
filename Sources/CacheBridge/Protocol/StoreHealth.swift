import Synchronization

/// The health of a store: whether its data can be trusted.
///
/// After a failure and after a change of the store's identity it cannot, until a drain is done. While the store was out
/// of reach other processes may have changed the database without being able to tell it, so its tokens may be from
/// before the change. A drain counts only if it began after the store had answered again and nothing failed during it.
final class StoreHealth: Sendable {
    private struct State {
        var isFailing = false
        /// The number of reasons so far to doubt the store.
        var doubts = 0
        var settled = 0
    }

    private let state = Mutex(State())
    private let trusted = Atomic<Bool>(true)
    private let failures = Atomic<Int>(0)
    private let changed: @Sendable (_ isTrusted: Bool) -> Void
    private let returned: @Sendable () -> Void

    /// Creates the health of a store that has not been doubted yet.
    ///
    /// - Parameters:
    ///   - changed: Is called with `false` at the first doubt, before anything else is read, and with `true` at its
    ///     end.
    ///   - returned: Is called when a drain has become possible.
    init(changed: @escaping @Sendable (Bool) -> Void, returned: @escaping @Sendable () -> Void) {
        self.changed = changed
        self.returned = returned
    }

    /// Whether its tokens and values may be used.
    var isTrusted: Bool { trusted.load(ordering: .acquiring) }
    /// Whether it has answered nothing since it last failed.
    var isFailing: Bool { state.withLock { $0.isFailing } }
    /// Whether it answers, and lacks a drain.
    var awaitsDrain: Bool { state.withLock { !$0.isFailing && $0.doubts != $0.settled } }

    /// The number of failures so far; to be read before a call is made.
    var failureCount: Int { failures.load(ordering: .acquiring) }

    /// Notes that a call failed.
    func fail() {
        failures.add(1, ordering: .acquiringAndReleasing)
        state.withLock { state in
            state.isFailing = true
            raiseDoubt(&state)
        }
    }

    /// Notes that a call was answered, which was made after this number of failures; an older call says nothing of now.
    func succeed(after count: Int) {
        guard !isTrusted, count == failureCount else { return }
        let isBack = state.withLock { state in
            defer { state.isFailing = false }
            return state.isFailing
        }
        if isBack { returned() }
    }

    /// Notes that it may be another store than before, or one that has missed changes.
    func doubt() {
        state.withLock { raiseDoubt(&$0) }
        returned()
    }

    /// The number to hand to ``endDrain(_:)`` when the drain that begins now ends; `nil` while the store does not
    /// answer.
    func beginDrain() -> Int? {
        state.withLock { $0.isFailing ? nil : $0.doubts }
    }

    /// Notes that a drain is done: the store has been told of all that was committed before the drain began.
    func endDrain(_ doubts: Int) {
        state.withLock { state in
            guard !state.isFailing, state.doubts == doubts, state.settled != doubts else { return }
            state.settled = doubts
            changed(true)
            trusted.store(true, ordering: .releasing)
        }
    }

    private func raiseDoubt(_ state: inout State) {
        state.doubts += 1
        // Values loaded since the first doubt do not come from this store.
        guard trusted.exchange(false, ordering: .acquiringAndReleasing) else { return }
        changed(false)
    }
}
