package import MigratorDatabase

extension SQLiteDialect {
    package func engineTables(version: TableName) -> [TableMaking] {
        let journal = TableName(EngineTableNames.journal, schema: version.schema)
        return [
            TableMaking(
                version,
                """
                CREATE TABLE IF NOT EXISTS \(version.quoted) (
                    version_num VARCHAR(255) NOT NULL,
                    CONSTRAINT \(TableName.quote("\(version.name)_pkc")) PRIMARY KEY (version_num)
                )
                """
            ),
            TableMaking(
                journal,
                """
                CREATE TABLE IF NOT EXISTS \(journal.quoted) (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    uuid UUID NOT NULL UNIQUE,
                    revision VARCHAR(255) NOT NULL,
                    direction VARCHAR(9) NOT NULL,
                    checksum CHAR(64),
                    operations JSON NOT NULL,
                    arguments JSON NOT NULL,
                    tag VARCHAR(255),
                    payloads JSON NOT NULL,
                    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
                    duration_ms INTEGER NOT NULL,
                    statements INTEGER NOT NULL,
                    row_count INTEGER NOT NULL,
                    engine VARCHAR(20) NOT NULL,
                    state VARCHAR(5) NOT NULL,
                    progress JSON,
                    version_table varchar(255)
                )
                """
            ),
        ]
    }
}
