/// A database that is put back in place, and a carrier that reads its outbox on.
///
/// Each row makes one of two namespaces stale. What was read before a look must be gone after it, or be what the database
/// says.
struct RestoreModel: Model {
    struct Row: Hashable {
        var id: UInt8
        var uuid: UInt8
        var namespace: UInt8
    }

    struct Content: Hashable {
        var rows: [Row] = [Row(id: 1, uuid: 1, namespace: 0)]
        /// What each namespace's rows are: the number of the event that made them so.
        var values: [UInt8] = [1, 1]
        /// The highest number that was ever given out.
        var counter: UInt8 = 1
    }

    struct State: Hashable {
        var content = Content()
        var backup: Content?
        /// How often it was loaded: who wrote the rows, or the schema's version.
        var loading: UInt8 = 0
        var events: UInt8 = 1
        var restores: UInt8 = 2
        /// What is in memory; 0: nothing.
        var memory: [UInt8] = [0, 0]
        var position = Row(id: 1, uuid: 1, namespace: 0)
        var knownLoading: UInt8 = 0
    }

    private static let events: UInt8 = 5

    let removed: Rule?

    var initial: State { State() }

    func steps(from state: State, _ found: (String, State, String?) -> Void) {
        var next = state
        for namespace in 0..<2 where state.memory[namespace] == 0 {
            next = state
            next.memory[namespace] = state.content.values[namespace]
            found("namespace \(namespace) is read", next, nil)
        }
        if state.events < Self.events {
            for namespace in 0..<2 {
                next = state
                next.events += 1
                next.content.counter += 1
                next.content.values[namespace] = next.events
                next.content.rows.append(
                    Row(id: next.content.counter, uuid: next.events, namespace: UInt8(namespace))
                )
                found("event \(next.events) makes namespace \(namespace) stale", next, nil)
            }
        }
        if state.backup == nil {
            next = state
            next.backup = state.content
            found("a backup is made", next, nil)
        } else {
            restore(state, found)
        }
        look(state, found)
    }

    private func restore(_ state: State, _ found: (String, State, String?) -> Void) {
        guard state.restores > 0, let backup = state.backup, backup != state.content else { return }
        var next = state
        next.restores -= 1
        next.content = backup
        next.loading += 1
        found("the backup is loaded", next, nil)
        // Row by row: nothing is made anew, and the counter stays.
        next.loading = state.loading
        next.content.counter = state.content.counter
        found("what the backup lacks is taken out", next, nil)
    }

    /// A look: all of it is of one snapshot.
    private func look(_ state: State, _ found: (String, State, String?) -> Void) {
        let content = state.content
        var next = state
        let above = content.rows.filter { $0.id > state.position.id }
        var isOther = false
        if removed != .rowStoodAtCompared { isOther = isOther || !content.rows.contains(state.position) }
        if removed != .loadingCompared { isOther = isOther || state.loading != state.knownLoading }
        if removed != .gapsLookedFor {
            isOther = isOther || content.counter != state.position.id + UInt8(above.count)
        }
        if isOther { next.memory = [0, 0] }
        for row in above { next.memory[Int(row.namespace)] = 0 }
        if let last = content.rows.last { next.position = last }
        next.knownLoading = state.loading
        let isOld = (0..<2).contains { next.memory[$0] != 0 && next.memory[$0] != content.values[$0] }
        found("the carrier looks", next, isOld ? Promise.restored : nil)
    }
}
