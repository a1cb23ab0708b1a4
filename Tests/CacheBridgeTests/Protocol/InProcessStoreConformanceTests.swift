import CacheBridge
import CacheTestKit
import Testing

@Test(arguments: StoreConformance.checks)
func theStoreInThisProcessDoesWhatStoresMust(_ check: StoreConformance.Check) async throws {
    let clock = ManualClock()
    let store = InProcessStore(clock: clock)
    try await check.run(StoreConformance(store) { clock.advance(by: $0) })
}
