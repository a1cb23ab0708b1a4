/// The protocol over a shared store, with memory in front: every order of steps within a scenario's bounds.
struct CacheModel: Model {
    let scenario: Scenario
    /// The rule that is left out.
    let removed: Rule?
    /// The promise that is looked at; `nil` for all.
    let watched: String?

    init(_ scenario: Scenario, without removed: Rule? = nil, watching watched: String? = nil) {
        self.scenario = scenario
        self.removed = removed
        self.watched = watched
    }

    func keeps(_ rule: Rule) -> Bool { removed != rule }

    var initial: CacheState {
        var state = CacheState()
        for (index, reads) in scenario.reads.enumerated() { state[reader: index].reads = reads }
        return state
    }

    func steps(from state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        guard let watched else { return allSteps(from: state, found) }
        allSteps(from: state) { name, next, broken in
            found(name, next, broken == watched ? broken : nil)
        }
    }

    private func allSteps(from state: CacheState, _ found: (String, CacheState, String?) -> Void) {
        for index in scenario.reads.indices { readerSteps(state, index, found) }
        for index in 0..<scenario.runners { runnerSteps(state, index, found) }
        if scenario.hasMemory {
            memorySteps(state, found)
            audienceSteps(state, found)
        }
        if state.faults < scenario.faultLimit { faultSteps(state, found) }
        if scenario.faults.contains(.expire) || removed == .fenceOutlivesTransaction { expirySteps(state, found) }
    }

    /// A token for a place that needs one.
    func freshToken(_ state: inout CacheState) -> UInt8 {
        guard keeps(.freshBits) else {
            state.content.counter += 1
            return state.content.counter
        }
        return state.unusedToken
    }

    /// Memory starts anew: what is there, and what is under way, counts no more.
    func raiseGeneration(_ state: inout CacheState) {
        state.memory.isEntryCurrent = false
        state.memory.entry = 0
        state.readerA.isNoteCurrent = false
        state.readerB.isNoteCurrent = false
    }
}
