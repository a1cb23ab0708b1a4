import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorDialects

/// Rebuilds of random tables: what an empty copy of a table tells is enough to rebuild the one with rows.
struct OfflineRebuildTests {
    @Test func anEmptyTableTellsHowToRebuildAFullOne() async throws {
        var done = 0
        for seed in 1...Rounds.count(reduced: 150, full: 2000) where try await isRebuiltAlike(seed) { done += 1 }
        // Most changes must be possible, or the others prove nothing.
        #expect(done > Rounds.count(reduced: 75, full: 1000))
    }

    private func isRebuiltAlike(_ seed: Int) async throws -> Bool {
        let zoo = ZooTable(seed: seed)
        let rebuild = SQLiteRebuild(table: ObjectName(zoo.name), changes: changes(zoo, seed))
        let comment: Comment = "seed \(seed): \(rebuild.changes.map(\.summary))"
        let online = try await RebuildBench(zoo.statements)
        let isDone = (try? await online.run(rebuild)) != nil

        let empty = try await RebuildBench(zoo.statements.filter { $0.hasPrefix("CREATE") })
        try await empty.connection.execute("PRAGMA foreign_keys = OFF")
        try await empty.connection.execute("BEGIN")
        let pass = try? await rebuild.make(on: empty.connection)
        let offline = try await RebuildBench(zoo.statements)
        var isDoneOffline = false
        if let pass {
            // What the empty table can be made to, the full one is unless its rows stand against it.
            isDoneOffline = try await run(pass.script, on: offline.connection)
        }
        #expect(isDone == isDoneOffline, comment)
        let dumps = (try await OfflineBench.dump(online.connection), try await OfflineBench.dump(offline.connection))
        #expect(dumps.0 == dumps.1, comment)
        if isDone {
            let sequence = "SELECT name, seq FROM sqlite_sequence ORDER BY name"
            if try await !online.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").isEmpty {
                #expect(try await online.rows(sequence) == offline.rows(sequence), comment)
            }
        }
        for bench in [online, empty, offline] { await bench.connection.close() }
        return isDone
    }

    /// Runs a script's lines as its transaction does; returns whether nothing stopped it.
    private func run(_ lines: [SQLiteRebuildLine], on connection: SQLiteSession) async throws -> Bool {
        try await connection.execute("PRAGMA foreign_keys = OFF")
        try await connection.begin()
        do {
            for line in lines {
                switch line {
                case .statement(let sql): try await connection.execute(sql)
                case .check(_, let condition):
                    guard try await connection.query("SELECT \(condition)").first?.values == [.int(1)] else {
                        throw DatabaseFailure(.checkViolation, condition)
                    }
                }
            }
            try await connection.commit()
            try await connection.execute("PRAGMA foreign_keys = ON")
            return true
        } catch {
            try await connection.rollback()
            try await connection.execute("PRAGMA foreign_keys = ON")
            return false
        }
    }

    private func changes(_ zoo: ZooTable, _ seed: Int) -> [Operation] {
        var numbers = ZooNumbers(seed &* 104_729)
        let op = Operations()
        let table = ObjectName(zoo.name)
        for index in 0...numbers.below(3) {
            let column = numbers.pick(zoo.columns.filter { !$0.isGenerated }, or: zoo.columns[0]).name
            switch numbers.below(10) {
            case 0: op.addColumn(Column("added \(index)", .integer).notNull().default(5), to: table)
            case 1: op.addColumn(Column("added \(index)", .text).default(.expression("'x' || 'y'")), to: table)
            case 2: op.dropColumn(column, from: table)
            case 3: op.alterColumn(column, of: table, to: ColumnChange(type: .integer))
            case 4: op.alterColumn(column, of: table, to: ColumnChange(nullable: false))
            case 5: op.createUniqueConstraint("u\(index)", on: table, columns: [column])
            case 6: op.createCheckConstraint("c\(index)", on: table, "'(' <> ')'")
            case 7: op.renameColumn(column, of: table, to: "renamed \(index)")
            case 8: op.alterColumn(column, of: table, to: ColumnChange(default: .set("it's\r\n")))
            default: op.createForeignKey("f\(index)", on: table, columns: [column], references: "parent", ["id"])
            }
        }
        return op.recorded
    }
}
