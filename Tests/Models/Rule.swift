/// The rules of the protocol; each is there because without it a promise is broken.
enum Rule: String, CaseIterable {
    // Read
    case tokenInEnvelope, tokenCheckedAtStore, tokensNotedBeforeLoad, freshSnapshot, missingTokenOnlyIfMissing
    case freshBits
    // Fence
    case fenceBeforeCommit, fenceOutlivesTransaction, liftOnlyOwnFence, fencesStandSideBySide
    // Deliver
    case deliverAfterCommit, deliverReplacesToken, publishAfterReplace
    // Incarnation and identity
    case incarnationInKey, scriptsCheckIncarnation, primariesOnly, identityReplacedOnRestore
    // Memory
    case generationNotedBeforeFetch, generationCheckedAtInsert, lease, leaseFromSending, reconnectRaisesGeneration
    case confirmedBeforeInsert, shownBeforePing, shownAreWaitedFor, reachedAreWaitedFor, youngStoreIsWaitedFor
    // Flights
    case flightsKeyedByTokens, fencedReadsDoNotJoin
    // Write-through
    case writeThroughOnlyUndisturbed, sharedFenceIsMarked, tokensNotedBeforeBegin
    // Stores that come back, and several under one name
    case nothingReadBeforeDrain, drainAfterReturn, failureVoidsDrain, memoryDoubtedWithStore
    case storeRemembers, positionOfTheLook, markAfterTokens
    // Memory that polling vouches for, beside a store
    case shownBeforeBelieving, shownBeforeTheLook, shownWithinALease, leaseFromBeginningOfLook, pollingVouchesALease
    // Disk
    case witnessCompared, witnessNotedBeforeLoad
    // The same outbox
    case rowStoodAtCompared, loadingCompared, gapsLookedFor
    // Processes that stop for ever
    case turnEndsByItself, noLockWhileTelling
}

/// What must never happen.
enum Promise {
    /// The one that all is about.
    static let complete = "a read that began after an invalidation was complete returned an older value"
    /// Between COMMIT and that, as long as no store was emptied, restarted or out of reach.
    static let exact = "a read that began after COMMIT, behind a fence that stood, returned an older value"
    /// A client that asks several servers, one after the other.
    static let monotone = "a client saw time run backwards"
    /// Whoever told another store of the same name has told nobody here; a drain has.
    static let drained = "a server answered with less than what its last drain had seen"
    /// After a restore, in place and with whatever follows.
    static let restored = "a look left a value in memory that the database does not have"
    /// Whoever stands still holds up nobody.
    static let goesOn = "an event waits for ever, or a writer, though a process lives that could go on"
    /// What is merely late must not cost others their hits.
    static let harmless = "a store that does not count took the place of a value that did"
}
