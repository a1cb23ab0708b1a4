import MigratorDatabase
import MigratorPostgres
import Testing

private struct SinkFailure: Error {}

extension ServerTests {
    @Test
    func pipelinesStatements() async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int PRIMARY KEY, note text)")
            var statements: [(sql: String, parameters: [DatabaseCell])] = (0..<2000).map { row in
                (
                    sql: "INSERT INTO t VALUES ($1, $2)",
                    parameters: [.int(row), .text(String(repeating: "x", count: 1000))]
                )
            }
            statements.append((sql: "UPDATE t SET id = -id", parameters: []))
            statements.append((sql: "SELECT note FROM t", parameters: []))
            let changes = try await connection.execute(pipelining: statements)
            #expect(changes == Array(repeating: 1, count: 2000) + [2000, 2000])
            #expect(try await connection.execute(pipelining: []).isEmpty)
        }
    }

    @Test
    func pipelineIsUndoneAsAWhole() async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int PRIMARY KEY)")
            let insert = "INSERT INTO t VALUES ($1)"
            let attempts: [(sql: String, values: [DatabaseCell], code: DatabaseFailure.Code)] = [
                (insert, [1], .uniqueViolation), (insert, [], .wrongParameters), ("SELEC", [], .syntax),
                (" ; -- nothing", [], .syntax), ("SELECT 1; SELECT 2", [], .syntax),
            ]
            for bad in attempts {
                let error = try await databaseError {
                    let statements = [(insert, [1]), (bad.sql, bad.values), (insert, [2])]
                    try await connection.execute(pipelining: statements.map { (sql: $0.0, parameters: $0.1) })
                }
                #expect(error.code == bad.code)
                #expect(error.statement == bad.sql)
                #expect(await !connection.isInTransaction)
                #expect(try await connection.query("SELECT * FROM t").isEmpty)
            }
        }
    }

    @Test
    func pipelineIsCancelled() async throws {
        try await withConnection { connection in
            let backend = try await connection.backend()
            let running = Task {
                try await connection.execute(pipelining: [
                    (sql: "SELECT pg_sleep(600)", parameters: []), (sql: "SELECT 1", parameters: []),
                ])
            }
            try await waitUntilServer(runs: "SELECT pg_sleep", for: backend)
            running.cancel()
            let error = try await databaseError { _ = try await running.value }
            #expect(error.code == .cancelled)
            #expect(try await connection.query("SELECT 1 AS one").map(\.values) == [[1]])
        }
    }

    @Test
    func copiesOut() async throws {
        try await withConnection { connection in
            var bytes = 0
            var pieces = 0
            let rows = try await connection.copyOut("SELECT i::int8 FROM generate_series(1, 50000) AS i") { piece in
                bytes += piece.count
                pieces += 1
            }
            #expect(rows == 50_000)
            // The header, 14 bytes a row, the trailer.
            #expect(bytes == 19 + 14 * 50_000 + 2)
            #expect(pieces >= 50_000)
            var count = 0
            await #expect(throws: SinkFailure.self) {
                try await connection.copyOut("SELECT generate_series(1, 100000000)") { _ in
                    count += 1
                    if count == 10 { throw SinkFailure() }
                }
            }
            #expect(count == 10)
            let error = try await databaseError {
                try await connection.copyOut("SELECT 1 / (3 - i) FROM generate_series(1, 5) i") { _ in }
            }
            #expect(error.sqlState == "22012")
            #expect(try await connection.query("SELECT 1 AS one").map(\.values) == [[1]])
        }
    }

    @Test
    func waitsForNotifications() async throws {
        try await withConnection { connection in
            try await connection.listen("waiting")
            #expect(try await connection.receive(waiting: .milliseconds(20)) == 0)
            let waiting = Task { try await connection.receive(waiting: .seconds(30)) }
            try await withConnection { other in try await other.notify("waiting", "now") }
            #expect(try await waiting.value == 1)
            let cancelled = Task { try await connection.receive(waiting: .seconds(30)) }
            // It waits here and not on the server, so nothing shows it: a moment, after which it most likely does.
            try await Task.sleep(for: .milliseconds(20))
            cancelled.cancel()
            let error = try await databaseError { _ = try await cancelled.value }
            #expect(error.code == .cancelled)
        }
    }
}
