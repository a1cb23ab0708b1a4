/// The disk tier: entries bear what the database looked like, and are compared with it at each hit.
struct DiskModel: Model {
    struct State: Hashable {
        struct Reader: Hashable {
            var step: UInt8 = 0
            var floor: UInt8 = 0
            var witness: UInt8 = 0
            var value: UInt8 = 0
        }

        var committed: UInt8 = 1
        var writes: UInt8 = 2
        /// 0: there is no file.
        var fileWitness: UInt8 = 0
        var fileValue: UInt8 = 0
        var readers = [Reader(), Reader()]
        var reads: [UInt8] = [1, 2]
    }

    let removed: Rule?

    var initial: State { State() }

    func steps(from state: State, _ found: (String, State, String?) -> Void) {
        if state.writes > 0 {
            var next = state
            next.writes -= 1
            // The outbox row is of the same transaction, so that both are seen at once.
            next.committed += 1
            found("version \(next.committed) is committed", next, nil)
        }
        for index in 0..<2 { step(state, index, found) }
    }

    private func step(_ state: State, _ index: Int, _ found: (String, State, String?) -> Void) {
        let name = index == 0 ? "A" : "B"
        var next = state
        switch state.readers[index].step {
        case 0:
            guard state.reads[index] > 0 else { return }
            next.reads[index] -= 1
            next.readers[index] = State.Reader(step: 1, floor: state.committed)
            found("\(name) begins", next, nil)
        case 1:
            next.readers[index].witness = state.committed
            next.readers[index].step = 2
            found("\(name) asks the database what it looks like", next, nil)
        case 2:
            let counts = state.fileWitness == state.readers[index].witness || removed == .witnessCompared
            guard state.fileWitness != 0, counts else {
                next.readers[index].step = 3
                return found("\(name) finds nothing that counts", next, nil)
            }
            finish(&next, index, state.fileValue, "\(name) reads the file", found)
        case 3:
            next.readers[index].value = state.committed
            next.readers[index].step = 4
            found("\(name) loads", next, nil)
        default:
            let noted = state.readers[index].witness
            next.fileWitness = removed == .witnessNotedBeforeLoad ? state.committed : noted
            next.fileValue = state.readers[index].value
            finish(&next, index, state.readers[index].value, "\(name) writes the file", found)
        }
    }

    private func finish(
        _ next: inout State,
        _ index: Int,
        _ value: UInt8,
        _ step: String,
        _ found: (String, State, String?) -> Void
    ) {
        let isOld = value < next.readers[index].floor
        next.readers[index] = State.Reader()
        found("\(step): version \(value)", next, isOld ? Promise.complete : nil)
    }
}
