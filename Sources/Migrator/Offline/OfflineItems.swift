import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPayloads

/// Writes what one step does, piece by piece, and counts it for the journal.
struct OfflineItems {
    private let frame: ScriptFrame
    private let step: OfflineStep
    private(set) var statements = 0
    private(set) var rows = 0
    /// The digests of the payloads that are loaded, by path.
    private(set) var digests: [String: String] = [:]

    init(of step: OfflineStep, _ frame: ScriptFrame) {
        self.step = step
        self.frame = frame
    }

    private var form: any ScriptForm { frame.form }
    private var writer: ScriptWriter { frame.writer }

    /// Writes a piece outside of a transaction; a load and a rebuild are all or nothing all the same.
    ///
    /// A step that turns foreign keys off itself is checked at its end.
    mutating func writeAlone(_ item: OfflineStep.Item, checking: Bool) throws {
        if case .statement = item { return try write(item) }
        var needsForeignKeysOff = false
        if case .rebuild(let rebuild) = item { needsForeignKeysOff = rebuild.needsForeignKeysOff && checking }
        let (frame, form, writer) = (frame, form, writer)
        if needsForeignKeysOff { try writer.statements(form.foreignKeys(false)) }
        try frame.transaction(makingTables: false, checking: checking) { try write(item) }
        if needsForeignKeysOff { try writer.statements(form.foreignKeys(true)) }
    }

    /// Writes a piece.
    mutating func write(_ item: OfflineStep.Item) throws {
        switch item {
        case .statement(let sql):
            try writer.statement(sql)
            statements += 1
        case .rebuild(let rebuild):
            try writer.statements(rebuild.statements)
            statements += rebuild.count
        case .load(let insert, let columns): try load(insert, columns)
        case .remove(let remove, let columns): try self.remove(remove, columns)
        }
    }

    private mutating func load(_ insert: BulkInsert, _ columns: [CatalogColumn]) throws {
        statements += 1
        let table = TableName(insert.table.name, schema: insert.table.schema)
        let rows = form.load(into: table, columns, insert.onConflict.rule, statements, to: writer)
        let (count, digest) = try copy(insert.payload, table, columns, to: rows)
        self.rows += count
        if let digest { digests[insert.payload.summary] = digest }
    }

    private mutating func remove(_ remove: RemoveRows, _ columns: [CatalogColumn]) throws {
        statements += 1
        let table = TableName(remove.table.name, schema: remove.table.schema)
        let (name, sql) = form.keyTable(statements, of: table, remove.key)
        try writer.statement(sql)
        let key = ColumnNames(remove.key, of: frame.options.kind)
        let keyColumns = columns.filter { key.index(of: $0.name) != nil }
        let rows = form.load(into: name, keyColumns, .fail, statements, to: writer)
        let (count, _) = try copy(remove.payload, table, columns, to: rows)
        try writer.statement(remove.deletion(by: name))
        try writer.statement("DROP TABLE \(name.quoted)")
        self.rows += count
    }

    /// Writes the rows of a payload; returns how many there are, and the digest of its file.
    private func copy(
        _ payload: Payload,
        _ table: TableName,
        _ columns: [CatalogColumn],
        to rows: any ScriptRows
    ) throws -> (rows: Int, digest: String?) {
        let receipt = PayloadReceipt()
        let target = PayloadTarget(table: table.description, columns: columns, database: frame.options.kind)
        let opening = PayloadOpening(frame.settings, step.prepared.revision) { _ in }
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
