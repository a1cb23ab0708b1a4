import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// What no script can do is said by name, and nothing is written.
struct OfflineRefusalTests {
    struct Performs: Revision {
        static let id: RevisionID = "performs"

        func upgrade(_ op: Operations) {
            op.createTable("t") { Column("id", .integer).primaryKey() }
            op.perform("count the foxes", reverse: { _ in }) { _ in }
        }
    }

    struct After: Revision {
        static let id: RevisionID = "after"
        static let parents: [RevisionID] = ["performs"]

        func upgrade(_ op: Operations) { op.addColumn(Column("more", .text).unique(), to: "t") }
    }

    @Test(arguments: [DatabaseKind.sqlite, .postgres])
    func closuresAreRefusedByName(_ kind: DatabaseKind) async throws {
        let bench = OfflineBench([Performs.self, After.self])
        let error = try #require(try await bench.refusal("head", bench.options(kind)))
        #expect(error.code == .unsupportedOffline)
        #expect(error.revision == "performs")
        #expect(
            error.message
                == "revision performs cannot be written into a script: it performs 'count the foxes', which is Swift that "
                + "needs the open database. Write one script up to it and one that begins after it, and upgrade it "
                + "against the database between"
        )
    }

    @Test func checkNamesWhatNoScriptCanHoldIfItIsAsked() async throws {
        let bench = OfflineBench([Performs.self, After.self])
        // Its folder goes with it.
        defer { withExtendedLifetime(bench) {} }
        let engine = try bench.migrator("gate")
        let report = try await engine.check([.offline])
        #expect(report.findings.map(\.revision) == ["performs"])
        let finding = try #require(report.findings.first)
        #expect(finding.kind == .offline && finding.level == .error && finding.rule == "offline")
        #expect(finding.message.hasPrefix("revision performs cannot be written into a script"))
        #expect(finding.command == "upgrade performs" && finding.location?.line == 1)
        #expect(try await !engine.check().checked.contains(.offline))
    }

    @Test func aScriptMayBeginAfterAClosure() async throws {
        let bench = OfflineBench([Performs.self, After.self])
        try await bench.migrator("online").upgrade(to: "performs")
        try await bench.compare(.upgrade, "performs:after")
        try await bench.compare(.downgrade, "after:performs")
        await #expect(throws: MigratorError.self) { try await bench.downgradeScript("performs:base") }
    }

    struct Strange: Revision {
        static let id: RevisionID = "strange"

        func upgrade(_ op: Operations) {
            op.execute("CREATE TABLE copied AS SELECT 1 AS id")
            op.bulkInsert(into: "copied", [["id": 2]])
        }
    }

    struct Missing: Revision {
        static let id: RevisionID = "missing"

        func upgrade(_ op: Operations) { op.bulkInsert(into: "nowhere", [["id": 2]]) }
    }

    @Test func tablesThatTheHistoryDoesNotTellAreRefusedByName() async throws {
        let strange = OfflineBench([Strange.self])
        let error = try #require(try await strange.refusal("head", strange.options(.postgres)))
        #expect(error.code == .unsupportedOffline)
        #expect(
            error.message
                == "revision strange cannot be written into a script: it has rows for table copied, whose columns the "
                + "history does not tell: it is made as a copy or a part of another table. Make the table with "
                + "createTable, or run the revision against the database"
        )
        // An empty database of SQLite shows the table all the same.
        try await strange.compare(.upgrade, "head")
        let missing = OfflineBench([Missing.self])
        let other = try #require(try await missing.refusal("head", missing.options(.postgres)))
        #expect(other.message.contains("table nowhere, which no revision before it makes"))
        #expect(try await missing.refusal("head")?.message.contains("there is no table nowhere") == true)
    }

    struct Alone: Revision {
        static let id: RevisionID = "alone"
        static let transactional = false

        func upgrade(_ op: Operations) { op.createTable("t") { Column("id", .integer).primaryKey() } }
    }

    struct Rebuilds: Revision {
        static let id: RevisionID = "rebuilds"

        func upgrade(_ op: Operations) {
            op.createTable("t") { Column("id", .integer).primaryKey() }
            op.addColumn(Column("more", .text).unique(), to: "t")
        }
    }

    @Test func whatCannotBeInOneTransactionIsRefusedWhereAllIsOne() async throws {
        var settings = MigratorSettings()
        settings.isSingleTransaction = true
        let alone = OfflineBench([Alone.self], settings: settings)
        #expect(try await alone.refusal("head")?.message.contains("it does not run in a transaction") == true)
        let rebuilds = OfflineBench([Rebuilds.self], settings: settings)
        #expect(try await rebuilds.refusal("head")?.message.contains("it rebuilds a table") == true)
    }

    @Test func downgradesAndRangesHaveToMakeSense() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        await #expect(throws: MigratorError.self) { try await bench.downgradeScript("base") }
        await #expect(throws: MigratorError.self) { try await bench.upgradeScript("a:b:c") }
        await #expect(throws: MigratorError.self) { try await bench.upgradeScript("nowhere:head") }
        #expect(try await bench.upgradeScript("head:head").contains("-- There is nothing to do."))
    }

    struct Carriage: Revision {
        static let id: RevisionID = "carriage"

        func upgrade(_ op: Operations) {
            op.createTable("t") { Column("id", .text).default("a\r\nb") }
        }
    }

    @Test func textThatTheShellWouldChangeIsRefused() async throws {
        let bench = OfflineBench([Carriage.self])
        #expect(try await bench.refusal("head")?.message.contains("sqlite3 would drop a carriage return") == true)
    }

    @Test func namesInCommentsStayOnTheirLine() async throws {
        let script = try await OfflineBench([Alone.self]).upgradeScript("head")
        #expect(script.contains("\n-- revision alone: makes things; DROP TABLE x (upgrade)\n"))
    }
}
