/// What the engine's own tables are called, those of the outbox apart.
package enum EngineTableNames {
    /// Alembic's name for the version table, and what it is called unless the settings say otherwise.
    package static let version = "alembic_version"
    package static let journal = "migrator_journal"
}
