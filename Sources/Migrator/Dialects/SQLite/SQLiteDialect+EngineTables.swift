import MigratorDatabase

extension SQLiteDialect {
    func engineTables(version: TableName) -> [String] {
        let journal = TableName(Journal.tableName, schema: version.schema)
        return [
            """
            CREATE TABLE IF NOT EXISTS \(version.quoted) (
                version_num VARCHAR(255) NOT NULL,
                CONSTRAINT \(TableName.quote("\(version.name)_pkc")) PRIMARY KEY (version_num)
            )
            """,
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
            """,
        ] + eventTables(beside: version)
    }

    private func eventTables(beside version: TableName) -> [String] {
        let outbox = Outbox(beside: version)
        return [
            """
            CREATE TABLE IF NOT EXISTS \(outbox.name.quoted) (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                uuid TEXT NOT NULL UNIQUE,
                event TEXT NOT NULL,
                at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS \(outbox.delivery.quoted) (
                event INTEGER NOT NULL,
                target VARCHAR(255) NOT NULL,
                attempts INTEGER NOT NULL,
                last_error TEXT,
                delivered_at TIMESTAMP WITH TIME ZONE,
                PRIMARY KEY (event, target)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS \(outbox.identity.quoted) (
                id UUID NOT NULL PRIMARY KEY,
                last_event UUID
            )
            """,
            """
            INSERT INTO \(outbox.identity.quoted) (id) SELECT \(Outbox.newUUID)
            WHERE NOT EXISTS (SELECT 1 FROM \(outbox.identity.quoted))
            """,
        ]
    }
}
