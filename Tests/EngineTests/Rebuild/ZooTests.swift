import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// Random changes of random tables: what was not changed stays as it was.
struct ZooTests {
    @Test func nothingElseChanges() async throws {
        var done = 0
        for seed in 1...400 where try await isRebuilt(seed) { done += 1 }
        // Most changes must be possible, or the others prove nothing.
        #expect(done > 200)
    }

    /// Makes the changes of a seed; returns whether they were possible.
    private func isRebuilt(_ seed: Int) async throws -> Bool {
        let zoo = ZooTable(seed: seed)
        let bench = try await RebuildBench(zoo.statements)
        var numbers = ZooNumbers(seed &* 7919)
        let op = Operations()
        var touched = Touch()
        for _ in 0...numbers.below(3) { change(zoo, op, &touched, &numbers) }
        let before = try await Snapshot(bench, zoo, touched)
        do {
            let rebuild = SQLiteRebuild(table: ObjectName(zoo.name), changes: op.recorded)
            let result = try await bench.run(rebuild)
            let after = try await Snapshot(bench, zoo, touched)
            let comment: Comment = "seed \(seed): \(op.recorded.map(\.summary))"
            #expect(after.rows == before.rows, comment)
            #expect(after.others == before.others, comment)
            #expect(after.sequence == before.sequence, comment)
            #expect(try await bench.damage().isEmpty, comment)
            // A table that is said to be what it is stays as it is.
            let isAsBefore = after.schema == before.schema
            #expect(result.rows == (rebuild.isInPlace || isAsBefore ? 0 : before.rows.count), comment)
            let missing = before.schema.filter { $0.key != "table \(zoo.name)" && after.schema[$0.key] != $0.value }
            #expect(missing.allSatisfy { $0.key.hasPrefix("index") && touched.dropped != nil }, comment)
            #expect(after.schema.keys.allSatisfy { before.schema[$0] != nil }, comment)
            let sql = try #require(try await bench.sql(zoo.name))
            for text in kept(zoo, touched) { #expect(sql.contains(text), comment) }
            try await cascade(bench, zoo, comment)
            await bench.connection.close()
            return true
        } catch let error {
            // A table that cannot be changed so is left as it is.
            let after = try await Snapshot(bench, zoo, touched)
            let comment: Comment = "seed \(seed): \(error)"
            #expect(
                error is MigratorError || (error as? DatabaseFailure)?.message.contains("constraint failed") == true,
                comment
            )
            #expect(after.schema == before.schema && after.rows == before.rows, comment)
            #expect(after.others == before.others && after.sequence == before.sequence, comment)
            await bench.connection.close()
            return false
        }
    }

    /// Foreign keys still do what they say.
    private func cascade(_ bench: RebuildBench, _ zoo: ZooTable, _ comment: Comment) async throws {
        guard zoo.key.count == 1 else { return }
        try await bench.connection.execute("DELETE FROM \(TableName.quote(zoo.name))")
        #expect(try await bench.rows("SELECT * FROM child").isEmpty, comment)
        await #expect(throws: DatabaseFailure.self, comment) {
            try await bench.connection.execute("INSERT INTO child VALUES (1, 'w')")
        }
    }

    // MARK: Changes

    private struct Touch {
        var dropped: String?
        var isRenamed = false
        /// The columns whose values or clauses may differ.
        var columns: Set<String> = []
    }

    private func change(_ zoo: ZooTable, _ op: Operations, _ touched: inout Touch, _ numbers: inout ZooNumbers) {
        let table = ObjectName(zoo.name)
        let suffix = op.recorded.count
        let free = zoo.columns.filter {
            !$0.isGenerated && !zoo.key.contains($0.name) && !touched.columns.contains($0.name)
        }
        let column = numbers.pick(free, or: zoo.columns[0]).name
        switch numbers.below(12) {
        case 0: op.addColumn(Column("added \(suffix)", .integer).notNull().default(5).check("1 = 1"), to: table)
        case 1: op.addColumn(Column("added \(suffix)", .text).default(.expression("'x' || 'y'")), to: table)
        case 2: op.addColumn(Column("added \(suffix)", .integer).references("parent").default(3), to: table)
        case 3 where touched.dropped == nil && column != zoo.columns[0].name:
            touched.dropped = column
            touched.columns.insert(column)
            op.dropColumn(column, from: table)
        case 4:
            touched.columns.insert(column)
            op.alterColumn(column, of: table, to: ColumnChange(type: .text))
        case 5: op.createUniqueConstraint("u\(suffix)", on: table, columns: [zoo.columns[0].name])
        case 6: op.createCheckConstraint("c\(suffix)", on: table, "'(' <> ')'")
        case 7:
            touched.columns.insert(column)
            op.alterColumn(column, of: table, to: ColumnChange(nullable: true, default: .set("it's")))
        case 8:
            let clause = "\(zoo.name)_\(column)_check"
            touched.columns.insert(column)
            op.dropConstraint(clause, from: table)
        case 9 where zoo.constraints.contains { $0.hasPrefix("CONSTRAINT [to p]") } && !touched.isRenamed:
            touched.isRenamed = true
            op.renameConstraint("TO P", of: table, to: "to \"parent\"")
        case 10: op.createUniqueConstraint("u\(suffix)", on: table, columns: zoo.columns.prefix(2).map(\.name))
        default:
            op.createForeignKey("f\(suffix)", on: table, columns: [zoo.columns[0].name], references: "parent", ["id"])
        }
    }

    /// The texts that must still stand in the table's definition.
    private func kept(_ zoo: ZooTable, _ touched: Touch) -> [String] {
        let clauses = zoo.columns.filter { !touched.columns.contains($0.name) }.flatMap(\.clauses)
        return (clauses + zoo.constraints).filter { !touched.isRenamed || !$0.contains("[to p]") }.filter { text in
            touched.dropped.map { !text.contains($0) && !text.contains(TableName.quote($0).dropFirst().dropLast()) }
                ?? true
        }
    }

    /// What is in the database.
    private struct Snapshot {
        let rows: [[DatabaseCell]]
        let others: [[[DatabaseCell]]]
        let sequence: [[DatabaseCell]]
        let schema: [String: String?]

        init(_ bench: RebuildBench, _ zoo: ZooTable, _ touched: Touch) async throws {
            let name = TableName.quote(zoo.name)
            var values = zoo.columns.filter { !touched.columns.contains($0.name) }.map {
                "quote(\(TableName.quote($0.name)))"
            }
            let hidesRowID = zoo.columns.contains { $0.name == "rowid" }
            if !zoo.isWithoutRowID { values.append(hidesRowID ? "_rowid_" : "rowid") }
            rows = try await bench.rows(
                "SELECT \(values.joined(separator: ", ")) FROM \(name) ORDER BY \(values.count)"
            )
            var others: [[[DatabaseCell]]] = []
            for other in ["parent", "log"] + (zoo.key.count == 1 ? ["child"] : []) {
                others.append(try await bench.rows("SELECT *, rowid FROM \(other)"))
            }
            self.others = others
            let hasSequence = try await !bench.rows("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                .isEmpty
            sequence = hasSequence ? try await bench.rows("SELECT * FROM sqlite_sequence") : []
            schema = try await bench.schema()
        }
    }
}
