import MigratorDatabase
import MigratorSQLite
import Testing

@Suite struct SQLiteValueTests {
    @Test func whatDoesNotFitItsDeclarationComesAsItIsStored() async throws {
        let connection = try await openInMemory(
            "CREATE TABLE t (b BOOLEAN, u UUID, d DATE, s TIMESTAMP, z TIMESTAMPTZ, n NUMERIC(10, 2), j JSON, x)",
            "INSERT INTO t VALUES (2, 'no uuid', '2024-02-30', '2024-02-29 10:00+01:00', 'soon', 'n/a', x'00', 'x')",
            "INSERT INTO t VALUES ('yes', x'01', 5, 1.5, 7, x'02', 12, 1)"
        )
        let rows = try await connection.query("SELECT * FROM t")
        let texts: [DatabaseCell] = [
            2, "no uuid", "2024-02-30", "2024-02-29 10:00+01:00", "soon", "n/a", .blob([0]), "x",
        ]
        #expect(rows[0].values == texts)
        #expect(rows[1].values == ["yes", .blob([1]), 5, 1.5, 7, .blob([2]), .json("12"), 1])
    }

    @Test func zonedTextIsReadAsUTC() async throws {
        let connection = try await openInMemory("CREATE TABLE t (z TIMESTAMP WITH TIME ZONE)")
        try await connection.execute("INSERT INTO t VALUES ('2024-02-29T10:00:00+01:00'), ('2024-02-29 09:00')")
        let utc = try #require(Timestamp("2024-02-29 09:00"))
        #expect(try await connection.column("SELECT z FROM t") == [.timestampTZ(utc), .timestampTZ(utc)])
    }

    @Test func expressionsHaveTheTypeTheyAreStoredAs() async throws {
        let connection = try await openInMemory("CREATE TABLE t (b BOOLEAN)", "INSERT INTO t VALUES (1)")
        #expect(try await connection.query("SELECT b, b + 0, max(b) FROM t")[0].values == [.bool(true), 1, 1])
    }

    @Test func textKeepsItsNULs() async throws {
        let connection = try await openInMemory("CREATE TABLE t (x TEXT)")
        try await connection.execute("INSERT INTO t VALUES ($1)", ["a\0b"])
        #expect(try await connection.column("SELECT x FROM t") == ["a\0b"])
    }

    @Test(arguments: [
        (0.0, nil as Int?, "0"), (0, 2, "0.00"), (-12.5, 2, "-12.50"), (12.5, nil, "12.5"),
        (1e20, nil, "100000000000000000000"),
        (1.5e-7, nil, "0.00000015"), (-1.25e18, 1, "-1250000000000000000.0"), (0.1, 3, "0.100"),
        (123_456.789, 2, "123456.789"),
    ])
    func digitsOfADouble(_ number: Double, _ scale: Int?, _ digits: String) {
        #expect(SQLiteValue.digits(of: number, scale: scale) == digits)
    }

    @Test func decimalsThatWouldChangeAreRefused() async throws {
        let connection = try await openInMemory("CREATE TABLE t (n NUMERIC)")
        for kept in ["123456789012345", "-9223372036854775808", "0.000000123456789012345", "12345678901234500000"] {
            try await connection.execute("INSERT INTO t VALUES ($1)", [.decimal(kept)])
        }
        for lost in ["1234567890123456.7", "9223372036854775809", "1e5", "", "-", "1.2.3", "1."] {
            let error = try await expectError(.unsupported) {
                try await connection.execute("INSERT INTO t VALUES ($1)", [.decimal(lost)])
            }
            #expect(lost.count < 5 || !"\(error)".contains(lost))
        }
        let kept: [DatabaseCell] = [
            .decimal("123456789012345"), .decimal("-9223372036854775808"), .decimal("0.000000123456789012345"),
            .decimal("12345678901234500000"),
        ]
        #expect(try await connection.column("SELECT n FROM t") == kept)
    }

    @Test(arguments: [
        ("", ColumnKind.any), ("INTEGER", .integer(bits: 64)), ("int", .integer(bits: 64)),
        ("SMALLINT", .integer(bits: 16)),
        ("unsigned big int", .integer(bits: 64)), ("Boolean", .boolean), ("uuid", .uuid), ("JSONB", .json),
        ("DATE", .date),
        ("TIME", .time), ("time without time zone", .time), ("DATETIME", .timestamp), ("TIMESTAMP(6)", .timestamp),
        ("timestamp without time zone", .timestamp), ("timestamptz", .timestampTZ),
        ("TIMESTAMP (6) WITH TIME ZONE", .timestampTZ), ("NUMERIC", .decimal(precision: nil, scale: nil)),
        ("decimal( 10 , 2 )", .decimal(precision: 10, scale: 2)), ("NUMERIC(10)", .decimal(precision: 10, scale: 0)),
        ("VARCHAR(40)", .text(maximumLength: 40)), ("character varying (7)", .text(maximumLength: 7)),
        ("NVARCHAR", .text(maximumLength: nil)), ("TEXT", .text(maximumLength: nil)),
        ("CLOB", .text(maximumLength: nil)),
        ("DOUBLE PRECISION", .real(bits: 64)), ("FLOAT", .real(bits: 64)), ("BLOB", .blob), ("BYTEA", .blob),
        ("ANY", .any), ("STRING", .any),
    ])
    func kindOfADeclaredType(_ declaration: String, _ kind: ColumnKind) {
        #expect(ColumnKind(sqliteDeclaredType: declaration) == kind)
    }
}
