import Foundation
import MigratorDatabase
import MigratorPostgres
import Testing

extension ServerTests {
    @Test
    func readsEachType() async throws {
        try await withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT 1::int2, 2::int4, 3::int8, 4::oid, 1.5::float4, 'x'::"char", 'n'::name, 'b'::char(3),
                  '{"a":1}'::jsonb, ARRAY[1, 2], '1 day'::interval, '10.0.0.1'::inet, 'infinity'::date,
                  '24:00'::time, '10:00+02'::timetz, '0044-03-15 BC'::date, 'NaN'::numeric, NULL::uuid, '\\x00ff'::bytea
                """
            )
            let expected: [DatabaseCell] = [
                1, 2, 3, 4, 1.5, "x", "n", "b  ", .json(#"{"a": 1}"#), "{1,2}", "1 day", "10.0.0.1", "infinity",
                "24:00:00", "10:00:00+02", "0044-03-15 BC", .decimal("NaN"), nil, .blob([0, 255]),
            ]
            #expect(rows.map(\.values) == [expected])
        }
    }

    @Test
    func parametersTakeTheTypeOfTheirPlace() async throws {
        try await withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT $1::int4 + 1, abs($2::int2), $3 = 'a'::text, $4::int[], left('abc', $5), $6::jsonb -> 'a',
                  length($7), $8::numeric
                """,
                [41, -3, "a", "{1,2}", 2, .json(#"{"a": 7}"#), .blob([1, 2, 3]), .double(2.5)]
            )
            let expected: [DatabaseCell] = [42, 3, true, "{1,2}", "ab", .json("7"), 3, .decimal("2.5")]
            #expect(rows.map(\.values) == [expected])
        }
    }

    @Test
    func rowsThatNobodyAsksForNeedNoMemory() async throws {
        // 600 MB of rows.
        let select = "SELECT repeat('x', 2000) FROM generate_series(1, 300000)"
        try await withConnection { connection in
            let before = Self.peakMemory
            #expect(try await connection.execute(select) == 0)
            #expect(await connection.execute(inOrder: [select]).changes == [0])
            let prepared = try await connection.prepare(select)
            #expect(try await connection.execute(prepared, []) == 0)
            #expect(Self.peakMemory - before < 200, "MB")
            // An error behind rows is one all the same.
            let failing = try await databaseError {
                try await connection.execute("SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n")
            }
            #expect(failing.sqlState == "22012")
            let backend = try await connection.backend()
            let endless = Task { try await connection.execute("SELECT n FROM generate_series(1, 1000000000) AS n") }
            try await waitUntilServer(runs: "SELECT n FROM generate_series", for: backend)
            endless.cancel()
            #expect(try await databaseError { _ = try await endless.value }.code == .cancelled)
            #expect(try await connection.query("SELECT 1").count == 1)
        }
    }

    /// The most that the process has held so far, in MB.
    private static var peakMemory: Int {
        var usage = rusage()
        #if canImport(Darwin)
        getrusage(RUSAGE_SELF, &usage)
        return usage.ru_maxrss >> 20
        #else
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss >> 10
        #endif
    }

    @Test
    func zeroBytesAreRefused() async throws {
        try await withConnection { connection in
            let value = try await databaseError { _ = try await connection.query("SELECT $1", ["a\0b"]) }
            #expect(value.code == .wrongType)
            let text = try await databaseError { _ = try await connection.query("SELECT 1\0; DROP TABLE x") }
            #expect(text.code == .syntax)
        }
    }

    @Test
    func copyIsNoStatement() async throws {
        try await withConnection { connection in
            for sql in ["COPY (SELECT generate_series(1, 100000)) TO STDOUT", "COPY pg_temp.t FROM STDIN"] {
                try await connection.execute("CREATE TEMP TABLE IF NOT EXISTS t (id int)")
                let error = try await databaseError { try await connection.execute(sql) }
                #expect(error.code == .unsupported)
            }
            #expect(try await connection.query("SELECT 1 AS one").map(\.values) == [[1]])
        }
    }

    @Test
    func hearsNotices() async throws {
        try await withConnection { connection in
            var notices = connection.notices().makeAsyncIterator()
            try await connection.execute("DO $$ BEGIN RAISE WARNING 'careful'; RAISE NOTICE 'by the way'; END $$")
            #expect(await notices.next() == DatabaseNotice(severity: "WARNING", message: "careful"))
            #expect(await notices.next() == DatabaseNotice(severity: "NOTICE", message: "by the way"))
        }
    }

    @Test
    func hearsNotifications() async throws {
        try await withConnection { connection in
            var heard = connection.notifications().makeAsyncIterator()
            try await connection.listen("a \"channel\"")
            let other = try await Server.connect()
            try await other.notify("a \"channel\"", "first")
            try await other.notify("another", "not heard")
            try await other.notify("a \"channel\"")
            await other.close()
            var count = 0
            while count < 2 {
                let more = try await connection.receive(waiting: .seconds(10))
                try #require(more > 0)
                count += more
            }
            #expect(await heard.next()?.payload == "first")
            let second = await heard.next()
            #expect(second?.channel == "a \"channel\"")
            #expect(second?.payload == "")
        }
    }

    @Test
    func discardsInAFailedTransaction() async throws {
        try await withConnection { connection in
            let first = try await connection.prepare("SELECT 1")
            let second = try await connection.prepare("SELECT 2")
            try await connection.begin()
            _ = try await databaseError { try await connection.execute("SELECT 1 / 0") }
            await connection.discard(first)
            try await connection.rollback()
            await connection.discard(second)
            let rows = try await connection.query("SELECT count(*) AS n FROM pg_prepared_statements")
            #expect(rows.first?["n"] == 0)
        }
    }
}
