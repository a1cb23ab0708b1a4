package import MigratorDatabase

/// Something that the engine's tables have learned since they were first made.
///
/// They grow by columns that may be null and by tables, and nothing in them is ever altered or dropped: so an older
/// program goes on beside a newer one, and a newer one goes on where they have not grown. A new step gets the next
/// number, whichever databases have it, and what it makes is written into the dialects' `engineTables`, too, for
/// databases that are new.
package struct Growth: Sendable {
    /// What a step makes.
    package enum Change: Sendable {
        /// A column that may be null.
        case column(String, type: String, of: TableName)
        /// A table, and the statement that makes it where it is missing.
        case table(TableName, sql: String)
    }

    package let number: Int
    /// What is the case where it is missing.
    package let lack: String
    package let change: Change

    /// The number of ``journalOfSeveral(beside:)``.
    package static let journalOfSeveral = 1

    /// The journal's column for the version table, which every database has.
    static func journalOfSeveral(beside version: TableName) -> Growth {
        Growth(
            number: journalOfSeveral,
            lack: "the journal does not tell the steps of several version tables apart",
            change: .column(
                EngineTableNames.journalVersionTable,
                type: "varchar(255)",
                of: TableName(EngineTableNames.journal, schema: version.schema)
            )
        )
    }
}
