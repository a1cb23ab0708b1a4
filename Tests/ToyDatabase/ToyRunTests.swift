import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import Testing

/// What the engine does with a database that it has never heard of: a driver and one folder.
struct ToyRunTests {
    private let bench: ToyBench

    init() throws {
        bench = try ToyBench()
    }

    private var version: [DatabaseCell] {
        get async throws { try await bench.rows("SELECT version_num FROM alembic_version").map { $0[0] } }
    }

    @Test func aHistoryGoesUpAndDown() async throws {
        let engine = try bench.engine()
        let report = try await engine.upgrade()
        #expect(report.steps.map(\.revision) == ["make", "load", "name", "pots"])
        #expect(report.steps.map(\.rows) == [0, 3, 0, 1])
        #expect(try await version == ["pots"])
        let teas = try await bench.rows(#"SELECT "Name", name, hot, leaf, data, at FROM "Teas" ORDER BY id"#)
        let moment = try #require(Timestamp("2026-01-01 12:00:00"))
        #expect(
            teas == [
                ["mint", "m", .bool(true), .blob([0, 1, 255]), .json(#"{"g": [1, 2.50]}"#), .null],
                ["sencha", "green", .bool(true), .null, .null, .timestampTZ(moment)],
            ]
        )
        #expect(try await bench.rows(#"SELECT "Glaze", warm FROM pots"#) == [[#"celadon; "plain""#, .bool(true)]])
        #expect(try await engine.upgrade().steps.isEmpty)

        let back = try await engine.downgrade(to: "make")
        #expect(back.steps.map(\.revision) == ["pots", "name", "load"])
        #expect(try await bench.rows(#"SELECT * FROM "Teas""#).isEmpty)
        try await engine.downgrade(to: "base")
        await #expect(throws: DatabaseFailure.self) { try await bench.rows("SELECT * FROM teas") }
        #expect(try await version.isEmpty)
        let journal = try await bench.rows("SELECT revision, direction, state FROM migrator_journal ORDER BY id")
        #expect(journal.count == 8 && journal.allSatisfy { $0[2] == "done" })
    }

    @Test func aDryRunShowsTheSQLOfTheToy() async throws {
        let report = try await bench.engine().upgrade(dryRun: true)
        #expect(
            report.steps[0].sql == [
                """
                CREATE TABLE "Teas" (
                    "id" BIGINT NOT NULL,
                    "Name" STRING(40) NOT NULL,
                    "name" STRING,
                    "hot" BOOLEAN DEFAULT BOOLEAN 't' NOT NULL,
                    "leaf" BYTES,
                    "data" JSON,
                    "at" INSTANT DEFAULT CURRENT_TIMESTAMP,
                    PRIMARY KEY ("id")
                )
                """,
                """
                CREATE TABLE "teas" (
                    "tea" BIGINT NOT NULL,
                    "note" STRING DEFAULT 'it''s "green"',
                    FOREIGN KEY ("tea") REFERENCES "Teas" ("id")
                )
                """,
                #"CREATE UNIQUE INDEX "teas_by_name" ON "Teas" ("Name")"#,
            ]
        )
        #expect(report.steps[1].sql?.last == #"UPDATE "Teas" SET "hot" = BOOLEAN 't' WHERE "Name" = 'mint'"#)
        let connection = try await bench.connect()
        #expect(try await connection.columns(of: TableName("alembic_version")).isEmpty)
        await connection.close()
    }

    @Test func whereItStandsIsToldAndStamped() async throws {
        let engine = try bench.engine()
        #expect(try await engine.current().rows.isEmpty)
        try await engine.upgrade(to: "make")
        let current = try await engine.current()
        #expect(current.rows == ["make"] && current.pending == ["load", "name", "pots"])
        let history = try await engine.history(withRows: true)
        #expect(history.entries.map(\.isApplied) == [false, false, false, true])

        let stamped = try await engine.stamp(["load"])
        #expect(stamped.added == ["load"] && stamped.removed == ["make"])
        #expect(try await engine.isUpToDate() == false)
        try await engine.stamp(["head"], purge: true)
        #expect(try await engine.isUpToDate())
        #expect(try await bench.rows(#"SELECT * FROM "Teas""#).isEmpty)
    }

    @Test func aCheckTriesTheHistoryOnAnEmptyDatabase() async throws {
        try await bench.engine().upgrade()
        let scratch = try ToyBench()
        let engine = try bench.engine([Misnamed.self])
        let report = try await engine.check(scratch: { try await scratch.connect() })
        // It lends no empty database on which schemas could be compared, and none is declared.
        #expect(report.checked == [.pending, .heads, .edited, .irreversible, .payload, .broken])
        #expect(report.skipped.map(\.kind) == [.drift, .model])
        #expect(report.findings.map(\.kind) == [.pending, .broken], "\(report.findings)")
        #expect(report.findings.last?.revision == "misnamed")
        withExtendedLifetime(scratch) {}
    }

    @Test func anEditedRevisionIsFoundOut() async throws {
        let engine = try bench.engine()
        try await engine.upgrade()
        try await change("UPDATE migrator_journal SET checksum = 'x', operations = '[]' WHERE revision = 'load'")
        let findings = try await engine.check([.edited]).findings
        #expect(findings.map(\.revision) == ["load"])
    }

    @Test func aStepThatFailsChangesNothing() async throws {
        let error = await #expect(throws: MigratorError.self) { try await bench.engine([Misnamed.self]).upgrade() }
        #expect(error?.revision == "misnamed" && error?.code == .statementFailed, "\(String(describing: error))")
        #expect(error?.message.contains("NAME") == true, "\(String(describing: error))")
        #expect(try await version == ["pots"])
        await #expect(throws: DatabaseFailure.self) { try await bench.rows("SELECT * FROM cups") }
    }

    @Test func aStepOutsideOfATransactionGoesOnWhereItStopped() async throws {
        let engine = try bench.engine([Cups.self])
        let error = await #expect(throws: MigratorError.self) { try await engine.upgrade() }
        #expect(
            error?.message.contains("1 of its 2 statements are done and stay") == true,
            "\(String(describing: error))"
        )
        #expect(try await engine.current().unfinished.map(\.revision) == ["cups"])
        try await change("CREATE TABLE saucers (id BIGINT)")
        try await engine.upgrade()
        #expect(try await version == ["cups"])
        #expect(try await bench.rows("SELECT id FROM saucers") == [[1]])
    }

    @Test func runsAtOnceApplyEachRevisionOnce() async throws {
        let engine = try bench.engine()
        let done = try await withThrowingTaskGroup(of: [RevisionID].self) { group in
            for _ in 0..<4 { group.addTask { try await engine.upgrade().steps.map(\.revision) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(done.sorted() == ["load", "make", "name", "pots"])
    }

    @Test func aRunThatIsKeptOutSaysWhy() async throws {
        let other = try await bench.connect()
        try await other.begin()
        let error = await #expect(throws: MigratorError.self) {
            try await bench.engine(busyTimeout: .milliseconds(20)).upgrade()
        }
        #expect(error?.code == .lockUnavailable)
        #expect(error?.message.contains("another process has held the database") == true)
        try await other.rollback()
        await other.close()
    }

    @Test func noScriptIsWritten() async throws {
        let error = await #expect(throws: MigratorError.self) {
            try await bench.engine().upgradeScript("head", ScriptOptions(kind: .toy)) { _ in }
        }
        #expect(error?.code == .unsupportedOffline)
        #expect(error?.message == "no script can be written for ToyDB. Run the revisions against the database")
    }

    @Test func aNameInOtherLettersIsRefusedBeforeAnythingRuns() async throws {
        let error = await #expect(throws: MigratorError.self) {
            try await bench.engine([OtherCase.self]).upgrade(to: "case")
        }
        #expect(error?.message.contains("table Teas has no column \"NAME\"") == true, "\(String(describing: error))")
        let connection = try await bench.connect()
        #expect(try await connection.columns(of: TableName("Teas")).isEmpty)
        await connection.close()
    }

    @Test func whatItsDialectCannotSayIsRefusedBeforeAnythingRuns() async throws {
        let error = await #expect(throws: MigratorError.self) { try await bench.engine([Numbered.self]).upgrade() }
        #expect(error?.code == .unsupportedByDialect)
        #expect(error?.message.contains("ToyDB cannot number the rows in column id") == true)
        let connection = try await bench.connect()
        #expect(try await connection.columns(of: TableName("Teas")).isEmpty)
        await connection.close()
    }

    @Test func tablesOfOneNameInOtherLettersAreToldApart() async throws {
        let engine = try bench.engine([Bowls.self, Unglazed.self])
        try await engine.upgrade()
        // The index is of the other table, and stays.
        try await engine.downgrade(to: "-1")
        let connection = try await bench.connect()
        #expect(try await connection.columns(of: TableName("bowls")).map(\.name) == ["id", "glaze"])
        await connection.close()
    }

    private func change(_ sql: String) async throws {
        let connection = try await bench.connect()
        try await connection.execute(sql)
        await connection.close()
    }

    /// No column is called so, which the database itself finds out.
    struct Misnamed: Revision {
        static let id: RevisionID = "misnamed"
        static let parents: [RevisionID] = ["pots"]

        func upgrade(_ op: Operations) {
            op.createTable("cups") { Column("id", .integer).primaryKey() }
            op.execute(
                #"INSERT INTO "Teas" (id, "NAME") VALUES (3, 'assam')"#,
                reverse: #"DELETE FROM "Teas" WHERE id = 3"#
            )
        }
    }

    struct OtherCase: Revision {
        static let id: RevisionID = "case"
        static let parents: [RevisionID] = ["load"]

        func upgrade(_ op: Operations) { op.delete(from: "Teas", where: Field("NAME") == "mint") }
    }

    struct Bowls: Revision {
        static let id: RevisionID = "bowls"
        static let parents: [RevisionID] = ["pots"]

        func upgrade(_ op: Operations) {
            for name in ["Bowls", "bowls"] as [ObjectName] {
                op.createTable(name) {
                    Column("id", .integer).primaryKey()
                    Column("glaze", .text)
                }
            }
            op.createIndex("bowls_by_glaze", on: "Bowls", columns: ["glaze"])
        }
    }

    struct Unglazed: Revision {
        static let id: RevisionID = "unglazed"
        static let parents: [RevisionID] = ["bowls"]

        func upgrade(_ op: Operations) { op.dropColumn(Column("glaze", .text), from: "bowls") }
    }

    struct Numbered: Revision {
        static let id: RevisionID = "numbered"
        static let parents: [RevisionID] = ["pots"]

        func upgrade(_ op: Operations) {
            op.createTable("cups") { Column("id", .integer).identity().primaryKey() }
        }
    }

    struct Cups: Revision {
        static let id: RevisionID = "cups"
        static let parents: [RevisionID] = ["pots"]
        static let transactional = false

        func upgrade(_ op: Operations) {
            op.createTable("cups") { Column("id", .integer).primaryKey() }
            op.execute("INSERT INTO saucers VALUES (1)")
        }
    }
}
