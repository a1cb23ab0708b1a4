import MigratorDatabase
import MigratorPostgres
import Testing

/// Rows that are made one by one.
private final class Rows: BulkSource {
    private let count: Int
    private let columns: [String]
    private let perBatch: Int
    private let make: (Int, inout RowBatch) throws -> Void
    private var first = 0
    private var next = 0

    init(_ count: Int, _ columns: [String], perBatch: Int = 1000, make: @escaping (Int, inout RowBatch) throws -> Void)
    {
        self.count = count
        self.columns = columns
        self.perBatch = perBatch
        self.make = make
    }

    func next(into batch: inout RowBatch) throws {
        batch.columns = columns
        first = next
        next = min(count, next + perBatch)
        for row in first..<next { try make(row, &batch) }
    }

    func describe(row: Int) -> String { "row \(first + row + 1)" }

    func describe(pastRow row: Int) -> String { "row \(row + 1)" }

    func loaded(rows: Int) {}
}

extension ServerTests {
    /// Loads one text into a column of a type, and returns what is stored as text.
    private func stored(
        _ type: String,
        on connection: PostgresSession,
        _ append: @escaping @Sendable (inout RowBatch) -> Void
    ) async throws -> String? {
        try await connection.execute("DROP TABLE IF EXISTS t")
        try await connection.execute("CREATE TEMP TABLE t (value \(type))")
        try await connection.begin()
        do {
            let source = Rows(1, ["value"]) { _, batch in append(&batch) }
            _ = try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: .fail)
            try await connection.commit()
        } catch {
            try await connection.rollback()
            throw error
        }
        return try await connection.query("SELECT value::text FROM t").first?.get("value")
    }

    @Test
    func loadsTextIntoEachType() async throws {
        let uuid = "00112233-4455-6677-8899-aabbccddeeff"
        let cases: [(type: String, text: String, stored: String)] = [
            ("uuid", uuid, uuid), ("uuid", "{\(uuid)}", uuid), ("uuid", uuid.uppercased(), uuid),
            ("json", #"{"a":  1}"#, #"{"a":  1}"#), ("jsonb", #"{"a":  1}"#, #"{"a": 1}"#),
            ("numeric", "-12.50", "-12.50"), ("numeric", "1e3", "1000"), ("numeric(6, 2)", "1.005", "1.01"),
            ("date", "2024-02-29", "2024-02-29"), ("date", "infinity", "infinity"),
            ("date", "1999-12-31", "1999-12-31"),
            ("time", "23:59:59.000001", "23:59:59.000001"), ("time", "24:00", "24:00:00"),
            ("timestamp", "1999-12-31 23:59:59.999999", "1999-12-31 23:59:59.999999"),
            ("timestamp", "0001-01-01", "0001-01-01 00:00:00"),
            ("timestamptz", "2024-01-01 00:00:00", "2024-01-01 00:00:00+00"),
            ("timestamptz", "2024-01-01T00:00:00+02:00", "2023-12-31 22:00:00+00"),
            ("bool", "yes", "true"), ("int", "17", "17"), ("int2", "-3", "-3"), ("float8", "1.5", "1.5"),
            ("varchar(3)", "äöü", "äöü"), ("char(3)", "a", "a"), ("text", "a\\b\tc\n", "a\\b\tc\n"),
            ("bytea", "\\x00ff", "\\x00ff"), ("int[]", "{1,NULL}", "{1,NULL}"), ("interval", "36:00", "36:00:00"),
            ("inet", "10.0.0.1", "10.0.0.1/32"), ("text[]", #"{"a\\b","c\td"}"#, #"{"a\\b",ctd}"#),
        ]
        try await withConnection { connection in
            try await connection.execute("SET TimeZone = 'UTC'")
            for (type, text, expected) in cases {
                let found = try await stored(type, on: connection) { $0.append(text: text) }
                #expect(found == expected, "\(type): \(text)")
            }
            // The session's zone does not matter, be the row sent in binary or in text.
            try await connection.execute("CREATE TYPE pg_temp.moment AS (at timestamptz)")
            try await connection.execute("SET TimeZone = 'America/New_York'")
            for other in ["int", "int[]"] {
                try await connection.execute("DROP TABLE IF EXISTS t")
                try await connection.execute("CREATE TEMP TABLE t (at timestamptz, other \(other))")
                try await connection.begin()
                let source = Rows(2, ["at", "other"]) { row, batch in
                    batch.append(text: row == 0 ? "2024-07-01 12:00:00" : "2024-07-01")
                    batch.appendNull()
                }
                _ = try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: .fail)
                try await connection.commit()
                let rows = try await connection.query("SELECT at FROM t ORDER BY at DESC")
                let moments = ["2024-07-01 12:00:00", "2024-07-01"].compactMap { Timestamp($0) }
                #expect(rows.map(\.values) == moments.map { [.timestampTZ($0)] })
            }
        }
    }

    @Test
    func loadsNumbersIntoEachType() async throws {
        try await withConnection { connection in
            let whole: [(String, Int64, String)] = [
                ("bool", 1, "true"), ("bool", 0, "false"), ("int2", -32_768, "-32768"),
                ("int4", 2_147_483_647, "2147483647"),
                ("int8", .min, "-9223372036854775808"), ("float8", 3, "3"), ("float4", 3, "3"),
                ("numeric", 10_000, "10000"),
                ("text", 5, "5"), ("json", 5, "5"), ("jsonb", -5, "-5"), ("oid", 4_000_000_000, "4000000000"),
                ("float8", (1 << 53) + 1, "9.007199254740992e+15"), ("interval", 5, "00:00:05"),
            ]
            for (type, number, expected) in whole {
                let found = try await stored(type, on: connection) { $0.append(number) }
                #expect(found == expected, "\(type): \(number)")
            }
            let broken: [(String, Double, String)] = [
                ("float8", 0.1, "0.1"), ("float4", 0.1, "0.1"), ("float8", .infinity, "Infinity"),
                ("float8", .nan, "NaN"),
                ("numeric", 2.5, "2.5"), ("numeric", 1e25, "10000000000000000000000000"), ("int8", 4, "4"),
                ("json", 2.5, "2.5"),
            ]
            for (type, number, expected) in broken {
                let found = try await stored(type, on: connection) { $0.append(number) }
                #expect(found == expected, "\(type): \(number)")
            }
        }
    }

    @Test
    func refusesWhatDoesNotFit() async throws {
        try await withConnection { connection in
            let texts = [
                ("int", "hunter2"), ("uuid", "hunter2"), ("date", "hunter2"), ("json", "hunter2"),
                ("numeric", "hunter2"),
                ("varchar(3)", "hunter2"), ("bool", "hunter2"), ("timestamptz", "hunter2"), ("int[]", "hunter2"),
            ]
            for (type, text) in texts {
                let error = try await databaseError {
                    _ = try await stored(type, on: connection) { $0.append(text: text) }
                }
                #expect(error.code == .wrongType, "\(type)")
                #expect(error.message.hasPrefix("row 1: "), "\(error)")
                #expect(!"\(error)".contains("hunter2"), "\(error)")
            }
            for (type, number) in [("int2", 32_768 as Int64), ("int4", .max), ("bool", 2)] {
                _ = try await databaseError { _ = try await stored(type, on: connection) { $0.append(number) } }
            }
            for type in ["text", "int", "json"] {
                let error = try await databaseError {
                    _ = try await stored(type, on: connection) { batch in
                        [1, 2].withUnsafeBytes { batch.append(blob: $0) }
                    }
                }
                #expect(error.code == .wrongType)
            }
        }
    }

    @Test
    func loadsDecimalsExactly() async throws {
        var texts = ["0", "-0", "0.0", "00012.5000", "0.0001", "0.00001", "-0.00000000000000000001", ".5", "5.", "+7"]
        texts += ["9999", "10000", "100000000", "123456789012345678901234567890.123456789", "10000.0001", "-99990000"]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let digits = (0..<Int.random(in: 1...24, using: &generator)).map { _ in
                Bool.random(using: &generator) ? "0" : String(Int.random(in: 0...9, using: &generator))
            }
            let point = Int.random(in: 1...digits.count, using: &generator)
            let fraction = digits[point...].joined()
            texts.append(digits[..<point].joined() + (fraction.isEmpty ? "" : "." + fraction))
        }
        let all = texts
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int, value numeric, text text)")
            try await connection.begin()
            let source = Rows(all.count, ["id", "value", "text"]) { row, batch in
                batch.append(Int64(row))
                batch.append(text: all[row])
                batch.append(text: all[row])
            }
            _ = try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: .fail)
            try await connection.commit()
            // Their texts tell the scale as well.
            let rows = try await connection.query("SELECT text FROM t WHERE value::text <> text::numeric::text")
            #expect(rows.isEmpty, "\(rows.first.map { "\($0.values)" } ?? "")")
        }
    }

    @Test
    func loadsAHundredThousandRows() async throws {
        try await withConnection { connection in
            try await connection.execute(
                "CREATE TEMP TABLE t (id bigint PRIMARY KEY, name text, price numeric, at timestamptz)"
            )
            try await connection.begin()
            let source = Rows(100_000, ["id", "name", "price", "at"], perBatch: 4096) { row, batch in
                batch.append(Int64(row))
                batch.append(text: "name \(row)")
                batch.append(text: "\(row).25")
                batch.append(text: "2024-01-01 00:00:00")
            }
            let count = try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: .fail)
            try await connection.commit()
            #expect(count == 100_000)
            let rows = try await connection.query("SELECT count(*), sum(id), sum(price), count(DISTINCT name) FROM t")
            #expect(rows.map(\.values) == [[100_000, .decimal("4999950000"), .decimal("4999975000.00"), 100_000]])
        }
    }

    @Test
    func updatesTheLastOfAKeyAndKeepsNullKeys() async throws {
        try await withConnection { connection in
            try await connection.execute(
                "CREATE TEMP TABLE t (a int, b int, n int NOT NULL, id int GENERATED ALWAYS AS IDENTITY, UNIQUE (a, b))"
            )
            try await connection.begin()
            let source = Rows(6, ["a", "b", "n"]) { row, batch in
                batch.append(Int64(row / 4))
                row >= 2 && row < 4 ? batch.appendNull() : batch.append(1 as Int64)
                batch.append(Int64(row))
            }
            _ = try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: .update(key: ["a", "b"]))
            // A second load in the same transaction finds no leftovers of the first.
            let again = Rows(1, ["n", "id"]) { _, batch in
                batch.append(9 as Int64)
                batch.append(77 as Int64)
            }
            _ = try await connection.bulkLoad(into: TableName("t"), from: again, onConflict: .skip)
            try await connection.commit()
            let rows = try await connection.query("SELECT n, id FROM t ORDER BY n")
            #expect(rows.map { $0["n"] } == [1, 2, 3, 5, 9])
            #expect(rows.last?["id"] == 77)
        }
    }

    @Test
    func namesTheBatchOfAForeignKey() async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE parent (id int PRIMARY KEY)")
            try await connection.execute("CREATE TEMP TABLE t (id int CONSTRAINT up REFERENCES parent)")
            for conflict in [BulkConflict.fail, .skip] {
                try await connection.begin()
                let error = try await databaseError {
                    let source = Rows(10, ["id"], perBatch: 4) { row, batch in
                        row == 5 ? batch.append(1 as Int64) : batch.appendNull()
                    }
                    _ = try await connection.bulkLoad(into: TableName("t"), from: source, onConflict: conflict)
                }
                #expect(error.code == .foreignKeyViolation)
                #expect(error.constraint == "up")
                #expect(error.message.hasPrefix("row 5 to row 8: "), "\(error)")
                try await connection.rollback()
            }
        }
    }

    /// Of sixteen batches and more, in both formats: what no binary form is known for goes as text.
    @Test(arguments: [0, 2, 3, 47, 48, 49, 95, 99], [false, true])
    func namesTheRowInWhicheverBatch(_ bad: Int, _ mixesFormats: Bool) async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int PRIMARY KEY, day date)")
            try await connection.execute("INSERT INTO t VALUES (-1)")
            let rows = { (bad: Int?) in
                Rows(100, ["id", "day"], perBatch: 3) { row, batch in
                    batch.append(row == bad ? -1 : Int64(row))
                    batch.append(text: mixesFormats && row % 21 > 9 ? "yesterday" : "2024-02-29")
                }
            }
            try await connection.begin()
            let error = try await databaseError {
                _ = try await connection.bulkLoad(into: TableName("t"), from: rows(bad), onConflict: .fail)
            }
            #expect(error.code == .uniqueViolation)
            #expect(error.message.hasPrefix("row \(bad + 1): "), "\(error)")
            try await connection.rollback()
            // The session is as good as before.
            try await connection.begin()
            let count = try await connection.bulkLoad(into: TableName("t"), from: rows(nil), onConflict: .fail)
            try await connection.commit()
            #expect(count == 100)
            let kept = try await connection.query("SELECT count(*), sum(id), count(day) FROM t WHERE id >= 0")
            #expect(kept.map(\.values) == [[100, 4950, 100]])
        }
    }

    @Test
    func aSourceThatEndsBadlyLeavesNoCopyOpen() async throws {
        struct Torn: Error {}
        try await withConnection { connection in
            try await connection.execute("CREATE TEMP TABLE t (id int PRIMARY KEY)")
            let rows = { (bad: Int?) in
                Rows(100, ["id"], perBatch: 3) { row, batch in
                    guard row < 70 else { throw Torn() }
                    batch.append(row == bad ? 0 : Int64(row))
                }
            }
            try await connection.begin()
            await #expect(throws: Torn.self) {
                try await connection.bulkLoad(into: TableName("t"), from: rows(nil), onConflict: .fail)
            }
            // Nothing is half done for the next statement.
            #expect(try await connection.query("SELECT 1 AS one").first?["one"] == 1)
            try await connection.rollback()
            // What the server says of the rows before comes first.
            try await connection.begin()
            let error = try await databaseError {
                _ = try await connection.bulkLoad(into: TableName("t"), from: rows(66), onConflict: .fail)
            }
            #expect(error.message.hasPrefix("row 67: "), "\(error)")
            try await connection.rollback()
        }
    }
}
