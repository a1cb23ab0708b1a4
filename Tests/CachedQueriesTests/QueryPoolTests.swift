import CachedQueries
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Synchronization
import Testing

@Suite struct QueryPoolTests {
    private func pool(_ limit: Int, opening: @escaping @Sendable (Int) throws -> Void = { _ in }) -> QueryPool {
        let count = Counter()
        return QueryPool(limit: limit) {
            try opening(count.next())
            return try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        }
    }

    final class Counter: Sendable {
        private let value = Mutex(0)
        var current: Int { value.withLock { $0 } }
        func previous() { value.withLock { $0 -= 1 } }
        func atLeast(_ other: Int) { value.withLock { $0 = max($0, other) } }
        func next() -> Int {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    struct Refused: Error {}

    @Test func noMoreAreLentThanThereMayBe() async throws {
        let pool = pool(2)
        let (now, most) = (Counter(), Counter())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await pool.withConnection { connection in
                        most.atLeast(now.next())
                        _ = try await connection.query("SELECT 1")
                        now.previous()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(most.current <= 2)
        await pool.close()
        await #expect(throws: DatabaseFailure.self) { try await pool.withConnection { _ in } }
    }

    @Test func anOpenTransactionIsRolledBack() async throws {
        let pool = pool(1)
        try await pool.withConnection { connection in
            _ = try await connection.execute("CREATE TABLE t (a)")
            try await connection.begin()
            _ = try await connection.execute("INSERT INTO t VALUES (1)")
        }
        #expect(try await pool.withConnection { try await $0.query("SELECT * FROM t").count } == 0)
        await pool.close()
    }

    @Test func whatCannotBeOpenedBlocksNobody() async throws {
        let pool = pool(1) { if $0 == 1 { throw Refused() } }
        await #expect(throws: Refused.self) { try await pool.withConnection { _ in } }
        try await pool.withConnection { _ in }
        await pool.close()
    }

    @Test func whoWaitsCanBeCancelled() async throws {
        let pool = pool(1)
        let gate = Gate()
        let holder = Task { try await pool.withConnection { _ in await gate.pass() } }
        try await poll { gate.waiting == 1 }
        let waiting = Task { try await pool.withConnection { _ in } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open()
        try await holder.value
        try await pool.withConnection { _ in }
        await pool.close()
    }

    @Test func aBrokenConnectionIsReplaced() async throws {
        let pool = pool(1)
        await #expect(throws: DatabaseFailure.self) {
            try await pool.withConnection { connection in
                _ = try await connection.execute("CREATE TABLE t (a)")
                throw DatabaseFailure(.connectionLost, "gone")
            }
        }
        await #expect(throws: DatabaseFailure.self) {
            try await pool.withConnection { _ = try await $0.query("SELECT * FROM t") }
        }
        await pool.close()
    }
}
