import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

/// A chain of revisions of SQL that would show a second application: each makes a table and adds to a log.
struct LoggedHistory: Sendable {
    let folder: TemporaryFolder
    let count: Int

    /// Writes the revisions `r0`, `r1` and so on; `work` is more SQL for each of them.
    init(in folder: TemporaryFolder, count: Int, work: (Int) -> String = { _ in "" }) throws {
        self.folder = folder
        self.count = count
        for index in 0..<count {
            let log = "CREATE TABLE log (id integer GENERATED ALWAYS AS IDENTITY, revision text);"
            try folder.write(
                "revisions/\(1000 + index).sql",
                """
                -- revision: r\(index)
                \(index == 0 ? "" : "-- parents: r\(index - 1)\n")
                -- upgrade
                \(index == 0 ? log : "")
                CREATE TABLE t\(index) (id integer PRIMARY KEY);
                \(work(index))
                INSERT INTO log (revision) VALUES ('r\(index)');
                -- downgrade
                DELETE FROM log WHERE revision = 'r\(index)';
                DROP TABLE t\(index);
                \(index == 0 ? "DROP TABLE log;" : "")
                """
            )
        }
    }

    /// What every command on this history ends with.
    let options = ["--revisions", "revisions", "--format", "json"]

    var ids: [String] { (0..<count).map { "r\($0)" } }

    /// Where the database is, after it was seen that journal, version rows, log, tables and events agree.
    @discardableResult
    func expectWhole(_ database: PostgresDatabase, _ when: String) async throws -> Int {
        let now = try await Snapshot(of: database)
        var applied: [String] = []
        for (direction, revision) in now.journal {
            if direction == "upgrade" {
                #expect(revision == "r\(applied.count)", "\(when): \(now)")
                applied.append(revision)
            } else {
                #expect(applied.popLast() == revision, "\(when): \(now)")
            }
        }
        #expect(now.versions == applied.suffix(1), "\(when): \(now)")
        #expect(now.log == applied, "\(when): \(now)")
        #expect(now.tables == applied.count, "\(when): \(now)")
        #expect(now.events == now.steps, "\(when): \(now)")
        return applied.count
    }

    /// Expects all revisions, applied once each.
    func expectHead(_ database: PostgresDatabase, _ when: String) async throws {
        #expect(try await expectWhole(database, when) == count, "\(when)")
    }

    /// What a database holds at one moment, whatever is being committed.
    private struct Snapshot {
        var journal: [(direction: String, revision: String)] = []
        var versions: [String] = []
        var log: [String] = []
        var tables = 0
        /// The uuids of steps that are done, and of their events.
        var steps: [String] = []
        var events: [String] = []

        init(of database: PostgresDatabase) async throws {
            let connection = try await database.connect()
            try await connection.begin()
            try await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            let names = try await connection.query("SELECT tablename::text AS name FROM pg_tables").map {
                try $0.get("name", as: String.self)
            }
            tables = names.filter { $0.wholeMatch(of: /t\d+/) != nil }.count
            if names.contains("migrator_journal") {
                let sql = "SELECT direction, revision || CASE state WHEN 'done' THEN '' ELSE state END AS revision "
                journal = try await connection.query(sql + "FROM migrator_journal ORDER BY id").map {
                    (try $0.get("direction", as: String.self), try $0.get("revision", as: String.self))
                }
            }
            if names.contains("migrator_outbox") {
                let done = "SELECT uuid::text AS v FROM migrator_journal WHERE state = 'done' ORDER BY uuid"
                steps = try await connection.query(done).map { try $0.get("v", as: String.self) }
                let written = "SELECT uuid::text AS v FROM migrator_outbox ORDER BY uuid"
                events = try await connection.query(written).map { try $0.get("v", as: String.self) }
            }
            if names.contains("alembic_version") {
                versions = try await connection.query("SELECT version_num AS v FROM alembic_version").map {
                    try $0.get("v", as: String.self)
                }
            }
            if names.contains("log") {
                log = try await connection.query("SELECT revision AS v FROM log ORDER BY id").map {
                    try $0.get("v", as: String.self)
                }
            }
            await connection.close()
        }
    }
}
