import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox

/// The frame of every script: its first and last lines, its transactions, and the engine's own tables.
struct ScriptFrame {
    let migrator: MigrationEngine
    let options: ScriptOptions
    let dialect: any Dialect
    let form: any ScriptForm
    let writer: ScriptWriter
    let tables: EngineTables

    init(
        _ migrator: MigrationEngine,
        _ options: ScriptOptions,
        _ dialect: any Dialect,
        _ writer: ScriptWriter
    ) throws {
        self.migrator = migrator
        self.options = options
        self.dialect = dialect
        self.writer = writer
        form = try dialect.script(lockTimeout: migrator.settings.lockTimeout)
        tables = try EngineTables(version: migrator.settings.versionTable, dialect)
    }

    var settings: MigratorSettings { migrator.settings }

    // MARK: Lines

    /// Writes what comes before the first transaction.
    func open(_ title: String) throws {
        try dialect.check(version: settings.versionTable)
        try writer.comment(title)
        try writer.comment("Made by migrator \(MigrationEngine.version), to be run with: \(form.usage)")
        for line in form.opening { try writer.command(line) }
        try writer.statements(form.preparation)
    }

    /// Writes what comes after the last transaction, and hands all of it on.
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

    /// Writes statements as comments, below a line that says what they are for; nothing if there are none.
    func advise(_ purpose: String, _ statements: [String]) throws {
        guard !statements.isEmpty else { return }
        try writer.comment("")
        try writer.comment(purpose)
        for sql in statements { try writer.comment(sql + ";") }
    }

    // MARK: Engine's tables

    /// Makes the engine's tables in the words of SQL alone, for an administrator to read.
    func makeTablesPlainly() throws {
        try writer.statements(tables.makings.map(\.sql))
        if form.addsMissingColumns { try writer.statements(columnGrowth) }
    }

    /// The statements by which tables that an older program made get the columns that were added since.
    var columnGrowth: [String] { growingColumns.map { dialect.statement(making: $0) } }

    /// The statements that let a role use the tables; none where the database has no roles.
    func grants(to role: String) -> [String] { tables.grants(to: role) }

    /// The steps of growth of tables that are made anyway; what is a table is made with the others.
    private var growingColumns: [Growth] {
        tables.growth.filter { step in
            guard case .column = step.change else { return false }
            return true
        }
    }

    private func makeTables() throws {
        try writer.statements(try form.tables(tables.makings))
        for step in growingColumns {
            guard case .column(let name, let type, let table) = step.change else { continue }
            try writer.statements(try form.grow(name, type, of: table))
        }
    }

    // MARK: Version rows

    /// Stops the script unless the version rows are these.
    func expect(_ rows: [RevisionID]) throws {
        try writer.comment("The database must be at \(form.position(of: rows)).")
        try writer.statements(try form.expect(rows, in: tables.versionTable.name))
    }

    /// Changes version rows, and writes the journal and the outbox.
    func change(_ change: VersionRowChange, _ entries: [Journal.Entry], _ event: InvalidationEvent?) throws {
        let table = tables.versionTable.name
        try writer.statements(try form.change(removing: change.removed, adding: change.added, in: table))
        for entry in entries { try writer.statement(try form.journal(entry, tables.journal)) }
        if let event { try write(event) }
    }

    /// Writes an event into the outbox.
    func write(_ event: InvalidationEvent) throws {
        try writer.statements(try form.outbox(event, tables.outbox, on: options.kind))
    }

    /// Deletes all version rows, whatever they are.
    func forgetRows() throws {
        try writer.statement("DELETE FROM \(tables.versionTable.name.quoted)")
    }
}
