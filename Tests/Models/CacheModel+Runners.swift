extension CacheModel {
    /// The next steps of somebody who changes the database.
    func runnerSteps(_ state: CacheState, _ index: Int, _ found: (String, CacheState, String?) -> Void) {
        let runner = state[runner: index]
        let name = "run \(index + 1)"
        var next = state
        switch runner.step {
        case .idle where scenario.writesThrough:
            // Who is who does not matter: the first to begin is the first.
            guard index == 0 || state.runnerA.step != .idle else { return }
            next[runner: index].base = state.committed
            if keeps(.tokensNotedBeforeBegin) { next[runner: index].noted = state.content.place.token }
            next[runner: index].step = .begun
            found("\(name) begins", next, nil)
        case .idle, .begun:
            guard index == 0 || state.runnerA.step != .idle else { return }
            if removed == .fenceBeforeCommit {
                commit(&next, index)
                return found("\(name) commits version \(next.committed), unfenced", next, nil)
            }
            fence(&next, index)
            next[runner: index].step = .fenced
            found("\(name) fences", next, nil)
            guard scenario.faults.contains(.noFence), state.faults < scenario.faultLimit else { return }
            var unfenced = state
            unfenced.faults += 1
            unfenced.exact = state.complete
            unfenced[runner: index].incarnation = state.incarnation
            unfenced[runner: index].step = .fenced
            found("\(name) cannot fence", unfenced, nil)
        case .fenced:
            if removed == .deliverAfterCommit, runner.event == 0 {
                replace(&next, index)
                next[runner: index].event = 1
                found("\(name) delivers too early", next, nil)
            } else {
                commit(&next, index)
                found("\(name) commits version \(next.committed)", next, nil)
            }
            guard scenario.rollsBack else { return }
            var back = state
            back[runner: index].step = .lifting
            found("\(name) rolls back", back, nil)
        case .lifting:
            lift(&next, index, onlyOwn: true)
            next[runner: index] = RunnerState(step: .done)
            found("\(name) lifts its fence", next, nil)
        case .committed, .draining: deliver(state, index, name, found)
        case .replaced:
            publish(&next, index)
            next[runner: index].step = .published
            found("\(name) publishes", next, nil)
        case .published:
            if runner.fresh != 0 {
                storeWritten(&next, index)
                found("\(name) stores what it wrote", next, nil)
            }
            var whole = state
            finish(&whole, index)
            found("version \(runner.version) is complete", whole, nil)
        case .done, .dead: return
        }
        guard scenario.faults.contains(.kill), state.faults < scenario.faultLimit, runner.step != .idle,
            runner.step != .draining
        else { return }
        var killed = state
        killed.faults += 1
        killed[runner: index].step = runner.version == 0 || runner.step == .published ? .dead : .draining
        found("\(name) is killed", killed, nil)
    }

    private func commit(_ next: inout CacheState, _ index: Int) {
        next.committed += 1
        next[runner: index].version = next.committed
        next[runner: index].step = .committed
        // Behind a fence that no fault took away the promise holds at once.
        if next[runner: index].isFenceIntact || removed == .fenceBeforeCommit { next.exact = next.committed }
        next[runner: index].isFenceIntact = false
        if removed == .deliverAfterCommit, next[runner: index].event == 1 { next[runner: index].step = .replaced }
    }

    private func fence(_ next: inout CacheState, _ index: Int) {
        let place = next.content.place
        let mine = UInt8(1 << index)
        next[runner: index].isFenceIntact = true
        next[runner: index].incarnation = next.incarnation
        if scenario.writesThrough { next[runner: index].before = place.token }
        if removed == .tokensNotedBeforeBegin { next[runner: index].noted = place.token }
        let isShared = place.isFenced && keeps(.sharedFenceIsMarked)
        let owners = keeps(.fencesStandSideBySide) ? place.owners | mine : mine
        next.content.place = TokenPlace(owners: owners, isShared: isShared)
    }

    /// Takes a fence away and puts a fresh token in place, if nobody else fences; returns the token if nobody else did
    /// since there was one.
    @discardableResult
    private func lift(_ next: inout CacheState, _ index: Int, onlyOwn: Bool) -> UInt8 {
        let mine = UInt8(1 << index)
        let place = next.content.place
        let isMine = place.owners & mine != 0
        if onlyOwn, !isMine, keeps(.liftOnlyOwnFence) { return 0 }
        let others = keeps(.liftOnlyOwnFence) ? place.owners & ~mine : 0
        guard others == 0 else {
            next.content.place = TokenPlace(owners: others, isShared: keeps(.sharedFenceIsMarked))
            return 0
        }
        let fresh = freshToken(&next)
        next.content.place = TokenPlace(token: fresh)
        return isMine && !place.isShared ? fresh : 0
    }

    private func replace(_ next: inout CacheState, _ index: Int) {
        let runner = next[runner: index]
        // A script that does not look writes under names that nobody reads any more.
        guard runner.incarnation == next.incarnation || keeps(.scriptsCheckIncarnation),
            keeps(.deliverReplacesToken)
        else { return }
        let fresh = lift(&next, index, onlyOwn: false)
        guard scenario.writesThrough else { return }
        let isUndisturbed = fresh != 0 && runner.before == runner.noted && runner.noted != 0
        if isUndisturbed || removed == .writeThroughOnlyUndisturbed {
            next[runner: index].fresh = next.content.place.token
        }
    }

    private func deliver(
        _ state: CacheState,
        _ index: Int,
        _ name: String,
        _ found: (String, CacheState, String?) -> Void
    ) {
        var next = state
        if removed == .publishAfterReplace, state[runner: index].event == 0 {
            publish(&next, index)
            return found("\(name) publishes too early", next, nil)
        }
        replace(&next, index)
        // Where nobody keeps anything in memory, nobody listens either.
        let isPublished = state[runner: index].event != 0 || !scenario.hasMemory
        next[runner: index].step = isPublished ? .published : .replaced
        found("\(name) replaces the token", next, nil)
    }

    private func publish(_ next: inout CacheState, _ index: Int) {
        next.published += 1
        next[runner: index].event = next.published
        next[runner: index].isHeard = next.memory.isConnected
    }

    /// Stores what was written, under the fresh token: a record made from what was there before BEGIN.
    private func storeWritten(_ next: inout CacheState, _ index: Int) {
        let runner = next[runner: index]
        next[runner: index].fresh = 0
        guard next.content.place.token == runner.fresh, !next.content.place.isFenced else { return }
        next.content.valueToken = runner.fresh
        next.content.value = runner.base + 1 == runner.version ? runner.version : runner.base
    }

    /// One lease has passed since the event was published, if somebody may listen: what was believed from before is
    /// believed no more.
    private func finish(_ next: inout CacheState, _ index: Int) {
        let runner = next[runner: index]
        let waits =
            next.memory.isShown && keeps(.shownAreWaitedFor) || runner.isHeard && keeps(.reachedAreWaitedFor)
            || next.isYoung && keeps(.youngStoreIsWaitedFor)
        if keeps(.lease), waits {
            if next.memory.trust != 0, next.memory.trust - 1 < runner.event { next.memory.trust = 0 }
            if next.memory.ping != 0, next.memory.ping - 1 < runner.event { next.memory.ping = 0 }
        }
        next[runner: index] = RunnerState(step: .done)
        next.complete = max(next.complete, runner.version)
        next.exact = max(next.exact, next.complete)
    }
}
