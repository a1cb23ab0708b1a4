import MigratorDatabase

extension PostgresDialect {
    func engineTables(version: TableName) -> [String] {
        let journal = TableName(Journal.tableName, schema: version.schema)
        return [
            """
            CREATE TABLE IF NOT EXISTS \(version.quoted) (
                version_num VARCHAR(255) NOT NULL,
                \(versionKey(version)) (version_num)
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
                engine varchar(20) NOT NULL,
                state varchar(5) NOT NULL,
                progress json,
                version_table varchar(255)
            )
            """,
        ] + lockTables(of: version) + eventTables(beside: version)
    }

    /// That of `alembic_version` is always made: an older program looks for it, whatever its version table.
    private func lockTables(of version: TableName) -> [String] {
        let (shared, own) = (LockTable(beside: version), LockTable(of: version))
        return [Self.lockTable(shared.name)] + (own.isOwn ? [Self.lockTable(own.name)] : [])
    }

    /// The statement that makes a table for the run lock's row.
    static func lockTable(_ name: TableName) -> String {
        """
        CREATE TABLE IF NOT EXISTS \(name.quoted) (
            id smallint PRIMARY KEY CHECK (id = 1),
            run uuid NOT NULL,
            backend integer NOT NULL,
            host varchar(255) NOT NULL,
            process integer NOT NULL,
            since timestamptz NOT NULL
        )
        """
    }

    /// How many bytes of a name PostgreSQL keeps.
    static let longestName = 63

    /// Refuses a version table whose name would be cut down to another's.
    static func checkLength(of version: TableName) throws(MigratorError) {
        for (what, name) in [("table", version.name), ("table's schema", version.schema ?? "")]
        where name.utf8.count > longestName {
            throw MigratorError(
                .invalidSetting,
                "the name of the version \(what) is \(name.utf8.count) bytes long, and PostgreSQL keeps no more than "
                    + "\(longestName); choose a shorter one"
            )
        }
    }

    /// The primary key bears Alembic's name where that fits: cut down it would be the table's own, which is taken.
    private func versionKey(_ version: TableName) -> String {
        let name = "\(version.name)_pkc"
        return name.utf8.count > Self.longestName ? "PRIMARY KEY" : "CONSTRAINT \(TableName.quote(name)) PRIMARY KEY"
    }

    /// The constraint on `xid` is only for its index: it comes with the table, whose owner alone could add one later.
    private func eventTables(beside version: TableName) -> [String] {
        let outbox = Outbox(beside: version)
        return [
            """
            CREATE TABLE IF NOT EXISTS \(outbox.name.quoted) (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                uuid uuid NOT NULL UNIQUE,
                xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
                event text NOT NULL,
                at timestamptz NOT NULL DEFAULT pg_catalog.now(),
                UNIQUE (xid, id)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS \(outbox.delivery.quoted) (
                event bigint NOT NULL,
                target varchar(255) NOT NULL,
                attempts bigint NOT NULL,
                last_error text,
                delivered_at timestamptz,
                PRIMARY KEY (event, target)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS \(outbox.identity.quoted) (
                id uuid PRIMARY KEY,
                last_event uuid
            )
            """,
            """
            INSERT INTO \(outbox.identity.quoted) (id) SELECT pg_catalog.gen_random_uuid()
            WHERE NOT EXISTS (SELECT FROM \(outbox.identity.quoted))
            """,
        ]
    }
}
