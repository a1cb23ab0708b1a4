/// What lies in a token's place: nothing, a token, or a fence with its owners.
struct TokenPlace: Hashable {
    /// 0: nothing; otherwise the number of a token, where there is no fence.
    var token: UInt8 = 0
    /// A bit for each owner.
    var owners: UInt8 = 0
    var isShared = false

    var isFenced: Bool { owners != 0 }
    var isMissing: Bool { owners == 0 && token == 0 }
}

/// What a store holds under the names of one incarnation.
struct StoreContent: Hashable {
    var place = TokenPlace()
    /// The token that the value's envelope names; 0: there is no value.
    var valueToken: UInt8 = 0
    var value: UInt8 = 0
    var counter: UInt8 = 0
}

/// A reader of the one process that is modelled.
struct ReaderState: Hashable {
    enum Step: UInt8 {
        case idle, fetch, establish, load, note, store, insert, insertHit, bypass, wait
    }

    var step = Step.idle
    var reads: UInt8 = 0
    /// What the read must not fall below.
    var floor: UInt8 = 0
    var exact: UInt8 = 0
    var token: UInt8 = 0
    var incarnation: UInt8 = 0
    var value: UInt8 = 0
    var hasSnapshot = false
    /// Whether nothing was dropped since the generation was noted.
    var isNoteCurrent = false
    /// Whether others may join.
    var isFenced = false
}

/// Somebody who changes the database: a run, or a writer that stores what it wrote.
struct RunnerState: Hashable {
    enum Step: UInt8 {
        case idle, begun, fenced, committed, replaced, published, lifting, done, dead, draining
    }

    var step = Step.idle
    var version: UInt8 = 0
    /// The last version before BEGIN: what the written record was made from.
    var base: UInt8 = 0
    var noted: UInt8 = 0
    /// What lay in the token's place when it was fenced.
    var before: UInt8 = 0
    var incarnation: UInt8 = 0
    /// Whether no fault has taken its fence away.
    var isFenceIntact = false
    /// The fresh token that it may store its value under.
    var fresh: UInt8 = 0
    var event: UInt8 = 0
    /// Whether the message of its event reached a subscription.
    var isHeard = false
}

/// The memory of the process, and its subscription.
struct MemoryState: Hashable {
    /// 0: nothing; otherwise the version and one.
    var entry: UInt8 = 0
    var isEntryCurrent = false
    var isConnected = false
    /// Subscribed, and memory not yet started anew; or the other way round.
    var isHalfConnected = false
    var received: UInt8 = 0
    /// How many events were published when the answered ping was sent, and one; 0: not trusted.
    var trust: UInt8 = 0
    var ping: UInt8 = 0
    /// Whether the store counts it among those who listen.
    var isShown = false
}

/// All of it.
struct CacheState: Hashable {
    var committed: UInt8 = 1
    var complete: UInt8 = 1
    var exact: UInt8 = 1
    var content = StoreContent()
    var snapshot = StoreContent()
    var incarnation: UInt8 = 1
    var published: UInt8 = 0
    /// Whether the store was started less than a lease ago.
    var isYoung = false
    var faults: UInt8 = 0
    var memory = MemoryState()
    var readerA = ReaderState()
    var readerB = ReaderState()
    var runnerA = RunnerState()
    var runnerB = RunnerState()

    subscript(reader index: Int) -> ReaderState {
        get { index == 0 ? readerA : readerB }
        set { if index == 0 { readerA = newValue } else { readerB = newValue } }
    }

    subscript(runner index: Int) -> RunnerState {
        get { index == 0 ? runnerA : runnerB }
        set { if index == 0 { runnerA = newValue } else { runnerB = newValue } }
    }

    /// A fault took fences away: what they promised is promised no more.
    mutating func loseFences() {
        exact = complete
        runnerA.isFenceIntact = false
        runnerB.isFenceIntact = false
    }

    /// The number of a token that is nowhere: which one does not matter, because bits never come again.
    var unusedToken: UInt8 {
        var used: UInt32 = 1
        for token in [
            content.place.token, content.valueToken, snapshot.place.token, snapshot.valueToken, readerA.token,
            readerB.token, runnerA.noted, runnerA.before, runnerA.fresh, runnerB.noted, runnerB.before, runnerB.fresh,
        ] {
            used |= 1 << UInt32(token)
        }
        return UInt8((~used).trailingZeroBitCount)
    }
}
