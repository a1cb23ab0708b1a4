import MigratorDatabase
import Synchronization
import Testing

/// Whoever waits for a database is answered in time.
struct TimeLimitTests {
    private struct Late: Error {}
    private struct Failed: Error {}

    /// Waits for somebody who does not care for cancellation.
    private static func sleepDeeply(_ isAwake: Gate) async {
        while !isAwake.isOpen.withLock({ $0 }) {
            await Task.detached { try? await Task.sleep(for: .milliseconds(2)) }.value
        }
    }

    private final class Gate: Sendable {
        let isOpen = Mutex(false)
    }

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
                await Self.sleepDeeply(gate)
                #expect(Task.isCancelled)
                ended.isOpen.withLock { $0 = true }
            }
        }
        #expect(!ended.isOpen.withLock { $0 })
        gate.isOpen.withLock { $0 = true }
        await Self.sleepDeeply(ended)
    }

    @Test func whoIsCancelledDoesNotWaitEither() async throws {
        let gate = Gate()
        let waiting = Task {
            try await withTimeLimit(.seconds(600), orThrow: Late()) { await Self.sleepDeeply(gate) }
        }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.isOpen.withLock { $0 = true }
    }
}
