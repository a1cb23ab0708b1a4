/// Stores that go away and come back with what they held, and another store under the same name.
///
/// Two servers read through one store; one client asks now this server, now that one. A run commits and tells the store in
/// one step, as `CacheModel` explores what lies between; or it finds the store away, and its event waits; or it tells
/// another store of the same name, and its event counts as delivered. An outage is noticed by both servers before it
/// ends: a shorter one nobody notices.
struct StoreModel: Model {
    struct Server: Hashable {
        enum Step: UInt8 { case idle, looked, marked, told }

        var isFailing = false
        var isBelieved = true
        var doubts: UInt8 = 0
        /// 0: nothing; otherwise the version in memory.
        var memory: UInt8 = 0
        // Its drain.
        var step = Step.idle
        var ticket: UInt8 = 0
        var position: UInt8 = 0
        /// How many versions were committed when it looked.
        var look: UInt8 = 0
        /// What it must not answer below: what the last drain of its own had seen.
        var floor: UInt8 = 1
    }

    struct State: Hashable {
        var committed: UInt8 = 1
        /// The versions that count as delivered, under the name of the store.
        var delivered: UInt8 = 0b10
        var isUp = true
        var outages: UInt8
        // What the store holds.
        var token: UInt8 = 1
        var valueToken: UInt8 = 0
        var value: UInt8 = 0
        /// The versions that it has marked as told, and up to where it was told of everything.
        var marks: UInt8 = 0b10
        var position: UInt8 = 1
        var servers = [Server(), Server()]
        /// The highest version that the client has seen.
        var seen: UInt8 = 1
    }

    enum Kind { case outages, twoStores }

    let kind: Kind
    let removed: Rule?
    var versions: UInt8 = 3

    private func keeps(_ rule: Rule) -> Bool { removed != rule }

    var initial: State { State(outages: kind == .outages ? 1 : 0) }

    func steps(from state: State, _ found: (String, State, String?) -> Void) {
        commit(state, found)
        outage(state, found)
        for index in 0..<2 {
            read(state, index, found)
            drain(state, index, found)
        }
    }

    // MARK: The run and the store

    private func commit(_ state: State, _ found: (String, State, String?) -> Void) {
        guard state.committed < versions else { return }
        var next = state
        next.committed += 1
        let version = next.committed
        guard state.isUp else { return found("version \(version) is committed, and waits", next, nil) }
        if kind == .twoStores {
            var other = next
            other.delivered |= 1 << version
            found("version \(version) is committed, and another store of that name is told", other, nil)
        }
        tell(&next, version)
        next.delivered |= 1 << version
        found("version \(version) is committed, and the store is told", next, nil)
    }

    /// Fresh tokens, the message to all who listen, and the mark.
    private func tell(_ state: inout State, _ version: UInt8) {
        replaceToken(&state)
        state.marks |= 1 << version
    }

    private func replaceToken(_ state: inout State) {
        // Which bits does not matter, as long as they are not those of the value.
        state.token = state.valueToken == 1 ? 2 : 1
        for index in 0..<2 where !state.servers[index].isFailing { state.servers[index].memory = 0 }
    }

    private func outage(_ state: State, _ found: (String, State, String?) -> Void) {
        var next = state
        if state.isUp, state.outages > 0 {
            next.isUp = false
            next.outages -= 1
            found("the store goes away", next, nil)
        }
        if !state.isUp, state.servers.allSatisfy(\.isFailing) {
            next.isUp = true
            found("the store is back with what it held", next, nil)
        }
    }

    // MARK: Servers

    private func read(_ state: State, _ index: Int, _ found: (String, State, String?) -> Void) {
        let server = state.servers[index]
        let name = index == 0 ? "A" : "B"
        var next = state
        if state.isUp, server.memory != 0, server.isBelieved || !keeps(.memoryDoubtedWithStore) {
            return answer(&next, index, server.memory, "\(name) reads memory", found)
        }
        if server.isFailing, state.isUp {
            next.servers[index].isFailing = false
            if !keeps(.nothingReadBeforeDrain) { next.servers[index].isBelieved = true }
            found("\(name) finds that the store answers again", next, nil)
        }
        guard state.isUp else {
            fail(&next, index)
            return answer(&next, index, state.committed, "\(name) finds the store away and loads", found)
        }
        guard server.isBelieved else {
            next = state
            return answer(&next, index, state.committed, "\(name) passes the store by and loads", found)
        }
        if state.valueToken == state.token {
            next.servers[index].memory = state.value
            return answer(&next, index, state.value, "\(name) reads the store", found)
        }
        next.valueToken = state.token
        next.value = state.committed
        next.servers[index].memory = state.committed
        answer(&next, index, state.committed, "\(name) loads and stores", found)
    }

    private func fail(_ state: inout State, _ index: Int) {
        let wasFailing = state.servers[index].isFailing
        state.servers[index].isFailing = true
        state.servers[index].isBelieved = false
        if !wasFailing { state.servers[index].doubts += 1 }
        if keeps(.memoryDoubtedWithStore) { state.servers[index].memory = 0 }
    }

    private func answer(
        _ next: inout State,
        _ index: Int,
        _ value: UInt8,
        _ step: String,
        _ found: (String, State, String?) -> Void
    ) {
        // Who reads several stores hears of others within the time of a drain.
        let isFallen = kind == .outages && value < next.seen
        let isOld = value < next.servers[index].floor
        next.seen = kind == .outages ? max(next.seen, value) : 1
        found("\(step): version \(value)", next, isFallen ? Promise.monotone : isOld ? Promise.drained : nil)
    }

    /// A drain: what the store remembers, a look at the outbox, what is told, and the end.
    private func drain(_ state: State, _ index: Int, _ found: (String, State, String?) -> Void) {
        let server = state.servers[index]
        let name = index == 0 ? "A" : "B"
        var next = state
        switch server.step {
        case .idle:
            let mayBegin = state.isUp && !server.isFailing || !keeps(.drainAfterReturn)
            guard mayBegin, !server.isBelieved || state.committed > server.floor else { return }
            next.servers[index].ticket = server.doubts
            next.servers[index].position = state.position
            next.servers[index].look = state.committed
            next.servers[index].step = .looked
            found("\(name) begins a drain and sees version \(state.committed)", next, nil)
        case .looked:
            guard state.isUp else { return abandon(state, index, name, found) }
            if keeps(.markAfterTokens) {
                for version in untold(state, server) { tell(&next, version) }
                next.servers[index].step = .told
                found("\(name) tells the store", next, nil)
            } else {
                // Which ones is remembered in place of the position.
                var mask: UInt8 = 0
                for version in untold(state, server) { mask |= 1 << version }
                next.marks |= mask
                next.servers[index].position = mask
                next.servers[index].step = .marked
                found("\(name) marks what it is about to tell", next, nil)
            }
        case .marked:
            guard state.isUp else { return abandon(state, index, name, found) }
            if server.position != 0 { replaceToken(&next) }
            next.servers[index].step = .told
            found("\(name) tells the store", next, nil)
        case .told:
            guard state.isUp else { return abandon(state, index, name, found) }
            next.position = keeps(.positionOfTheLook) ? server.look : state.committed
            next.servers[index].step = .idle
            next.servers[index].floor = max(server.floor, server.look)
            let isVoid = server.isFailing || server.doubts != server.ticket
            if !isVoid || !keeps(.failureVoidsDrain) {
                if !server.isBelieved { next.servers[index].memory = 0 }
                next.servers[index].isBelieved = true
                next.servers[index].isFailing = false
            }
            found("\(name) ends its drain", next, nil)
        }
    }

    private func abandon(_ state: State, _ index: Int, _ name: String, _ found: (String, State, String?) -> Void) {
        var next = state
        next.servers[index].step = .idle
        found("\(name) gives up its drain", next, nil)
    }

    /// The versions that the store is to be told of, by what it remembers itself; or, without that, by the name.
    private func untold(_ state: State, _ server: Server) -> [UInt8] {
        guard server.look > 1 else { return [] }
        return (2...server.look).filter { version in
            guard keeps(.storeRemembers) else { return state.delivered & 1 << version == 0 }
            return version > server.position && state.marks & 1 << version == 0
        }
    }
}
