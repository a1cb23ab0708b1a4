/// Memory beside a store, believed on the word of polling while the subscription is late, cut or parted: with a clock, as
/// everything here is about leases.
///
/// Heartbeats come when they like, or never: one that took long and was answered is an earlier one that was answered
/// later, which vouches for less. A look at the outbox may take long. A run tells the store, asks who has shown itself within two leases, and waits for one if anybody has.
struct BeliefModel: Model {
    static let lease: UInt8 = 2
    static let interval: UInt8 = 5

    struct State: Hashable {
        enum Run: UInt8 { case idle, committed, waiting, complete }

        var now: UInt8 = 1
        var isCommitted = false
        var run = Run.idle
        /// When the run may say that it is done.
        var done: UInt8 = 0
        /// When the last heartbeat was sent, reached the store and was answered; 0: never.
        var shown: UInt8 = 0
        /// When the look began; 0: none is under way.
        var look: UInt8 = 0
        var hasSeen = false
        var until: UInt8 = 0
        /// Whether memory holds the value of before.
        var isOld = true
    }

    let removed: Rule?
    var end: UInt8 = 14

    private func keeps(_ rule: Rule) -> Bool { removed != rule }

    var initial: State { State() }

    func steps(from state: State, _ found: (String, State, String?) -> Void) {
        // Once memory has forgotten it there is nothing left to be shown.
        guard state.isOld else { return }
        if state.now < end {
            var next = state
            next.now += 1
            // What is over is as good as never.
            if next.until <= next.now { next.until = 0 }
            found("time passes", next, nil)
        }
        beat(state, found)
        look(state, found)
        run(state, found)
        if state.now < state.until {
            let isBroken = state.run == .complete
            found("memory is read: the old value", state, isBroken ? Promise.complete : nil)
        }
    }

    private func beat(_ state: State, _ found: (String, State, String?) -> Void) {
        guard state.shown != state.now else { return }
        var next = state
        next.shown = state.now
        found("the process shows itself", next, nil)
    }

    private func look(_ state: State, _ found: (String, State, String?) -> Void) {
        var next = state
        if state.look == 0 {
            next.look = state.now
            next.hasSeen = false
            return found("a look begins", next, nil)
        }
        if !state.hasSeen {
            next.hasSeen = true
            if state.isCommitted { next.isOld = false }
            return found("it sees the outbox", next, nil)
        }
        next.look = 0
        let moment = keeps(.leaseFromBeginningOfLook) ? state.look : state.now
        if isShown(state, moment) {
            let length = keeps(.pollingVouchesALease) ? Self.lease : Self.interval
            next.until = max(state.until, moment + length)
        }
        found("it is done", next, nil)
    }

    private func isShown(_ state: State, _ moment: UInt8) -> Bool {
        guard keeps(.shownBeforeBelieving) else { return true }
        guard state.shown != 0 else { return false }
        // In one tick nobody knows which came first.
        let isBefore = state.shown < moment || !keeps(.shownBeforeTheLook)
        let isFresh = state.shown + Self.lease > moment || !keeps(.shownWithinALease)
        return isBefore && isFresh
    }

    private func run(_ state: State, _ found: (String, State, String?) -> Void) {
        var next = state
        switch state.run {
        case .idle:
            next.isCommitted = true
            next.run = .committed
            found("a version is committed", next, nil)
        case .committed:
            let isThere = state.shown != 0 && state.shown + 2 * Self.lease >= state.now
            next.run = .waiting
            next.done = isThere ? state.now + Self.lease : state.now
            found("the store is told; somebody \(isThere ? "may listen" : "listens nowhere")", next, nil)
        case .waiting:
            guard state.now >= state.done else { return }
            next.run = .complete
            next.done = 0
            found("the run is done", next, nil)
        case .complete: return
        }
    }
}
