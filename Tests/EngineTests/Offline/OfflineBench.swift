import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// SQLite files that are migrated online and by scripts, and what is in them afterwards.
struct OfflineBench {
    let folder = TemporaryFolder("offline")
    private let revisions: [any Revision.Type]
    private let settings: MigratorSettings

    init(_ revisions: [any Revision.Type], settings: MigratorSettings = MigratorSettings()) {
        self.revisions = revisions
        self.settings = settings
    }

    static let scratch: MigrationEngine.Connect = {
        try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
    }

    /// Whatever is not asked for must not be opened either.
    struct Opened: Error {}

    func path(_ name: String) -> String { "\(folder.path)/\(name).db" }

    private func history() throws -> RevisionHistory {
        let entries = revisions.map {
            RevisionRegistry.Entry($0, file: "f.swift", line: 1, message: "makes\nthings; DROP TABLE x")
        }
        let registry = RevisionRegistry(name: "Test", sourceFolder: folder.path, entries: entries, payloads: [])
        return try RevisionHistory([.compiled(registry)])
    }

    /// A migrator of the database of a name.
    func migrator(_ name: String) throws -> MigrationEngine {
        let path = path(name)
        return MigrationEngine(revisions: try history(), settings: settings) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    /// A migrator that opens no database.
    func blindMigrator() throws -> MigrationEngine {
        MigrationEngine(revisions: try history(), settings: settings) { throw Opened() }
    }

    func options(_ kind: DatabaseKind = .sqlite) -> ScriptOptions {
        ScriptOptions(kind: kind, scratch: kind == .sqlite ? Self.scratch : nil)
    }

    func upgradeScript(_ range: String, _ options: ScriptOptions? = nil) async throws -> String {
        let script = Script()
        try await blindMigrator().upgradeScript(range, options ?? self.options(), to: script.add)
        return script.text
    }

    func downgradeScript(_ range: String, _ options: ScriptOptions? = nil) async throws -> String {
        let script = Script()
        try await blindMigrator().downgradeScript(range, options ?? self.options(), to: script.add)
        return script.text
    }

    /// The error that writing a script ends in; nothing may have been written.
    func refusal(_ range: String, _ options: ScriptOptions? = nil) async throws -> MigratorError? {
        let script = Script()
        do {
            try await blindMigrator().upgradeScript(range, options ?? self.options(), to: script.add)
            return nil
        } catch let error as MigratorError {
            #expect(script.text.isEmpty)
            return error
        }
    }

    /// Runs a script by the shell of SQLite.
    @discardableResult
    func run(_ script: String, on name: String) throws -> ToolResult {
        let file = try folder.write("script-\(UUID().uuidString).sql", script)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", path(name), ".read '\(file)'"]
        return try Tool.finish(process)
    }

    func copy(_ name: String, to other: String) throws {
        try? FileManager.default.removeItem(atPath: path(other))
        guard FileManager.default.fileExists(atPath: path(name)) else { return }
        try FileManager.default.copyItem(atPath: path(name), toPath: path(other))
    }

    /// Goes from where `name` is to a target, online and by a script on a copy; both must be the same afterwards.
    ///
    /// With `ignoringQuotes` texts of the schema may differ in these: a table that was given another name and then its
    /// own again keeps its quotes wherever it is spoken of, unless it is rebuilt as the history says.
    func compare(
        _ direction: Direction,
        _ range: String,
        from name: String = "online",
        ignoringQuotes: Bool = false,
        location: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let target = range.split(separator: ":").last.map(String.init) ?? range
        try copy(name, to: "offline")
        let script: String
        switch direction {
        case .upgrade:
            script = try await upgradeScript(range)
            try await migrator(name).upgrade(to: Target(target))
        case .downgrade:
            script = try await downgradeScript(range)
            try await migrator(name).downgrade(to: Target(target))
        }
        let result = try run(script, on: "offline")
        #expect(result.status == 0, "\(result.errors)\n\(script)", sourceLocation: location)
        #expect(result.output.isEmpty && result.errors.isEmpty, "\(result.output)", sourceLocation: location)
        var (online, offline) = (try await dump(name), try await dump("offline"))
        if ignoringQuotes {
            online = online.map { $0.replacing("\"", with: "") }
            offline = offline.map { $0.replacing("\"", with: "") }
        }
        #expect(online == offline, "\(range)", sourceLocation: location)
    }

    /// Everything in a file, save when things were done.
    func dump(_ name: String) async throws -> [String] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path(name)))
        let dump = try await Self.dump(connection)
        await connection.close()
        return dump
    }

    static func dump(_ connection: any DatabaseConnection) async throws -> [String] {
        var dump = try await connection.query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
            .map { row in
                row.values.map { String(databaseCell: $0) ?? "" }.joined(separator: " | ")
            }
        let tables = try await connection.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        )
        for table in tables {
            let name = try table.get("name", as: String.self)
            let columns = try await connection.query(
                "SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1",
                [.text(name)]
            )
            // How long it took and how many rows a statement changed is not known when a script is written.
            // A database's name is its own, and so are the times and names of events.
            let unknown = [
                "migrator_journal": ["uuid", "started_at", "duration_ms", "row_count"],
                "migrator_outbox": ["uuid", "at"], "migrator_identity": ["id"],
            ]
            let names = try columns.map { try $0.get("name", as: String.self) }.filter {
                unknown[name]?.contains($0) != true
            }
            let values = names.map { column in
                name == "migrator_outbox" && column == "event"
                    ? "json_remove(event, '$.uuid')" : "quote(\(TableName.quote(column)))"
            }.joined(separator: " || ', ' || ")
            let quoted = TableName.quote(name)
            for row in try await connection.query("SELECT \(values) AS line FROM \(quoted) ORDER BY 1") {
                dump.append("\(name): " + (try row.get("line", as: String.self)))
            }
            let hasRowID = try await connection.query(
                "SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'",
                [.text(name)]
            )
            if hasRowID.first?.values == [.int(0)], !names.contains(where: { ["rowid"].contains($0.lowercased()) }) {
                dump += try await connection.query("SELECT rowid AS r FROM \(quoted) ORDER BY 1").map {
                    "\(name) rowid \($0.values)"
                }
            }
        }
        return dump
    }
}

/// What a script's sink was given.
final class Script {
    private(set) var text = ""

    func add(_ piece: String) {
        text += piece
    }
}
