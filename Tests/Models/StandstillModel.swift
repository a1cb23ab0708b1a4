/// Processes that may stop for ever, wherever they are, while they tell a store what waits: somebody who lives goes on.
struct StandstillModel: Model {
    enum Step: UInt8, Hashable {
        case idle, hasTurn, hasLock, hasTold, done
    }

    struct Process: Hashable {
        var step = Step.idle
        var isStopped = false
    }

    struct State: Hashable {
        var processes = [Process(), Process(), Process()]
        /// Whose turn it is; 0: nobody's.
        var turn = 0
        /// Who holds the database's lock; 0: nobody.
        var lock = 0
        /// How often each event was told.
        var told: [UInt8] = [0, 0]
        var isMarked = false
        /// Whether somebody who writes has written.
        var hasWritten = false
        var stops: UInt8 = 2
    }

    let removed: Rule?

    var initial: State { State() }

    func steps(from state: State, _ found: (String, State, String?) -> Void) {
        var isMoving = false
        func move(_ name: String, _ next: State) {
            isMoving = true
            found(name, next, nil)
        }
        if !state.hasWritten, state.lock == 0 {
            var next = state
            next.hasWritten = true
            move("a writer writes", next)
        }
        for index in 0..<3 where !state.processes[index].isStopped { step(state, index, move) }
        if state.turn != 0, removed != .turnEndsByItself {
            var next = state
            next.turn = 0
            move("the turn ends by itself", next)
        }
        if !isMoving, !state.hasWritten || state.told.contains(0) {
            found("nobody moves", state, Promise.goesOn)
        }
        for index in 0..<3 where state.stops > 0 && !state.processes[index].isStopped {
            var next = state
            next.stops -= 1
            next.processes[index].isStopped = true
            found("process \(index + 1) stops for ever", next, nil)
        }
    }

    private func step(_ state: State, _ index: Int, _ move: (String, State) -> Void) {
        let (name, own) = ("process \(index + 1)", index + 1)
        var next = state
        switch state.processes[index].step {
        case .idle:
            // Who has marked has told.
            if state.isMarked {
                next.processes[index].step = .done
                return move("\(name) finds nothing that waits", next)
            }
            guard state.turn == 0 else { return }
            next.turn = own
            next.processes[index].step = .hasTurn
            move("\(name) takes the turn", next)
        case .hasTurn where removed == .noLockWhileTelling:
            guard state.lock == 0 else { return }
            next.lock = own
            next.processes[index].step = .hasLock
            move("\(name) takes the database's lock", next)
        case .hasTurn, .hasLock:
            for event in 0..<2 { next.told[event] = min(next.told[event] + 1, 3) }
            next.processes[index].step = .hasTold
            move("\(name) tells the store", next)
        case .hasTold:
            // The marks are a transaction of their own, over at once.
            guard state.lock == 0 || state.lock == own else { return }
            next.isMarked = true
            next.lock = 0
            if next.turn == own { next.turn = 0 }
            next.processes[index].step = .done
            move("\(name) writes down that it has", next)
        case .done: return
        }
    }
}
