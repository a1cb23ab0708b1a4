extension CacheModel {
    /// The next step of a reader: one step is one thing that the store, the database or memory does at once.
    func readerSteps(_ state: CacheState, _ index: Int, _ found: (String, CacheState, String?) -> Void) {
        let reader = state[reader: index]
        let name = index == 0 ? "A" : "B"
        var next = state
        switch reader.step {
        case .idle:
            guard reader.reads > 0 else { return }
            // Who is who does not matter: the first to begin is A.
            if index == 1, scenario.reads == [1, 1], state.readerA.step == .idle, state.readerA.reads == 1 { return }
            begin(&next, index, name, found)
        case .fetch:
            fetch(state.content, &next, index)
            found("\(name) fetches", next, nil)
            if removed == .primariesOnly {
                var other = state
                fetch(state.snapshot, &other, index)
                found("\(name) fetches from a replica", other, nil)
            }
        case .establish:
            if next.content.place.isMissing || removed == .missingTokenOnlyIfMissing {
                next.content.place = TokenPlace(token: freshToken(&next))
            }
            adopt(next.content.place, &next, index)
            found("\(name) makes the missing token", next, nil)
        case .load:
            load(&next, index)
            found("\(name) loads", next, nil)
        case .note:
            next[reader: index].token = state.content.place.isFenced ? 0 : state.content.place.token
            next[reader: index].step = next[reader: index].token == 0 ? .bypass : .store
            found("\(name) notes the token", next, nil)
        case .store: store(&next, index, name, found)
        case .insert, .insertHit:
            let isCurrent = keeps(.generationNotedBeforeFetch) ? reader.isNoteCurrent : true
            if isCurrent || removed == .generationCheckedAtInsert {
                next.memory.entry = reader.value + 1
                next.memory.isEntryCurrent = true
            }
            finish(&next, index, "\(name) puts into memory", found)
        case .bypass:
            if !reader.hasSnapshot { next[reader: index].value = state.committed }
            finish(&next, index, "\(name) passes by", found)
        case .wait: return
        }
    }

    private func begin(
        _ next: inout CacheState,
        _ index: Int,
        _ name: String,
        _ found: (String, CacheState, String?) -> Void
    ) {
        next[reader: index].floor = next.complete
        next[reader: index].exact = scenario.hasMemory || watched == Promise.complete ? 0 : next.exact
        if scenario.hasMemory, next.memory.trust != 0, next.memory.isEntryCurrent {
            next[reader: index].value = next.memory.entry - 1
            return finish(&next, index, "\(name) reads memory", found)
        }
        next[reader: index].isNoteCurrent = true
        if removed == .freshSnapshot {
            next[reader: index].value = next.committed
            next[reader: index].hasSnapshot = true
        }
        next[reader: index].step = .fetch
        // Without memory nothing lies between: a read that began earlier is promised less and gets the same.
        guard scenario.hasMemory || removed == .freshSnapshot else {
            let begun = next
            return readerSteps(begun, index, found)
        }
        found("\(name) begins", next, nil)
    }

    /// One MGET: the token and the value.
    private func fetch(_ content: StoreContent, _ next: inout CacheState, _ index: Int) {
        next[reader: index].incarnation = next.incarnation
        let place = content.place
        let counts = content.valueToken != 0 && (content.valueToken == place.token || removed == .tokenInEnvelope)
        if !place.isFenced, counts, !place.isMissing {
            next[reader: index].value = content.value
            next[reader: index].step = .insertHit
        } else if place.isMissing {
            next[reader: index].step = .establish
        } else {
            adopt(place, &next, index)
        }
    }

    /// Notes the token and goes on to load, alone or with another; behind a fence alone.
    private func adopt(_ place: TokenPlace, _ next: inout CacheState, _ index: Int) {
        let other = scenario.hasFlights ? next[reader: 1 - index] : ReaderState()
        let isUnderWay = other.step == .load || other.step == .store || (other.step == .bypass && other.hasSnapshot)
        if place.isFenced {
            next[reader: index].isFenced = true
            next[reader: index].step = .bypass
            if removed == .fencedReadsDoNotJoin {
                if isUnderWay, other.isFenced { return next[reader: index].step = .wait }
                next[reader: index].step = .load
            }
            return
        }
        guard keeps(.tokensNotedBeforeLoad) else { return next[reader: index].step = .load }
        next[reader: index].token = place.token
        let isSame = !other.isFenced && (other.token == place.token || removed == .flightsKeyedByTokens)
        next[reader: index].step = isUnderWay && isSame ? .wait : .load
    }

    private func load(_ next: inout CacheState, _ index: Int) {
        if !next[reader: index].hasSnapshot { next[reader: index].value = next.committed }
        next[reader: index].hasSnapshot = true
        next[reader: index].step = keeps(.tokensNotedBeforeLoad) ? .store : .note
        if next[reader: index].isFenced { next[reader: index].step = .bypass }
    }

    /// The script: only under the token that was noted, and in the same incarnation.
    private func store(
        _ next: inout CacheState,
        _ index: Int,
        _ name: String,
        _ found: (String, CacheState, String?) -> Void
    ) {
        let reader = next[reader: index]
        let content = next.content
        let isSame = reader.incarnation == next.incarnation || removed == .incarnationInKey
        guard isSame, reader.token == content.place.token && !content.place.isFenced || removed == .tokenCheckedAtStore
        else { return finish(&next, index, "\(name) is refused", found) }
        let counted = content.valueToken != 0 && content.valueToken == content.place.token
        let counts = reader.token == content.place.token
        next.content.valueToken = reader.token
        next.content.value = reader.value
        if counted, !counts, !content.place.isFenced { return found("\(name) stores", next, Promise.harmless) }
        guard scenario.hasMemory else { return finish(&next, index, "\(name) stores", found) }
        next[reader: index].step = .insert
        found("\(name) stores", next, nil)
    }

    /// Gives the value to the reader, and to whoever waits for it.
    private func finish(
        _ next: inout CacheState,
        _ index: Int,
        _ step: String,
        _ found: (String, CacheState, String?) -> Void
    ) {
        let value = next[reader: index].value
        var broken = Self.judge(value, next[reader: index])
        next[reader: index] = ReaderState(reads: next[reader: index].reads - 1)
        if next[reader: 1 - index].step == .wait {
            broken = broken ?? Self.judge(value, next[reader: 1 - index])
            next[reader: 1 - index] = ReaderState(reads: next[reader: 1 - index].reads - 1)
        }
        found("\(step): version \(value)", next, broken)
    }

    private static func judge(_ value: UInt8, _ reader: ReaderState) -> String? {
        if value < reader.floor { return Promise.complete }
        if value < reader.exact { return Promise.exact }
        return nil
    }
}
