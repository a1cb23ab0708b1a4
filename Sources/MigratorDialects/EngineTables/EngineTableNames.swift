/// What the engine's own tables are called, those of the outbox apart.
package enum EngineTableNames {
    /// Alembic's name for the version table, and what it is called unless the settings say otherwise.
    package static let version = "alembic_version"
    package static let journal = "migrator_journal"

    /// The journal's column that says which version table's step a row tells of; null, if an older program wrote it.
    package static let journalVersionTable = "version_table"
}
