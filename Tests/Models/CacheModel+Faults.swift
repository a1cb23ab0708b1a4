extension CacheModel {
    /// The subscription, and what arrives on it.
    func memorySteps(_ state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        let memory = state.memory
        var next = state
        guard memory.isConnected else {
            connect(state, found)
            return
        }
        if memory.received < state.published {
            next.memory.received += 1
            raiseGeneration(&next)
            found("memory hears of an event", next, nil)
        }
        guard !memory.isHalfConnected else { return }
        if !memory.isShown {
            next = state
            next.memory.isShown = true
            found("memory shows itself", next, nil)
        }
        if memory.ping == 0, memory.trust != state.published + 1 {
            next = state
            next.memory.ping = state.published + 1
            if keeps(.shownBeforePing) { next.memory.isShown = true }
            found("memory sends a ping", next, nil)
        } else if memory.ping != 0, memory.received >= memory.ping - 1 {
            next = state
            // An answer in order: what was published before the ping was sent has arrived.
            next.memory.trust = keeps(.leaseFromSending) ? memory.ping : state.published + 1
            next.memory.ping = 0
            found("memory gets its answer", next, nil)
        }
    }

    /// Time passes: the store forgets those who are silent, and is itself no longer young.
    func audienceSteps(_ state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        if state.memory.isShown {
            var silent = state
            silent.memory.isShown = false
            silent.memory.trust = 0
            silent.memory.ping = 0
            found("memory is silent for two leases", silent, nil)
        }
        if state.isYoung {
            var old = state
            old.isYoung = false
            if !old.memory.isShown {
                old.memory.trust = 0
                old.memory.ping = 0
            }
            found("a lease passes", old, nil)
        }
    }

    private func connect(_ state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        var next = state
        if keeps(.confirmedBeforeInsert) {
            next.memory.isConnected = true
            next.memory.received = state.published
            if keeps(.reconnectRaisesGeneration) { raiseGeneration(&next) }
            return found("memory is subscribed and starts anew", next, nil)
        }
        if !state.memory.isHalfConnected {
            next.memory.isHalfConnected = true
            raiseGeneration(&next)
            found("memory starts anew", next, nil)
        } else {
            next.memory.isHalfConnected = false
            next.memory.isConnected = true
            next.memory.received = state.published
            found("memory is subscribed", next, nil)
        }
    }

    /// What may go wrong, each as often as the scenario allows.
    func faultSteps(_ state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        var next = state
        next.faults += 1
        if scenario.faults.contains(.flush) {
            var flushed = next
            flushed.content = StoreContent()
            flushed.loseFences()
            flushed.memory.isShown = false
            found("the store is emptied", flushed, nil)
        }
        if scenario.faults.contains(.clock) {
            var moved = next
            moved.memory.isShown = false
            found("the store's clock is moved on", moved, nil)
        }
        if scenario.faults.contains(.restart) {
            restarts(state, next, found)
        }
        if scenario.faults.contains(.disconnect), state.memory.isConnected {
            var lost = next
            lost.memory.isConnected = false
            lost.memory.ping = 0
            found("the subscription breaks", lost, nil)
        }
        if scenario.faults.contains(.restore) {
            var restored = next
            // What is there now was never seen: a version of its own, and what caches know is of another database.
            restored.committed += 1
            restored.complete = restored.committed
            restored.exact = restored.committed
            for index in 0..<scenario.runners { restored[runner: index] = RunnerState(step: .done) }
            if keeps(.identityReplacedOnRestore) {
                restored.content = StoreContent()
                restored.incarnation += 1
            }
            found("the database is restored", restored, nil)
        }
    }

    private func restarts(
        _ state: CacheState,
        _ next: CacheState,
        _ found: (String, CacheState, String?) -> Void
    ) {
        if state.snapshot != state.content {
            var saved = state
            saved.snapshot = state.content
            found("the store saves, or its replica catches up", saved, nil)
        }
        var restarted = next
        restarted.incarnation += 1
        restarted.loseFences()
        restarted.isYoung = scenario.hasMemory
        restarted.memory.isShown = false
        restarted.memory.isConnected = false
        restarted.memory.isHalfConnected = false
        restarted.memory.ping = 0
        // Under names of the new life there is nothing, whatever the snapshot holds under those of the old.
        restarted.content = removed == .incarnationInKey ? state.snapshot : StoreContent()
        found("the store starts again from what it saved", restarted, nil)
    }

    /// A fence ends by itself: its time outlives every transaction, so its owner is dead.
    func expirySteps(_ state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        for index in 0..<scenario.runners where state.content.place.owners & UInt8(1 << index) != 0 {
            let step = state[runner: index].step
            let isDead = step == .dead || step == .draining
            guard isDead || removed == .fenceOutlivesTransaction && step == .fenced else { continue }
            var next = state
            let others = state.content.place.owners & ~UInt8(1 << index)
            next.content.place = TokenPlace(owners: others, isShared: others != 0)
            if isDead { next.exact = state.complete }
            found("the fence of run \(index + 1) ends", next, nil)
        }
    }
}
