import MigratorTestSupport
import Synchronization
import Testing

@testable import MigratorTestKit

/// What bounds how many databases are open.
@Suite struct DatabaseGateTests {
    @Test func onlySoManyAreWithin() async throws {
        let gate = DatabaseGate(limit: 2)
        try await gate.enter()
        try await gate.enter()
        let isWithin = Mutex(false)
        async let third: Void = {
            try await gate.enter()
            isWithin.withLock { $0 = true }
        }()
        try await poll(for: "the one who waits") { gate.waiting == 1 }
        #expect(!isWithin.withLock { $0 })
        gate.leave()
        try await third
        #expect(gate.waiting == 0)
    }

    private final class Order: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    @Test func whoCameFirstGetsInFirst() async throws {
        let gate = DatabaseGate(limit: 1)
        try await gate.enter()
        let order = Order()
        await withTaskGroup { group in
            for number in 0..<5 {
                group.addTask {
                    try? await gate.enter()
                    order.numbers.withLock { $0.append(number) }
                    gate.leave()
                }
                try? await poll(for: "the next one in the queue") { gate.waiting == number + 1 }
            }
            gate.leave()
        }
        #expect(order.numbers.withLock { $0 } == [0, 1, 2, 3, 4])
    }

    @Test func whoIsCancelledLeavesTheQueue() async throws {
        let gate = DatabaseGate(limit: 1)
        try await gate.enter()
        let cancelled = Task { try await gate.enter() }
        try await poll(for: "the one who waits") { gate.waiting == 1 }
        let next = Task { try await gate.enter() }
        try await poll(for: "both who wait") { gate.waiting == 2 }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(gate.waiting == 1)
        gate.leave()
        try await next.value
        // A cancelled one that never waited takes no place either.
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await gate.enter()
        }
        await #expect(throws: CancellationError.self) { try await late.value }
        gate.leave()
        try await gate.enter()
    }
}
