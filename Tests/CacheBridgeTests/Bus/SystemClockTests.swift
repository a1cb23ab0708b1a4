import Testing

@testable import CacheBridge

#if canImport(Glibc)
import Glibc
#endif

/// The clock that leases are counted by.
@Suite struct SystemClockTests {
    #if canImport(Glibc)
    /// A machine that sleeps is not waited for by others.
    @Test func itGoesOnWhileTheMachineSleeps() {
        #expect(SystemClock.clock == CLOCK_BOOTTIME)
    }
    #endif

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
