import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox
import MigratorPayloads
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes the script of a plan, in the order in which a run does things.
struct OfflineRun {
    private let migrator: MigrationEngine
    private let options: ScriptOptions
    private let writer: ScriptWriter
    private let form: any ScriptForm
    private let tables: EngineTables

    init(_ migrator: MigrationEngine, _ options: ScriptOptions, _ writer: ScriptWriter) {
        self.migrator = migrator
        self.options = options
        self.writer = writer
        form = options.kind.script(migrator.settings)
        tables = EngineTables(version: migrator.settings.versionTable)
    }

    private var settings: MigratorSettings { migrator.settings }

    // MARK: Frame

    /// Writes what comes before the first transaction.
    func open(_ title: String) throws {
        if options.kind == .postgres { try PostgresDialect.checkLength(of: settings.versionTable) }
        try writer.comment(title)
        try writer.comment("Made by migrator \(MigrationEngine.version), to be run with: \(form.usage)")
        for line in form.opening { try writer.command(line) }
        try writer.statements(form.preparation)
    }

    func close() throws {
        if !form.cleaning.isEmpty { try writer.comment("") }
        try writer.statements(form.cleaning)
        try writer.flush()
    }

    /// Writes a transaction; the first one makes the engine's tables where they are missing.
    ///
    /// - Parameters:
    ///   - makingTables: Whether it is the first.
    ///   - checking: Whether foreign keys must hold at its end.
    ///   - rows: All version rows as it is to leave them, if it changes any: the script stops before COMMIT unless they
    ///     are these.
    ///   - body: Writes what is done in it.
    /// - Throws: What the body throws, and what the writer throws.
    func transaction(
        makingTables: Bool,
        checking: Bool = true,
        leadingTo rows: [RevisionID]? = nil,
        _ body: () throws -> Void
    ) throws {
        try writer.statement(form.begin)
        if makingTables { try makeTables() }
        try body()
        if checking { try writer.statements(form.beforeCommit) }
        if let rows { try writer.statements(try form.verify(rows, in: tables.versionTable.name)) }
        try writer.statement("COMMIT")
    }

    /// Makes the engine's tables in the words of SQL alone, for an administrator to read.
    func makeTablesPlainly() throws {
        try writer.statements(tables.makings(on: options.kind).map(\.sql))
        // SQLite has no words for a column that may be there.
        if options.kind == .postgres { try writer.statements(growingColumns.map { $0.sql(on: .postgres) }) }
    }

    /// The steps of growth of tables that are made anyway; what is a table is made with the others.
    var growingColumns: [Growth] {
        tables.growth(on: options.kind).filter { step in
            guard case .column = step.change else { return false }
            return true
        }
    }

    private func makeTables() throws {
        try writer.statements(try form.tables(tables.makings(on: options.kind)))
        for step in growingColumns {
            guard case .column(let name, let type, let table) = step.change else { continue }
            try writer.statements(try form.grow(name, type, of: table))
        }
    }

    /// Stops the script unless the version rows are these.
    func expect(_ rows: [RevisionID]) throws {
        try writer.comment("The database must be at \(form.place(rows)).")
        try writer.statements(try form.expect(rows, in: tables.versionTable.name))
    }

    /// Changes version rows, and writes the journal and the outbox.
    func change(_ change: VersionRowChange, _ entries: [Journal.Entry], _ event: InvalidationEvent?) throws {
        try writer.statements(try form.change(change, in: tables.versionTable.name))
        for entry in entries { try writer.statement(try form.journal(entry, tables.journal)) }
        if let event { try writer.statements(try form.outbox(event, tables.outbox)) }
    }

    /// Deletes all version rows, whatever they are.
    func forgetRows() throws {
        try writer.statement("DELETE FROM \(tables.versionTable.name.quoted)")
    }

    // MARK: Steps

    /// Writes all steps of a plan.
    func write(_ plan: Plan, _ steps: [OfflineStep]) throws -> [RunReport.Step] {
        let verb = plan.direction == .upgrade ? "Upgrades" : "Downgrades"
        let title = "\(verb) a \(options.kind.title) database at \(form.place(plan.rowsBefore)) to \(plan.target)."
        guard !steps.isEmpty else {
            try writer.comment(title)
            try writer.comment("There is nothing to do.")
            try writer.flush()
            return []
        }
        try open(title)
        var done: [Work] = []
        var rows = plan.rowsBefore
        if settings.isSingleTransaction {
            try writer.comment("")
            try transaction(makingTables: true, leadingTo: plan.rowsAfter) {
                try expect(rows)
                for step in steps {
                    try writer.comment("")
                    try writer.comment("revision \(step.title)")
                    var work = Work()
                    for item in step.items { try write(item, of: step, &work) }
                    try finish(step, work)
                    try writer.statements(form.ending(after: step.statements))
                    work.sql = writer.takePieces()
                    done.append(work)
                }
            }
        } else {
            for step in steps {
                try writer.comment("")
                try writer.comment("revision \(step.title)")
                var work = try write(step, at: rows, isFirst: done.isEmpty)
                work.sql = writer.takePieces()
                done.append(work)
                rows = step.step.rowChange.applied(to: rows)
            }
        }
        try close()
        done[done.count - 1].sql += writer.takePieces()
        return zip(steps, done).map(report)
    }

    /// What came together for the journal.
    private struct Work {
        var statements = 0
        var rows = 0
        var digests: [String: String] = [:]
        var sql: [String] = []
    }

    private func write(_ step: OfflineStep, at rows: [RevisionID], isFirst: Bool) throws -> Work {
        var work = Work()
        let rowsAfter = step.step.rowChange.applied(to: rows)
        guard step.prepared.revision.isTransactional else {
            try transaction(makingTables: isFirst) { try expect(rows) }
            let hasKeysOff = step.prepared.needsForeignKeysOff
            let pieces = step.prepared.work.flatMap { work in
                work.items.map { StatementPiece(operation: work.operation, item: $0) }
            }
            var statements: [String] = []
            let told = UUID()
            for (index, (item, piece)) in zip(step.items, pieces).enumerated() {
                try writeAlone(item, of: step, &work, checking: !hasKeysOff)
                if let statement = piece.statement { statements.append(statement) }
                // As in a run: it is there for all to see before the step ends; but as whom, once it has set a role?
                guard piece.changesAnswers(options.kind.dialect()),
                    options.kind == .sqlite || form.restoring(after: statements).isEmpty
                else { continue }
                let effect = StepEffect(of: pieces.prefix(index + 1).map(\.operation), on: options.kind.dialect())
                let event = event(told, of: step.step, effect)
                try writer.statement(tables.outbox.removal(of: "'\(event.uuid)'"))
                try writer.statements(form.outbox(event, tables.outbox))
            }
            try writer.statements(form.restoring(after: step.statements).filter { !$0.hasPrefix("SET CONSTRAINTS") })
            try transaction(makingTables: false, leadingTo: rowsAfter) {
                try expect(rows)
                try finish(step, work, isRestored: true)
            }
            try writer.statements(form.ending(after: step.statements))
            return work
        }
        let preludes = step.prepared.preludes.flatMap(\.items)
        if !preludes.isEmpty {
            try transaction(makingTables: isFirst) {
                try expect(rows)
                for case .statement(let sql) in preludes { try write(.statement(sql.text), of: step, &work) }
            }
        }
        let isRebuilding = step.prepared.needsForeignKeysOff
        if isRebuilding { try writer.statements(form.foreignKeys(false)) }
        try transaction(makingTables: isFirst && preludes.isEmpty, leadingTo: rowsAfter) {
            try expect(rows)
            for item in step.items { try write(item, of: step, &work) }
            try finish(step, work)
        }
        if isRebuilding { try writer.statements(form.foreignKeys(true)) }
        try writer.statements(form.ending(after: step.statements))
        return work
    }

    /// Ends a step: its version rows, and its row in the journal.
    private func finish(_ step: OfflineStep, _ work: Work, isRestored: Bool = false) throws {
        if !isRestored { try writer.statements(form.restoring(after: step.statements)) }
        // The time is that at which the script is run.
        var entry = Journal.Entry(
            revision: step.step.revision,
            direction: step.step.direction.rawValue,
            startedAt: .now
        )
        entry.checksum = step.prepared.checksum
        entry.operations = step.prepared.work.digests
        entry.arguments = step.prepared.arguments
        entry.tag = settings.tag
        entry.payloads = work.digests
        entry.statements = work.statements
        entry.rows = work.rows
        let event = event(entry.uuid, of: step.step, step.prepared.effect(on: options.kind.dialect()))
        try change(step.step.rowChange, [entry], event)
    }

    private func event(_ uuid: UUID, of step: Step, _ effect: StepEffect) -> InvalidationEvent {
        InvalidationEvent(uuid, of: step, effect, migrator.caches.dependencies, tables.versionTable)
    }

    private func report(_ step: OfflineStep, _ work: Work) -> RunReport.Step {
        RunReport.Step(
            revision: step.step.revision,
            direction: step.step.direction,
            message: step.prepared.revision.node.message,
            duration: .zero,
            statements: work.statements,
            rows: work.rows,
            sql: options.reportsSQL ? work.sql : nil
        )
    }

    // MARK: Items

    /// For what cannot run in a transaction; a load and a rebuild are all or nothing all the same.
    ///
    /// A step that turns foreign keys off itself is checked at its end.
    private func writeAlone(
        _ item: OfflineStep.Item,
        of step: OfflineStep,
        _ work: inout Work,
        checking: Bool
    ) throws {
        if case .statement = item { return try write(item, of: step, &work) }
        var needsForeignKeysOff = false
        if case .rebuild(let rebuild) = item { needsForeignKeysOff = rebuild.needsForeignKeysOff && checking }
        if needsForeignKeysOff { try writer.statements(form.foreignKeys(false)) }
        try transaction(makingTables: false, checking: checking) { try write(item, of: step, &work) }
        if needsForeignKeysOff { try writer.statements(form.foreignKeys(true)) }
    }

    private func write(_ item: OfflineStep.Item, of step: OfflineStep, _ work: inout Work) throws {
        switch item {
        case .statement(let sql):
            try writer.statement(sql)
            work.statements += 1
        case .rebuild(let rebuild):
            for line in rebuild.lines {
                switch line {
                case .statement(let sql): try writer.statement(sql)
                case .check(let check, let condition): try writer.statement(form.check(check, condition))
                }
            }
            work.statements += rebuild.statements
        case .load(let insert, let columns):
            work.statements += 1
            let table = TableName(insert.table.name, schema: insert.table.schema)
            let rows = form.load(into: table, columns, insert.onConflict.rule, work.statements, to: writer)
            let (count, digest) = try copy(insert.payload, table, columns, of: step, to: rows)
            work.rows += count
            if let digest { work.digests[insert.payload.summary] = digest }
        case .remove(let remove, let columns):
            work.statements += 1
            work.rows += try self.remove(remove, columns, of: step, work.statements)
        }
    }

    private func remove(
        _ remove: RemoveRows,
        _ columns: [CatalogColumn],
        of step: OfflineStep,
        _ number: Int
    ) throws -> Int {
        let table = TableName(remove.table.name, schema: remove.table.schema)
        let (name, sql) = form.keyTable(number, of: table, remove.key)
        try writer.statement(sql)
        let key = ColumnNames(remove.key, of: options.kind)
        let keyColumns = columns.filter { key.index(of: $0.name) != nil }
        let rows = form.load(into: name, keyColumns, .fail, number, to: writer)
        let (count, _) = try copy(remove.payload, table, columns, of: step, to: rows)
        try writer.statement(remove.deletion(by: name))
        try writer.statement("DROP TABLE \(name.quoted)")
        return count
    }

    /// Writes the rows of a payload; returns how many there are, and the digest of its file.
    private func copy(
        _ payload: Payload,
        _ table: TableName,
        _ columns: [CatalogColumn],
        of step: OfflineStep,
        to rows: any ScriptRows
    ) throws -> (rows: Int, digest: String?) {
        let receipt = PayloadReceipt()
        let target = PayloadTarget(table: table.description, columns: columns, database: options.kind)
        let opening = PayloadOpening(settings, step.prepared.revision) { _ in }
        let source = try opening.source(payload, into: target, receipt)
        var batch = RowBatch()
        var count = 0
        while true {
            batch.removeAll()
            try source.next(into: &batch)
            guard batch.rowCount > 0 else { break }
            try rows.write(batch)
            count += batch.rowCount
        }
        try rows.finish()
        return (count, receipt.summary?.digest)
    }
}
