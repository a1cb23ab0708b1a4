import Database

extension PostgresDialect {
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
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                uuid uuid NOT NULL UNIQUE,
                revision varchar(255) NOT NULL,
                direction varchar(9) NOT NULL,
                checksum char(64),
                operations json NOT NULL,
                arguments json NOT NULL,
                tag varchar(255),
                payloads json NOT NULL,
                started_at timestamptz NOT NULL,
                duration_ms bigint NOT NULL,
                statements bigint NOT NULL,
                row_count bigint NOT NULL,
                engine varchar(20) NOT NULL
            )
            """,
        ]
    }
}
