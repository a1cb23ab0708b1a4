import Synchronization

/// Whether what a store holds may be believed: not after a failure, nor after a change of who it is, before a drain.
///
/// While it was out of reach others may have changed the database without being able to tell it, so its tokens may be
/// those of before. A drain counts that began after the store had answered again, and during which nothing failed.
final class StoreStanding: Sendable {
    private struct State {
        var isFailing = false
        /// Raised by whatever makes the store doubtful.
        var doubts = 0
        var settled = 0
    }

    private let state = Mutex(State())
    private let believed = Atomic<Bool>(true)
    private let failures = Atomic<Int>(0)
    private let changed: @Sendable (_ isBelieved: Bool) -> Void
    private let returned: @Sendable () -> Void

    /// Creates the standing of a store that nobody has doubted yet.
    ///
    /// - Parameters:
    ///   - changed: Hears of each doubt, before anything else is read, and of its end.
    ///   - returned: Hears when a drain has become possible.
    init(changed: @escaping @Sendable (Bool) -> Void, returned: @escaping @Sendable () -> Void) {
        self.changed = changed
        self.returned = returned
    }

    /// Whether its tokens and values may be used.
    var isBelieved: Bool { believed.load(ordering: .acquiring) }
    /// Whether it has answered nothing since it last failed.
    var isFailing: Bool { state.withLock { $0.isFailing } }
    /// Whether it answers, and lacks a drain.
    var awaitsDrain: Bool { state.withLock { !$0.isFailing && $0.doubts != $0.settled } }

    /// How often it has failed; to be noted before a call is made.
    var failureCount: Int { failures.load(ordering: .acquiring) }

    /// A call failed.
    func fail() {
        failures.add(1, ordering: .acquiringAndReleasing)
        state.withLock { state in
            state.isFailing = true
            raiseDoubt(&state)
        }
    }

    /// A call was answered that was made after so many failures; an older one says nothing of now.
    func succeed(after count: Int) {
        guard !isBelieved, count == failureCount else { return }
        let isBack = state.withLock { state in
            defer { state.isFailing = false }
            return state.isFailing
        }
        if isBack { returned() }
    }

    /// It may be another store than before, or one that was told of nothing.
    func doubt() {
        state.withLock { raiseDoubt(&$0) }
        returned()
    }

    /// What a drain that begins now is to hand to ``endDrain(_:)``; `nil` while the store does not answer.
    func beginDrain() -> Int? {
        state.withLock { $0.isFailing ? nil : $0.doubts }
    }

    /// A drain is done: the store has been told of all that was committed before it began.
    func endDrain(_ doubts: Int) {
        state.withLock { state in
            guard !state.isFailing, state.doubts == doubts, state.settled != doubts else { return }
            state.settled = doubts
            changed(true)
            believed.store(true, ordering: .releasing)
        }
    }

    private func raiseDoubt(_ state: inout State) {
        state.doubts += 1
        // What came since the first doubt came from elsewhere.
        guard believed.exchange(false, ordering: .acquiringAndReleasing) else { return }
        changed(false)
    }
}
