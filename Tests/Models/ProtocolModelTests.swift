import Testing

/// The protocol of invalidation, explored in every order of its steps, and the mutation gate: each rule, left out, must
/// yield its counterexample, or it would be no rule, or the model would not see what it is for.
@Suite struct ProtocolModelTests {
    @Test(arguments: Scenario.all.map(\.name))
    func withAllRulesNoPromiseIsBroken(name: String) throws {
        let scenario = try #require(Scenario.all.first { $0.name == name })
        expectWhole(name) { CacheModel(scenario).explore() }
    }

    @Test func whatAStoreForgotWhileItWasAwayIsNotRead() {
        expectWhole("stores that come back") { StoreModel(kind: .outages, removed: nil).explore() }
        expectWhole("two stores of one name") { StoreModel(kind: .twoStores, removed: nil).explore() }
    }

    @Test func memoryBesideAStoreIsWaitedForWhoeverVouchesForIt() {
        expectWhole("belief") { BeliefModel(removed: nil).explore() }
    }

    /// Explores all there is, says how much that was, and expects nothing broken.
    private func expectWhole(_ name: String, _ explore: () -> Exploration) {
        let clock = ContinuousClock()
        var result = Exploration()
        let took = clock.measure { result = explore() }
        #expect(result.broken == nil, "\(name): \(result)")
        #expect(result.states > 500, "\(name): a model that hardly moves shows nothing")
        print("model: \(name): \(result.states) states in \(took)")
    }

    @Test func theDiskTierIsExact() {
        let result = DiskModel(removed: nil).explore()
        #expect(result.broken == nil, "\(result)")
        #expect(result.states > 500)
    }

    @Test func aRestoreIsNoticedWhateverFollows() {
        let result = RestoreModel(removed: nil).explore()
        #expect(result.broken == nil, "\(result)")
        #expect(result.states > 500)
    }

    @Test func whoStandsStillHoldsUpNobody() {
        let result = StandstillModel(removed: nil).explore()
        #expect(result.broken == nil, "\(result)")
        #expect(result.states > 500)
    }

    /// Where each rule is needed, and what breaks without it.
    private static let gate: [Rule: (scenario: Scenario?, broken: String)] = [
        .tokenInEnvelope: (.store, Promise.complete),
        .tokenCheckedAtStore: (.store, Promise.harmless),
        .tokensNotedBeforeLoad: (.store, Promise.complete),
        .freshSnapshot: (.store, Promise.exact),
        .missingTokenOnlyIfMissing: (.store, Promise.exact),
        .freshBits: (.store, Promise.complete),
        .fenceBeforeCommit: (.store, Promise.exact),
        .fenceOutlivesTransaction: (.store, Promise.exact),
        .liftOnlyOwnFence: (.twoRunners, Promise.exact),
        .fencesStandSideBySide: (.twoRunners, Promise.exact),
        .deliverAfterCommit: (.store, Promise.complete),
        .deliverReplacesToken: (.store, Promise.complete),
        .publishAfterReplace: (.memory, Promise.complete),
        .incarnationInKey: (.restarts, Promise.complete),
        .scriptsCheckIncarnation: (.restarts, Promise.complete),
        .primariesOnly: (.restarts, Promise.complete),
        .identityReplacedOnRestore: (.restored, Promise.complete),
        .generationNotedBeforeFetch: (.memory, Promise.complete),
        .generationCheckedAtInsert: (.memory, Promise.complete),
        .lease: (.memory, Promise.complete),
        .leaseFromSending: (.memory, Promise.complete),
        .reconnectRaisesGeneration: (.memory, Promise.complete),
        .confirmedBeforeInsert: (.memory, Promise.complete),
        .shownBeforePing: (.audience, Promise.complete),
        .shownAreWaitedFor: (.audience, Promise.complete),
        .reachedAreWaitedFor: (.audience, Promise.complete),
        .youngStoreIsWaitedFor: (.audience, Promise.complete),
        .flightsKeyedByTokens: (.flights, Promise.complete),
        .fencedReadsDoNotJoin: (.flights, Promise.exact),
        .writeThroughOnlyUndisturbed: (.writers, Promise.complete),
        .sharedFenceIsMarked: (.writers, Promise.complete),
        .tokensNotedBeforeBegin: (.writers, Promise.complete),
        .witnessCompared: (nil, Promise.complete),
        .witnessNotedBeforeLoad: (nil, Promise.complete),
        .nothingReadBeforeDrain: (nil, Promise.monotone),
        .drainAfterReturn: (nil, Promise.monotone),
        .failureVoidsDrain: (nil, Promise.monotone),
        .memoryDoubtedWithStore: (nil, Promise.monotone),
        .storeRemembers: (nil, Promise.drained),
        .positionOfTheLook: (nil, Promise.drained),
        .markAfterTokens: (nil, Promise.drained),
        .shownBeforeBelieving: (nil, Promise.complete),
        .shownBeforeTheLook: (nil, Promise.complete),
        .shownWithinALease: (nil, Promise.complete),
        .leaseFromBeginningOfLook: (nil, Promise.complete),
        .pollingVouchesALease: (nil, Promise.complete),
        .rowStoodAtCompared: (nil, Promise.restored),
        .loadingCompared: (nil, Promise.restored),
        .gapsLookedFor: (nil, Promise.restored),
        .turnEndsByItself: (nil, Promise.goesOn),
        .noLockWhileTelling: (nil, Promise.goesOn),
    ]

    /// The model that knows a rule, without it.
    private static func explore(without rule: Rule) -> Exploration {
        switch rule {
        case .nothingReadBeforeDrain, .drainAfterReturn, .failureVoidsDrain, .memoryDoubtedWithStore:
            StoreModel(kind: .outages, removed: rule).explore()
        case .storeRemembers, .positionOfTheLook, .markAfterTokens:
            StoreModel(kind: .twoStores, removed: rule).explore()
        case .shownBeforeBelieving, .shownBeforeTheLook, .shownWithinALease, .leaseFromBeginningOfLook,
            .pollingVouchesALease:
            BeliefModel(removed: rule).explore()
        case .rowStoodAtCompared, .loadingCompared, .gapsLookedFor: RestoreModel(removed: rule).explore()
        case .turnEndsByItself, .noLockWhileTelling: StandstillModel(removed: rule).explore()
        default: DiskModel(removed: rule).explore()
        }
    }

    @Test(arguments: Rule.allCases)
    func eachRuleLeftOutYieldsItsCounterexample(rule: Rule) throws {
        let entry = try #require(Self.gate[rule], "a rule without its counterexample")
        let result =
            if let scenario = entry.scenario {
                CacheModel(scenario, without: rule, watching: entry.broken).explore()
            } else {
                Self.explore(without: rule)
            }
        #expect(result.broken == entry.broken, "\(result)")
        #expect(result.counterexample?.isEmpty == false)
    }
}
