import Foundation
import Migrator
import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import MigratorSchema

/// Schemas made at random: declared and applied they are equal to what is there; changed at random, what is generated
/// for the change leaves no difference, and taken back gives the first one again, with the rows that stayed.
@Suite struct ChangedSchemaTests {
    private static let seeds = (0..<UInt64(Rounds.count(reduced: 6, full: 1000))).map {
        Rounds.seed &* 10_000 + $0
    }

    @Test(arguments: seeds)
    func sqliteGoesThereAndBack(_ seed: UInt64) async throws {
        let folder = TemporaryFolder("changed")
        let path = "\(folder.path)/own.db"
        let bench = ChangeBench(
            kind: .sqlite,
            connect: { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) },
            connectOther: { other in
                let file = try other.url.map { url throws(DatabaseFailure) in try DatabaseURL(url).location } ?? path
                return try await SQLiteSession(SQLiteSessionConfiguration(path: file))
            }
        )
        try await change(bench, seed)
    }

    // One database after the other: a server takes so many connections and no more.
    @Test(.enabled(if: PostgresServer.isThere)) func postgresGoesThereAndBack() async throws {
        for seed in Self.seeds {
            try await PostgresServer.withDatabase { try await change(Self.bench($0), seed) }
        }
    }

    /// What pg_dump writes makes the schema that it was written of.
    @Test(.enabled(if: PostgresServer.isThere)) func aRestoredDumpIsEqual() async throws {
        for seed in Self.seeds.prefix(Rounds.count(reduced: 3, full: 1000)) {
            var generator = SchemaGenerator(.postgres, seed: seed)
            let schema = generator.schema(tables: 4)
            try await PostgresServer.withDatabase { first in
                try await Self.bench(first).make(schema)
                try await PostgresServer.withDatabase { second in
                    let folder = TemporaryFolder("dump")
                    let file = try folder.write("dump.sql", try await first.schemaScript())
                    let restored = try Tool.finish(
                        Self.program("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", second.url, "-f", file])
                    )
                    try #require(restored.status == 0, "seed \(seed): \(restored.errors)")
                    let engine = try Self.bench(first).engine(schema)
                    for (from, to) in [(first.url, second.url), (second.url, first.url)] {
                        let report = try await engine.diff(from: .url(from), to: .url(to))
                        let words = report.differences.map(\.summary) + report.unverified.map(\.summary)
                        #expect(words == [], "seed \(seed)")
                    }
                    let left = try await Self.bench(second).differences(to: schema)
                    #expect(left == [], "seed \(seed)")
                }
            }
        }
    }

    private static func bench(_ database: PostgresDatabase) -> ChangeBench {
        let url = database.url
        return ChangeBench(
            kind: .postgres,
            connect: { try await PostgresSession(PostgresSessionConfiguration(connectionString: url)) },
            connectOther: { other in
                var configuration = try PostgresSessionConfiguration(connectionString: other.url ?? url)
                if let name = other.name { configuration.parameters["dbname"] = name }
                return try await PostgresSession(configuration)
            }
        )
    }

    private static func program(_ name: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        return process
    }

    // MARK: One schema, there and back

    private func change(_ bench: ChangeBench, _ seed: UInt64) async throws {
        var generator = SchemaGenerator(bench.kind, seed: seed)
        let first = generator.schema(tables: 4)
        let keepsRows = seed % 2 == 0
        var changer = SchemaChanger(generator, keepsRows: keepsRows)
        let second = changer.change(times: Int.random(in: 1...8, using: &changer.generator.random))
        var said = "seed \(seed), with rows: \(keepsRows)\n  " + changer.changes.joined(separator: "\n  ")
        do {
            try await bench.make(first)
            let made = try await bench.differences(to: first)
            guard expect(made, "made", said) else { return }
            if keepsRows { try await fill(bench) }
            let tables = first.tables(without: changer.lost)
            let rows = try await self.rows(bench, tables)

            let (revisions, plan) = try await bench.revisions(to: second)
            said += "\n" + (try bench.script(of: plan))
            #expect(plan.unsupported.isEmpty, "\(plan.unsupported) \(said)")
            let engine = try bench.engine(second, revisions)
            if !revisions.isEmpty { try await engine.upgrade() }
            guard expect(try await bench.differences(to: second), "upgraded", said) else { return }
            if revisions.isEmpty { return }

            do {
                try await engine.downgrade(to: "base")
            } catch let error as MigratorError where error.code == .irreversible && changer.isOneWay {
                return
            }
            #expect(!changer.isOneWay, "the way back of an enum value is none: \(said)")
            guard expect(try await bench.differences(to: first), "downgraded", said) else { return }
            #expect(try await self.rows(bench, tables) == rows, "rows: \(said)")
        } catch {
            Issue.record("\(error)\n\(said)")
        }
    }

    private func expect(_ differences: [String], _ what: String, _ said: String) -> Bool {
        #expect(differences.isEmpty, "\(what): \(differences.joined(separator: "\n"))\n\(said)")
        return differences.isEmpty
    }

    // MARK: Rows

    private func fill(_ bench: ChangeBench) async throws {
        let connection = try await bench.connect()
        try await RowFilling.fill(connection, isPostgres: bench.kind == .postgres)
        await connection.close()
    }

    /// All rows of tables, each as a text.
    private func rows(_ bench: ChangeBench, _ tables: [Table]) async throws -> [String: [String]] {
        let connection = try await bench.connect()
        var rows: [String: [String]] = [:]
        for table in tables {
            let columns = table.columns.filter { $0.generation == nil }.map { quoted($0.name) }.joined(separator: ", ")
            let found = try await connection.query("SELECT \(columns) FROM \(quoted(table.name))")
            rows["\(table.name)"] = found.map { "\($0.values)" }.sorted()
        }
        await connection.close()
        return rows
    }
}

extension Schema {
    /// The plain tables, but for some.
    fileprivate func tables(without lost: Set<String>) -> [Table] {
        objects.compactMap { entry in
            guard case .table(let table) = entry.object, !lost.contains("\(table.name)"), table.partition == nil,
                !table.columns.isEmpty
            else { return nil }
            return table
        }
    }
}
