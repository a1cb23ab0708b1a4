import MigratorDatabase

extension DriverConformance.Session {
    /// Starts a query that does not end, stops it by some means, and expects it to be cancelled soon after.
    func expectStop(
        _ what: String,
        by stop: @escaping @Sendable (Task<Void, any Error>, any DatabaseConnection) -> Void
    ) async throws {
        let (connection, query) = (connection, dialect.endlessQuery)
        let running = Task { _ = try await connection.query(query) }
        try await Task.sleep(for: .milliseconds(50))
        let start = ContinuousClock.now
        // Again and again: on a busy machine the query may not have begun yet, and there is nothing to stop.
        let stopping = Task {
            while !Task.isCancelled {
                stop(running, connection)
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        try await expectError(.cancelled, from: what) { try await running.value }
        let elapsed = start.duration(to: .now)
        stopping.cancel()
        _ = await stopping.result
        try expect(elapsed < .seconds(10), "\(what) takes \(elapsed)")
        try await expectWorks()
    }

    func expectWorks() async throws {
        let rows = try await connection.query("SELECT 1 AS one")
        try expectEqual(rows.map(\.values), [[.int(1)]], "a query afterwards")
    }
}

extension DriverConformance {
    static let cancellations: [Named] = [
        (
            "cancelling the task stops its statement",
            { session in
                try await session.expectStop("cancelling the task") { task, _ in task.cancel() }
                try await session.expectStop("cancelling the task again") { task, _ in task.cancel() }
            }
        ),
        (
            "cancel() stops the statement that runs",
            { session in
                try await session.expectStop("cancel()") { _, connection in connection.cancel() }
            }
        ),
        (
            "cancelling the task stops the statements that follow",
            { session in
                let (connection, table) = (session.connection, session.table)
                try await session.create("id bigint")
                let list = Array(repeating: "INSERT INTO \(table) VALUES (1)", count: 200_000)
                try await connection.begin()
                let running = Task { await connection.execute(inOrder: list) }
                try await Task.sleep(for: .milliseconds(50))
                running.cancel()
                let done = await running.value
                try expectEqual(done.failure?.code, .cancelled, "the error")
                try expect(done.changes.count < list.count, "all statements were run")
                try await connection.rollback()
                try expectEqual(try await session.rowCount(), 0, "rows")
            }
        ),
        (
            "cancel() does nothing when nothing runs",
            { session in
                session.connection.cancel()
                try await session.expectWorks()
                session.connection.cancel()
                try await session.connection.begin()
                try await session.connection.rollback()
            }
        ),
        (
            "a cancelled task starts no statement but can roll back",
            { session in
                let connection = session.connection
                let insert = "INSERT INTO \(session.table) VALUES (1)"
                try await session.create("id bigint")
                try await connection.begin()
                try await connection.execute(insert)
                let task = Task {
                    // Goes on once it is cancelled.
                    while !Task.isCancelled { await Task.yield() }
                    try await expectError(.cancelled, from: "a statement of a cancelled task") {
                        try await connection.execute(insert)
                    }
                    try await connection.rollback()
                }
                task.cancel()
                try await task.value
                try expectEqual(await connection.isInTransaction, false, "isInTransaction")
                try expectEqual(try await session.rowCount(), 0, "rows")
            }
        ),
    ]
}
