import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Scripts of `stamp` and `ensure-version`.
struct OfflineStampTests {
    private let bench = OfflineBench(OfflineHistory.all)

    private func script(_ targets: [String], purge: Bool = false, _ kind: DatabaseKind = .sqlite) throws -> String {
        let script = Script()
        try bench.blindMigrator().stampScript(targets, purge: purge, bench.options(kind), to: script.add)
        return script.text
    }

    @Test func aStampDoesWhatItDoesOnline() async throws {
        #expect(try bench.run(try script(["load"]), on: "offline").status == 0)
        try await bench.migrator("online").stamp(["load"])
        #expect(try await bench.dump("offline") == bench.dump("online"))
        #expect(try bench.run(try script(["load:rename"]), on: "offline").status == 0)
        try await bench.migrator("online").stamp(["rename"])
        #expect(try await bench.dump("offline") == bench.dump("online"))
        // Not where the script counts on it to be.
        #expect(try bench.run(try script(["load:rename"]), on: "offline").status == 1)
        #expect(try bench.run(try script(["head"]), on: "offline").status == 1)
        #expect(try await bench.dump("offline") == bench.dump("online"))
        #expect(try bench.run(try script(["make"], purge: true), on: "offline").status == 0)
        try await bench.migrator("online").stamp(["make"], purge: true)
        #expect(try await bench.dump("offline") == bench.dump("online"))
        #expect(try bench.run(try script(["make:base"]), on: "offline").status == 0)
        try await bench.migrator("online").stamp(["base"])
        #expect(try await bench.dump("offline") == bench.dump("online"))
    }

    @Test func aStampBeginsAtOnePlaceAndAPurgeAtNone() throws {
        let error = #expect(throws: MigratorError.self) { try script(["load:rename", "make:rename"]) }
        #expect(error?.message == "Stamp operation with --sql only supports a single starting revision at a time")
        #expect(throws: MigratorError.self) { try script(["load:rename"], purge: true) }
        #expect(throws: MigratorError.self) { try script(["+1"]) }
    }

    @Test func theReportSaysWhatChangesAndHasTheSQL() throws {
        var options = bench.options()
        options.reportsSQL = true
        let script = Script()
        let report = try bench.blindMigrator().stampScript(["load:rename"], options, to: script.add)
        #expect(report.removed == ["load"])
        #expect(report.added == ["rename"])
        let lines = script.text.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        #expect(report.sql?.joined(separator: "\n") == lines)
    }

    @Test func theVersionTableIsMade() async throws {
        let script = Script()
        try bench.blindMigrator().ensureVersionScript(bench.options(), to: script.add)
        #expect(try bench.run(script.text, on: "offline").status == 0)
        #expect(try bench.run(script.text, on: "offline").status == 0)
        try await bench.migrator("online").ensureVersionTable()
        #expect(try await bench.dump("offline") == bench.dump("online"))
    }

    @Test func anAdministratorIsToldTheGrants() throws {
        var settings = MigratorSettings()
        settings.versionTable = TableName("versions", schema: "app")
        let bench = OfflineBench(OfflineHistory.all, settings: settings)
        let script = Script()
        try bench.blindMigrator().ensureVersionScript(bench.options(.postgres), to: script.add)
        #expect(
            script.text.hasSuffix(
                """
                COMMIT;

                -- For a role that may make no tables, here called app_role:
                -- GRANT USAGE ON SCHEMA "app" TO "app_role";
                -- GRANT SELECT, INSERT, UPDATE, DELETE ON "app"."versions", "app"."migrator_journal", \
                "app"."migrator_lock", "app"."migrator_lock_versions", "app"."migrator_outbox", \
                "app"."migrator_delivery", "app"."migrator_identity" \
                TO "app_role";

                """
            )
        )
    }
}
