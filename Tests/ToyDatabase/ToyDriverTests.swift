import MigratorDatabase
import MigratorTestKit
import MigratorTestSupport
import Testing

/// The toy's driver, held to what every driver keeps; and the toy itself, which must understand no other database's SQL.
struct ToyDriverTests {
    private let folder = TemporaryFolder("toy")

    private static let dialect = DriverConformance.Dialect(
        kind: .toy,
        textType: "STRING",
        shortTextType: "STRING(40)",
        blobType: "BYTES",
        doubleType: "REAL",
        timestampTZType: "INSTANT",
        endlessQuery: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        namesUniqueConstraints: false,
        namesForeignKeys: false
    )

    @Test(arguments: DriverConformance.checks)
    func theToyConforms(_ check: DriverConformance.Check) async throws {
        let path = "\(folder.path)/toy.db"
        try await DriverConformance(Self.dialect) { try await ToySession(path) }.run(check)
    }

    @Test(arguments: [
        "SELECT $1", "SELECT ?", "SELECT ?1", "SELECT :name", "SELECT 1::bigint", "CREATE TABLE t (a TEXT)",
        "SELECT CAST(1 AS VARCHAR)", "SELECT TRUE", "SELECT X'00'", "SELECT E'a'", "SELECT $a$b$a$",
        "PRAGMA user_version",
        "SELECT strftime('%s')", "SELECT pg_backend_pid()", "SELECT * FROM sqlite_schema", "SELECT 1 AS `a`",
        #"SELECT 1 FROM public."t""#,
    ])
    func theSQLOfOthersIsRefused(_ sql: String) async throws {
        let connection = try await ToySession("\(folder.path)/toy.db")
        let error = await #expect(throws: DatabaseFailure.self) { _ = try await connection.query(sql) }
        #expect(error?.code == .syntax && error?.statement == sql)
        await connection.close()
    }

    @Test func everyLetterOfANameCounts() async throws {
        let connection = try await ToySession("\(folder.path)/toy.db")
        try await connection.execute(#"CREATE TABLE "Tea" ("Id" BIGINT, "id" BIGINT, "^" BOOLEAN)"#)
        try await connection.execute(#"CREATE TABLE tea (ID BIGINT)"#)
        try await connection.execute(#"INSERT INTO "Tea" VALUES (:2, :1, BOOLEAN 't')"#, [1, 2])
        let row = try await connection.query(#"SELECT * FROM "Tea""#).first
        #expect(row?.columns == ["Id", "id", "^"])
        #expect(row?.values == [2, 1, true])
        #expect(try await connection.columns(of: TableName("Tea")).map(\.name) == ["Id", "id", "^"])
        #expect(try await connection.columns(of: TableName("tea")).map(\.name) == ["id"])
        let error = await #expect(throws: DatabaseFailure.self) {
            _ = try await connection.query(#"SELECT "ID" FROM tea"#)
        }
        #expect(error?.code == .undefinedObject)
        #expect(error?.message.contains("ID") == true)
        await connection.close()
    }
}
