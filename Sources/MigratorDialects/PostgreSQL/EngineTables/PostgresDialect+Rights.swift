package import MigratorDatabase

extension PostgresDialect {
    package func condition(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> EngineTableCondition {
        try await PostgresTableQuestion(tables).ask(connection)
    }

    package func checkMaking(of tables: EngineTableSet, _ connection: any DatabaseConnection) async throws {
        try await PostgresPrivileges(self, tables).checkMaking(connection)
    }

    package func checkUse(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection,
        cause: DatabaseFailure?
    ) async throws {
        try await PostgresPrivileges(self, tables).checkUse(connection, cause: cause)
    }
}

extension EngineTableSet {
    /// What a run without caches does with each table.
    var rightsOfARun: [(table: TableName, right: String)] {
        let journal = TableName(EngineTableNames.journal, schema: version.schema)
        let own = [
            Use(version, ["SELECT", "INSERT", "DELETE"]), Use(journal, ["SELECT", "INSERT"]),
            Use(LockTable(of: version).name, ["SELECT", "INSERT", "UPDATE"]),
        ]
        return (own + outboxUses).flatMap { use in use.rights.map { (use.table, $0) } }
    }
}
