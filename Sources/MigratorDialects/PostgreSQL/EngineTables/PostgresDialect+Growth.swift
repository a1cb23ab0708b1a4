package import MigratorDatabase

extension Growth {
    /// The number of the table for the lock of a version table that is not `alembic_version`.
    static let lockOfItsOwn = 2
}

extension PostgresDialect {
    package func growth(beside version: TableName) -> [Growth] {
        let lock = LockTable(of: version)
        let journal = Growth.journalOfSeveral(beside: version)
        guard lock.isOwn else { return [journal] }
        return [
            journal,
            Growth(
                number: Growth.lockOfItsOwn,
                lack: "runs over several version tables of this schema stop one another",
                change: .table(lock.name, sql: Self.lockTable(lock.name))
            ),
        ]
    }

    package func statement(making step: Growth) -> String {
        switch step.change {
        case .column(let name, let type, let table):
            "ALTER TABLE \(table.quoted) ADD COLUMN IF NOT EXISTS \(name) \(type)"
        case .table(_, let sql): sql
        }
    }
}
