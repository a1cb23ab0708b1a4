import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Scripts for SQLite, held against runs.
struct OfflineRunTests {
    @Test func aScriptForAllDoesWhatARunDoes() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        try await bench.compare(.upgrade, "head")
        try await bench.compare(.downgrade, "head:base")
    }

    @Test func aScriptForEachRevisionDoesWhatARunDoes() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        let ids = OfflineHistory.ids
        for (from, to) in zip(["base"] + ids, ids) { try await bench.compare(.upgrade, "\(from):\(to)") }
        for (to, from) in zip(["base"] + ids, ids).reversed() {
            try await bench.compare(.downgrade, "\(from):\(to)", ignoringQuotes: true)
        }
    }

    @Test func rangesMayBeginAndEndAnywhere() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        try await bench.compare(.upgrade, "rebuild")
        try await bench.compare(.upgrade, "rebuild:+3")
        try await bench.compare(.downgrade, "alone:-2")
        try await bench.compare(.upgrade, "rename:heads")
        try await bench.compare(.downgrade, "head:load")
    }

    struct Left: Revision {
        static let id: RevisionID = "left"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) { op.createTable("l") { Column("id", .integer).primaryKey() } }
    }

    struct Right: Revision {
        static let id: RevisionID = "right"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) { op.createTable("r") { Column("id", .integer).primaryKey() } }
    }

    struct Joined: Revision {
        static let id: RevisionID = "joined"
        static let parents: [RevisionID] = ["left", "right"]

        func upgrade(_ op: Operations) { op.addColumn(Column("more", .text).unique(), to: "l") }
    }

    @Test func severalRowsAreWrittenWithCommas() async throws {
        let bench = OfflineBench([OfflineHistory.Make.self, Left.self, Right.self, Joined.self])
        try await bench.migrator("online").upgrade(to: "left")
        try await bench.migrator("online").upgrade(to: "right")
        try await bench.compare(.upgrade, "left,right:head")
        try await bench.compare(.downgrade, "joined:make")
    }

    // MARK: At the wrong place

    @Test(arguments: ["load:rebuild", "base:head", "rebuild:rename", "load,make:rebuild"])
    func aDatabaseAtAnotherPlaceIsNotChanged(_ range: String) async throws {
        let bench = OfflineBench(OfflineHistory.all)
        try await bench.migrator("d").upgrade(to: "make")
        let before = try await bench.dump("d")
        // Rows that imply each other are no place at all.
        guard let script = try? await bench.upgradeScript(range) else { return #expect(range.contains(",")) }
        let result = try bench.run(script, on: "d")
        #expect(result.status == 1)
        #expect(result.errors.contains("the version rows are not what this script expects"), "\(result.errors)")
        #expect(try await bench.dump("d") == before)
    }

    @Test func anEmptyDatabaseStaysEmptyIfTheScriptIsForAnother() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        let result = try bench.run(try await bench.upgradeScript("make:head"), on: "none")
        #expect(result.status == 1)
        #expect(try await bench.dump("none").isEmpty)
    }

    @Test func anExtraRowIsFoundOut() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        try await bench.migrator("d").upgrade(to: "load")
        #expect(try bench.run("INSERT INTO alembic_version VALUES ('stray');", on: "d").status == 0)
        let before = try await bench.dump("d")
        #expect(try bench.run(try await bench.upgradeScript("load:head"), on: "d").status == 1)
        #expect(try await bench.dump("d") == before)
    }

    @Test func aTableThatIsNotWhatTheHistorySaysIsNotRebuilt() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        try await bench.migrator("d").upgrade(to: "load")
        #expect(try bench.run("CREATE INDEX by_hand ON items (parent);", on: "d").status == 0)
        let before = try await bench.dump("d")
        let result = try bench.run(try await bench.upgradeScript("load:rebuild"), on: "d")
        #expect(result.errors.contains("the table is not what the history makes of it"), "\(result.errors)")
        #expect(try await bench.dump("d") == before)
    }

    @Test func valuesThatDoNotFitTheNewTypeStopTheScript() async throws {
        let bench = OfflineBench(OfflineHistory.all)
        try await bench.migrator("d").upgrade(to: "load")
        #expect(try bench.run("UPDATE items SET count = 'many' WHERE id = 4;", on: "d").status == 0)
        let before = try await bench.dump("d")
        let result = try bench.run(try await bench.upgradeScript("load:rebuild"), on: "d")
        #expect(result.errors.contains("a value is not of its column's new type"), "\(result.errors)")
        #expect(try await bench.dump("d") == before)
    }

    struct Orphans: Revision {
        static let id: RevisionID = "orphans"
        static let parents: [RevisionID] = ["load"]

        func upgrade(_ op: Operations) {
            op.alterColumn("name", of: "parents", to: ColumnChange(nullable: true))
            op.execute("DELETE FROM parents WHERE id = 7")
        }
    }

    /// While a table is rebuilt nothing cascades, so the check before the commit has to find the rows.
    @Test func rowsThatReferToNoneStopTheScriptButNotThoseFromBefore() async throws {
        let bench = OfflineBench([OfflineHistory.Make.self, OfflineHistory.Load.self, Orphans.self])
        try await bench.migrator("d").upgrade(to: "load")
        let script = try await bench.upgradeScript("load:orphans")
        let before = try await bench.dump("d")
        let result = try bench.run(script, on: "d")
        #expect(result.errors.contains("a row refers to one that does not exist"), "\(result.errors)")
        #expect(try await bench.dump("d") == before)
        await #expect(throws: MigratorError.self) { try await bench.migrator("d").upgrade() }

        // Foreign keys are off in the shell: the rows are orphans before the script begins.
        #expect(try bench.run("DELETE FROM parents WHERE id = 7;", on: "d").status == 0)
        try bench.copy("d", to: "online")
        try await bench.compare(.upgrade, "load:orphans")
    }

    // MARK: Arguments

    struct Asks: Revision {
        static let id: RevisionID = "asks"

        func upgrade(_ op: Operations) {
            op.createTable(ObjectName(op.arguments["table"] ?? "none")) { Column("id", .integer).primaryKey() }
            if let tag = op.tag { op.execute("CREATE TABLE tagged AS SELECT '\(tag)' AS tag") }
        }
    }

    @Test func argumentsAndTagAreReadAndJournalled() async throws {
        var settings = MigratorSettings()
        settings.arguments = ["table": "asked", "unread": "x"]
        settings.tag = "it's a tag\r\n"
        let bench = OfflineBench([Asks.self], settings: settings)
        await #expect(throws: MigratorError.self) { try await bench.compare(.upgrade, "head") }
        settings.tag = "plain"
        let other = OfflineBench([Asks.self], settings: settings)
        try await other.compare(.upgrade, "head")
        let dump = try await other.dump("offline")
        #expect(dump.contains { $0.hasPrefix("migrator_journal:") && $0.contains(#"{"table": "asked"}"#) }, "\(dump)")
    }

    @Test func oneTransactionForAllIsAllOrNothing() async throws {
        var settings = MigratorSettings()
        settings.isSingleTransaction = true
        let bench = OfflineBench([OfflineHistory.Make.self, OfflineHistory.Load.self], settings: settings)
        let script = try await bench.upgradeScript("head")
        #expect(script.split(separator: "\n").filter { $0 == "COMMIT;" }.count == 1)
        #expect(try bench.run(script, on: "offline").status == 0)
        try await bench.migrator("online").upgrade()
        #expect(try await bench.dump("offline") == bench.dump("online"))
    }
}
