import MigratorDatabase
import MigratorTestSupport
import Testing

/// Whoever waits for a database is answered in time.
struct TimeLimitTests {
    private struct Late: Error {}
    private struct Failed: Error {}

    @Test func whatIsInTimeIsReturnedOrThrown() async throws {
        #expect(try await withTimeLimit(.seconds(60), orThrow: Late()) { 7 } == 7)
        await #expect(throws: Failed.self) {
            try await withTimeLimit(.seconds(60), orThrow: Late()) { throw Failed() }
        }
    }

    @Test func whatIsLateIsLeftToItself() async throws {
        let gate = Gate()
        let ended = Gate()
        await #expect(throws: Late.self) {
            try await withTimeLimit(.milliseconds(20), orThrow: Late()) {
                await gate.pass()
                #expect(Task.isCancelled)
                ended.open()
            }
        }
        #expect(!ended.isOpen)
        gate.open()
        await ended.pass()
    }

    @Test func whoIsCancelledDoesNotWaitEither() async throws {
        let gate = Gate()
        let waiting = Task {
            try await withTimeLimit(.seconds(600), orThrow: Late()) { await gate.pass() }
        }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open()
    }
}
