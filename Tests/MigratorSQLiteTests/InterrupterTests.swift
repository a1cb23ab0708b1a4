import MigratorBlocking
import Synchronization
import Testing

/// What a call that blocks is run by.
struct InterrupterTests {
    final class Calls: Interrupter {
        let list = Mutex<[String]>([])

        func begin() { list.withLock { $0.append("begin") } }
        func end() { list.withLock { $0.append("end") } }
        func cancel() { list.withLock { $0.append("cancel") } }
    }

    actor Owner {
        private let executor = QueueExecutor(label: "test")
        let calls = Calls()

        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        func run(_ body: () throws(Failure) -> Int) async throws(Failure) -> Int {
            try await calls.run { () throws(Failure) in
                // Ends the process if it is not so.
                executor.checkIsolated()
                return try body()
            }
        }
    }

    struct Failure: Error, Equatable {}

    @Test func aCallStaysOnItsExecutorAndEnds() async throws {
        let owner = Owner()
        #expect(try await owner.run { 7 } == 7)
        await #expect(throws: Failure()) { try await owner.run { () throws(Failure) in throw Failure() } }
        #expect(owner.calls.list.withLock { $0 } == ["begin", "end", "begin", "end"])
    }

    @Test func aCancelledTaskStopsIt() async throws {
        let owner = Owner()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await owner.run { 7 }
        }
        _ = try await task.value
        #expect(owner.calls.list.withLock { $0 } == ["begin", "cancel", "end"])
    }
}
