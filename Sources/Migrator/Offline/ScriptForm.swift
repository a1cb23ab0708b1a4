import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox

/// What differs between a script for `psql` and one for `sqlite3`.
protocol ScriptForm {
    /// How the script is run, for its first lines.
    var usage: String { get }
    /// Commands of the shell, and settings of the session.
    var opening: [String] { get }
    /// What the script needs for itself, before its first transaction.
    var preparation: [String] { get }
    /// What takes that away again.
    var cleaning: [String] { get }
    /// The statement that begins a transaction.
    var begin: String { get }
    /// What has to be run before a transaction may end.
    var beforeCommit: [String] { get }
    /// What turns foreign keys off and on, outside of a transaction.
    func foreignKeys(_ areOn: Bool) -> [String]

    /// Makes the engine's tables by these statements, where they are missing.
    func tables(_ makings: [TableMaking]) throws(MigratorError) -> [String]
    /// Lets an engine's table grow by a column, or stops where that takes a connection.
    func grow(_ column: String, _ type: String, of table: TableName) throws(MigratorError) -> [String]
    /// Keeps all others from the version rows until the transaction ends, and stops unless they are these.
    func expect(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String]
    /// Stops unless the version rows are these, as the last thing in a transaction.
    func verify(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String]
    /// Deletes and inserts version rows, and stops unless each deletion is of one row.
    func change(_ change: VersionRowChange, in table: TableName) throws(MigratorError) -> [String]
    /// Stops unless a condition of a rebuild holds.
    func check(_ check: SQLiteRebuildLine.Check, _ condition: String) -> String
    /// A value as it stands in a statement.
    func literal(_ value: DatabaseCell) throws(MigratorError) -> String
    /// What takes back what a revision's own SQL may have left in its session, within its last transaction.
    func restoring(after statements: [String]) -> [String]
    /// What takes back the rest, after that transaction.
    func ending(after statements: [String]) -> [String]

    /// Wakes those who listen when the transaction is committed, if the database can; of the row only the UUID is known.
    func wake(_ uuid: String, _ outbox: Outbox) throws(MigratorError) -> [String]

    /// Writes rows into a table.
    func load(
        into table: TableName,
        _ columns: [CatalogColumn],
        _ conflict: BulkConflict,
        _ number: Int,
        to writer: ScriptWriter
    ) -> any ScriptRows
    /// Makes a temporary table with the key columns of another, and returns its name and the statement.
    func keyTable(_ number: Int, of table: TableName, _ key: [String]) -> (name: TableName, sql: String)
}

/// Writes the rows of a payload, batch by batch.
protocol ScriptRows: AnyObject {
    /// Writes all rows of a batch; of columns that the table does not have nothing.
    func write(_ batch: RowBatch) throws
    /// Ends what is open.
    func finish() throws
}

extension ScriptForm {
    /// The statement that writes a row into the journal.
    ///
    /// The entry's start is that of the statement that writes it: nobody knows now when the script will be run.
    func journal(_ entry: Journal.Entry, _ journal: Journal) throws(MigratorError) -> String {
        var names: [String] = []
        var values: [String] = []
        for (name, value) in journal.columns(of: entry) {
            names.append(name)
            values.append(name == Journal.Entry.startColumn ? "CURRENT_TIMESTAMP" : try literal(value))
        }
        return journal.insert(names, values)
    }

    /// The statements that write an event into the outbox.
    func outbox(_ event: InvalidationEvent, _ outbox: Outbox) throws(MigratorError) -> [String] {
        let json: String
        do {
            json = String(decoding: try event.json(), as: UTF8.self)
        } catch {
            throw MigratorError(.unsupportedOffline, error.message, cause: error)
        }
        return [outbox.insert(try literal(.text(event.uuid)), try literal(.text(json)))]
            + (try wake(event.uuid, outbox))
    }

    func literals(_ rows: [RevisionID]) throws(MigratorError) -> String {
        var list: [String] = []
        for row in rows { list.append(try literal(.text(row.rawValue))) }
        return list.joined(separator: ", ")
    }

    /// How a database with these version rows is called.
    func place(_ rows: [RevisionID]) -> String {
        rows.isEmpty ? "base" : rows.map(\.rawValue).joined(separator: ", ")
    }
}

extension DatabaseKind {
    func script(_ settings: MigratorSettings) -> any ScriptForm {
        switch self {
        case .postgres: PostgresScript()
        case .sqlite: SQLiteScript(lockTimeout: settings.lockTimeout)
        }
    }
}
