package import MigrationDSL
package import MigratorCore
package import MigratorDatabase

/// What a script for one database's shell looks like.
///
/// Only the rules of one database are here: what a script does, and in which order, is the engine's. What it must find
/// to go on, such as version rows, is written so that the shell stops where it is not found.
package protocol ScriptForm {
    // MARK: Frame

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

    // MARK: Statements

    /// Whether what a revision means depends on tables that only the database can tell of.
    ///
    /// Then the history is tried on an empty database before the script is written. Otherwise its operations tell which
    /// columns a table has.
    var needsTrial: Bool { get }
    /// A statement of a revision as the shell reads it unchanged.
    func statement(_ sql: String) throws(ScriptRefusal) -> String
    /// A value as it stands in a statement.
    func literal(_ value: DatabaseCell) throws(MigratorError) -> String
    /// The statement that calls a function and prints nothing; what follows the call may say for which rows.
    func calling(_ function: String) -> String

    // MARK: Engine's tables

    /// Whether a plain statement can add a column only where it is missing.
    var addsMissingColumns: Bool { get }
    /// Makes the engine's tables by these statements, where they are missing.
    func tables(_ makings: [TableMaking]) throws(MigratorError) -> [String]
    /// Lets an engine's table grow by a column, or stops where that takes a connection.
    func grow(_ column: String, _ type: String, of table: TableName) throws(MigratorError) -> [String]
    /// Keeps all others from the version rows until the transaction ends, and stops unless they are these.
    func expect(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String]
    /// Stops unless the version rows are these, as the last thing in a transaction.
    func verify(_ rows: [RevisionID], in table: TableName) throws(MigratorError) -> [String]
    /// Deletes and inserts version rows, and stops unless each deletion is of one row.
    func change(
        removing removed: [RevisionID],
        adding added: [RevisionID],
        in table: TableName
    ) throws(MigratorError) -> [String]

    // MARK: Session

    /// Whether the session certainly has the role with which it began, once these statements were run.
    func keepsRole(after statements: [String]) -> Bool
    /// What takes back what a revision's own SQL may have left in its session: within its last transaction, or before it.
    func restoring(after statements: [String], inTransaction: Bool) -> [String]
    /// What takes back the rest, after that transaction.
    func ending(after statements: [String]) -> [String]

    // MARK: Rows

    /// Writes rows into a table; the number tells the loads of a step apart.
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
package protocol ScriptRows: AnyObject {
    /// Writes all rows of a batch; of columns that the table does not have nothing.
    func write(_ batch: RowBatch) throws
    /// Ends what is open.
    func finish() throws
}

extension ScriptForm {
    package var preparation: [String] { [] }
    package var cleaning: [String] { [] }
    package var begin: String { "BEGIN" }
    package var beforeCommit: [String] { [] }
    package func foreignKeys(_ areOn: Bool) -> [String] { [] }
    package var needsTrial: Bool { false }
    package func statement(_ sql: String) throws(ScriptRefusal) -> String { sql }
    package func calling(_ function: String) -> String { "SELECT \(function)" }
    package var addsMissingColumns: Bool { true }
    package func tables(_ makings: [TableMaking]) throws(MigratorError) -> [String] { makings.map(\.sql) }
    package func keepsRole(after statements: [String]) -> Bool { true }
    package func ending(after statements: [String]) -> [String] { [] }

    /// Version rows as a list of literals.
    package func literals(_ rows: [RevisionID]) throws(MigratorError) -> String {
        var list: [String] = []
        for row in rows { list.append(try literal(.text(row.rawValue))) }
        return list.joined(separator: ", ")
    }

    /// Where a database with these version rows is, in words.
    package func position(of rows: [RevisionID]) -> String {
        rows.isEmpty ? "base" : rows.map(\.rawValue).joined(separator: ", ")
    }
}
