import CacheBridge
import Testing

/// The clock that leases are counted by.
@Suite struct SystemClockTests {
    @Test func itGoesForwardAndWaits() async throws {
        let clock = SystemClock()
        let began = clock.now
        try await clock.sleep(for: .milliseconds(5))
        #expect(clock.now - began >= 5_000_000)
        try await clock.sleep(until: began)
        await #expect(throws: CancellationError.self) {
            let waiting = Task { try await clock.sleep(for: .seconds(600)) }
            waiting.cancel()
            try await waiting.value
        }
    }
}
