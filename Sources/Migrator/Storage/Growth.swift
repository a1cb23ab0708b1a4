import MigratorDatabase
import MigratorDialects

/// Something that the engine's tables have learned since they were first made.
///
/// They grow by columns that may be null and by tables, and nothing in them is ever altered or dropped: so an older
/// program goes on beside a newer one, and a newer one goes on where they have not grown. Whoever adds a step gives it
/// the next number, and writes what it makes into the dialects' `engineTables`, too, for databases that are new.
struct Growth: Sendable {
    enum Change: Sendable {
        /// A column that may be null.
        case column(String, type: String, of: TableName)
        /// A table, and the statement that makes it where it is missing.
        case table(TableName, sql: String)
    }

    let number: Int
    /// What is the case where it is missing.
    let lack: String
    let change: Change

    /// All steps, in their order.
    static func steps(beside version: TableName, on kind: DatabaseKind) -> [Growth] {
        var steps = [
            Growth(
                number: journalOfSeveral,
                lack: "the journal does not tell the steps of several version tables apart",
                change: .column(
                    Journal.Entry.versionTableColumn,
                    type: "varchar(255)",
                    of: TableName(EngineTableNames.journal, schema: version.schema)
                )
            )
        ]
        let lock = LockTable(of: version)
        if kind == .postgres, lock.isOwn {
            steps.append(
                Growth(
                    number: lockOfItsOwn,
                    lack: "runs over several version tables of this schema stop one another",
                    change: .table(lock.name, sql: PostgresDialect.lockTable(lock.name))
                )
            )
        }
        return steps
    }

    static let journalOfSeveral = 1
    static let lockOfItsOwn = 2

    /// The statement that makes it.
    func sql(on kind: DatabaseKind) -> String {
        switch change {
        case .column(let name, let type, let table):
            let condition = kind == .postgres ? "IF NOT EXISTS " : ""
            return "ALTER TABLE \(table.quoted) ADD COLUMN \(condition)\(name) \(type)"
        case .table(_, let sql): return sql
        }
    }

    /// What an administrator runs for a role of PostgreSQL that may not do it.
    func statements(for role: String) -> [String] {
        guard case .table(let table, let sql) = change else { return [sql(on: .postgres)] }
        return [sql, "GRANT SELECT, INSERT, UPDATE, DELETE ON \(table.quoted) TO \(TableName.quote(role))"]
    }
}
