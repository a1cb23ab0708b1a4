import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Work that grows with the rows and no faster, by the plans of the databases and not by time.
struct PlanTests {
    private let folder = TemporaryFolder("plans")

    private func migrator(_ findings: PlanningConnection.Findings) throws -> MigrationEngine {
        let path = "\(folder.path)/t.db"
        return MigrationEngine(revisions: try PlanHistory.revisions(in: folder.path)) {
            PlanningConnection(try await SQLiteSession(SQLiteSessionConfiguration(path: path)), findings)
        }
    }

    @Test(arguments: [500, 2000]) func noStatementReadsATableForEachRowOfAnother(rows: Int) async throws {
        try folder.write("count.txt", "\(rows)")
        let findings = PlanningConnection.Findings()
        #expect(try await migrator(findings).upgrade().steps.map(\.rows).reduce(0, +) > 4 * rows)
        #expect(try await migrator(findings).downgrade(to: "make").steps.last?.rows == 2 * rows)
        #expect(findings.plans > 50)
        #expect(findings.nested == [])
    }

    @Test func aLoopWithinALoopIsFound() async throws {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        for table in ["a", "b"] { try await connection.execute("CREATE TABLE \(table) (x)") }
        let plans = [
            ("DELETE FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.x = a.x)", true),
            ("SELECT 1 FROM a JOIN b ON b.x > a.x", true),
            ("DELETE FROM a WHERE x IN (SELECT x FROM b)", false),
            ("SELECT 1 FROM a JOIN b USING (x)", false),
        ]
        for (sql, expected) in plans {
            let plan = try await connection.query("EXPLAIN QUERY PLAN \(sql)")
            #expect(try PlanningConnection.isNested(plan) == expected, "\(sql)")
        }
        await connection.close()
    }

    @Test func aScriptLooksOrphansUp() async throws {
        let bench = OfflineBench([Keyed.self])
        let script = try await bench.upgradeScript("head")
        let result = try bench.run(".eqp on\n" + script, on: "orphans")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("SEARCH known USING INDEX migrator_orphan (child=? AND parent=? AND row=?)"))
        #expect(!result.output.contains("SCAN known"))
    }

    struct Keyed: Revision {
        static let id: RevisionID = "keyed"

        func upgrade(_ op: Operations) {
            op.createTable("keyed") {
                Column("id", .integer).primaryKey()
                Column("other", .integer).references("keyed", "id")
            }
        }
    }
}

extension PostgresTests {
    /// The same, by what the server says that it has visited.
    struct Plans {
        @Test func fourTimesTheRowsAreFourTimesTheWork() async throws {
            let few = try await visited(rows: 1000)
            let many = try await visited(rows: 4000)
            #expect(few.down > 2000 && few.up > 5000, "the server explains nothing")
            #expect(many.up < 5 * few.up, "\(few.up) and \(many.up) rows")
            #expect(many.down < 5 * few.down, "\(few.down) and \(many.down) rows")
        }

        private func visited(rows: Int) async throws -> (up: Int, down: Int) {
            let folder = TemporaryFolder("plans")
            try folder.write("count.txt", "\(rows)")
            return try await PostgresServer.withDatabase { database in
                let probe = try await database.connect()
                do {
                    try await probe.execute("LOAD 'auto_explain'")
                } catch let error as DatabaseFailure where error.message.contains("auto_explain") {
                    try Test.cancel("this server has no auto_explain")
                }
                await probe.close()
                let migrator = MigrationEngine(revisions: try PlanHistory.revisions(in: folder.path)) {
                    let connection = try await database.connect()
                    for sql in [
                        "LOAD 'auto_explain'", "SET auto_explain.log_min_duration = 0",
                        "SET auto_explain.log_level = notice", "SET auto_explain.log_analyze = on",
                        "SET auto_explain.log_timing = off", "SET auto_explain.log_nested_statements = on",
                        "SET auto_explain.log_format = json",
                    ] { try await connection.execute(sql) }
                    return connection
                }
                let (up, down) = (VisitedRows(), VisitedRows())
                try await migrator.upgrade(to: "head", observe: up.hear)
                try await migrator.downgrade(to: "make", observe: down.hear)
                return (up.count, down.count)
            }
        }
    }
}
