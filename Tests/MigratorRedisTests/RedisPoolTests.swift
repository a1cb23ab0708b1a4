import Foundation
import MigratorTestSupport
import Testing

@testable import MigratorRedis

@Suite(.enabled(if: Server.isThere, "MIGRATOR_TEST_REDIS names no server"))
struct RedisPoolTests {
    @Test
    func connectsWhenItIsNeeded() async throws {
        let pool = try Server.pool()
        #expect(pool.connectionCount == 0)
        for _ in 0..<50 { _ = try await pool.command(RedisCommand("PING")) }
        #expect(pool.connectionCount == 1)
    }

    @Test
    func fiftyTasksShareFewConnections() async throws {
        let name = "few\(UUID().uuidString.prefix(8))"
        let pool = try Server.pool { ($0.maxConnections, $0.commandTimeout, $0.clientName) = (4, .seconds(600), name) }
        let turns = Shared([Int](repeating: 0, count: 50))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<50 {
                group.addTask {
                    for round in 0..<60 {
                        let text = "\(task):\(round)"
                        let answer = try await pool.command(RedisCommand("ECHO", text))
                        #expect(answer.text == text)
                        turns.withLock { $0[task] += 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(turns.withLock { $0.allSatisfy { $0 == 60 } })
        #expect(pool.connectionCount <= 4 && pool.waitingCount == 0)
        let list = try await pool.command(RedisCommand("CLIENT", "LIST")).text ?? ""
        #expect((1...4).contains(list.split(separator: "\n").filter { $0.contains("name=\(name) ") }.count))
    }

    @Test
    func allWhoWaitAreServed() async throws {
        let pool = try Server.pool { ($0.maxConnections, $0.commandTimeout) = (1, .seconds(600)) }
        let key = Server.key()
        let order = Shared<[Int]>([])
        // Holds the only connection until the list gets an element.
        let holder = Task { try await pool.command(RedisCommand("BLPOP", key, "0")) }
        try await poll(for: "the connection in use") { pool.connectionCount == 1 }
        let waiters = try await queue(20, on: pool) { number in
            _ = try await pool.command(RedisCommand("PING"))
            order.withLock { $0.append(number) }
        }
        // In the middle somebody goes away, which opens no gap for those behind.
        waiters[7].cancel()
        let gone = await waiters[7].result
        #expect(throws: RedisError.self) { try gone.get() }
        #expect(pool.waitingCount == 19)
        let other = try Server.pool()
        _ = try await other.command(RedisCommand("LPUSH", key, "x"))
        _ = try await holder.value
        for (number, waiter) in waiters.enumerated() where number != 7 { try await waiter.value }
        #expect(order.withLock { $0 }.count == 19)
        #expect(pool.connectionCount == 1 && pool.waitingCount == 0)
    }

    @Test
    func placesAreGivenInOrder() async throws {
        let connection = try await RedisConnection(Server.configuration())
        let slots = Shared(RedisSlots(limit: 1))
        _ = try slots.withLock { try $0.take() }
        let order = Shared<[Int]>([])
        var tasks: [Task<Void, Never>] = []
        for number in 0..<20 {
            let task = Task {
                let result = await withCheckedContinuation { waiter in
                    slots.withLock { slots in
                        let id = slots.nextID()
                        _ = slots.wait(waiter, id, until: .now + .seconds(60))
                    }
                }
                if case .success(.connection) = result { order.withLock { $0.append(number) } }
            }
            tasks.append(task)
            try await poll(for: "one more that waits") { slots.withLock { $0.waitingCount } == number + 1 }
        }
        slots.withLock { $0.leave(5) }?.resume(returning: .failure(.closed))
        for _ in 0..<19 {
            let count = order.withLock { $0.count }
            slots.withLock { $0.giveBack(connection) }?.resume(returning: .success(.connection(connection)))
            try await poll(for: "one more that is served") { order.withLock { $0.count } == count + 1 }
        }
        for task in tasks { await task.value }
        // The fifth id is that of number four.
        #expect(order.withLock { $0 } == (0..<20).filter { $0 != 4 })
    }

    @Test
    func thoseWhoWaitFailWithTheLastWhoTries() async throws {
        let slots = Shared(RedisSlots(limit: 2))
        for _ in 0..<2 { _ = try slots.withLock { try $0.take() } }
        let failed = Shared(0)
        let tasks = (0..<5).map { _ in
            Task {
                let result = await withCheckedContinuation { waiter in
                    slots.withLock { _ = $0.wait(waiter, $0.nextID(), until: .now + .seconds(60)) }
                }
                if case .failure(let error) = result, error.code == .cannotConnect { failed.withLock { $0 += 1 } }
            }
        }
        try await poll(for: "one more that waits") { slots.withLock { $0.waitingCount } == 5 }
        // Somebody still tries, for whom they wait.
        #expect(slots.withLock { $0.openingFailed() }.isEmpty)
        let waiters = slots.withLock { $0.openingFailed() }
        #expect(waiters.count == 5 && slots.withLock { $0.count } == 0)
        for waiter in waiters { waiter.resume(returning: .failure(RedisError(.cannotConnect, "no"))) }
        for task in tasks { await task.value }
        #expect(failed.withLock { $0 } == 5)
    }

    @Test
    func waitingEndsInTime() async throws {
        let pool = try Server.pool { ($0.maxConnections, $0.commandTimeout) = (1, .seconds(600)) }
        let key = Server.key()
        let holder = Task { try await pool.command(RedisCommand("BLPOP", key, "0")) }
        try await poll(for: "the connection in use") { pool.connectionCount == 1 }
        let start = ContinuousClock.now
        let long = Task { try await pool.command(RedisCommand("PING"), timeout: .seconds(300)) }
        try await poll(for: "one more that waits") { pool.waitingCount == 1 }
        let error = try await redisError {
            _ = try await pool.command(RedisCommand("PING"), timeout: .milliseconds(60))
        }
        #expect(error.code == .timedOut && error.message.contains("REDIS_MAX_CONNECTIONS"))
        #expect(start.duration(to: .now) > .milliseconds(59))
        #expect(pool.waitingCount == 1)
        let other = try Server.pool()
        _ = try await other.command(RedisCommand("LPUSH", key, "x"))
        _ = try await holder.value
        #expect(try await long.value.text == "PONG")
    }

    @Test
    func cancellingEndsACommandAndItsConnection() async throws {
        let name = "cancel\(UUID().uuidString.prefix(8))"
        let pool = try Server.pool {
            ($0.maxConnections, $0.commandTimeout, $0.clientName) = (1, .seconds(600), name)
        }
        let key = Server.key()
        let blocked = Task { try await pool.command(RedisCommand("BLPOP", key, "0")) }
        let other = try Server.pool()
        try await poll(for: "the command that blocks") {
            let clients = try await other.command(RedisCommand("CLIENT", "LIST")).text ?? ""
            return clients.split(separator: "\n").contains { $0.contains("name=\(name) ") && $0.contains("cmd=blpop") }
        }
        let start = ContinuousClock.now
        blocked.cancel()
        let error = try await redisError { _ = try await blocked.value }
        #expect(error.code == .cancelled)
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(pool.connectionCount == 0)
        // What comes for the cancelled command answers no other.
        _ = try await other.command(RedisCommand("LPUSH", key, "late"))
        #expect(try await pool.command(RedisCommand("ECHO", "mine")).text == "mine")
        _ = try await other.command(RedisCommand("DEL", key))
        // A task that is cancelled before it begins uses no connection.
        let never = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await pool.command(RedisCommand("PING"))
        }
        #expect(try await redisError { _ = try await never.value }.code == .cancelled)
        #expect(pool.connectionCount == 1)
    }

    @Test
    func manyCancellationsLeaveNothingBehind() async throws {
        let pool = try Server.pool { $0.maxConnections = 3 }
        var random = SeededRandom(Rounds.seed)
        for round in 0..<300 {
            let delay = Int.random(in: 0..<400, using: &random)
            let task = Task<Void, any Error> {
                for number in 0..<10 {
                    let text = "\(round):\(number)"
                    let answer = try await pool.command(RedisCommand("ECHO", text))
                    #expect(answer.text == text)
                }
            }
            let other = Task { try await pool.command(RedisCommand("ECHO", "other \(round)")).text }
            for _ in 0..<delay { await Task.yield() }
            task.cancel()
            if case .failure(let error) = await task.result {
                #expect((error as? RedisError)?.code == .cancelled, "\(error)")
            }
            #expect(try await other.value == "other \(round)")
        }
        #expect(pool.connectionCount <= 3 && pool.waitingCount == 0)
    }

    @Test
    func closingEndsEverything() async throws {
        let pool = try Server.pool { $0.maxConnections = 1 }
        let key = Server.key()
        let holder = Task { try await pool.command(RedisCommand("BLPOP", key, "0"), timeout: .seconds(600)) }
        try await poll(for: "the connection in use") { pool.connectionCount == 1 }
        let waiters = try await queue(3, on: pool) { _ in _ = try await pool.command(RedisCommand("PING")) }
        pool.close()
        for waiter in waiters { #expect(try await redisError { try await waiter.value }.code == .closed) }
        #expect(try await redisError { _ = try await pool.command(RedisCommand("PING")) }.code == .closed)
        _ = try await Server.pool().command(RedisCommand("LPUSH", key, "x"))
        _ = try await holder.value
        #expect(pool.connectionCount == 0)
    }

    /// Starts tasks, each when the one before it waits for a connection.
    private func queue(
        _ count: Int,
        on pool: RedisPool,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> [Task<Void, any Error>] {
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<count {
            tasks.append(Task { try await body(number) })
            try await poll(for: "one more that waits") { pool.waitingCount == number + 1 }
        }
        return tasks
    }
}
