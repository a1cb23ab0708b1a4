package import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    package func engineTables(version: TableName) -> [TableMaking] {
        let journal = TableName(EngineTableNames.journal, schema: version.schema)
        return [
            TableMaking(
                version,
                """
                CREATE TABLE IF NOT EXISTS \(version.quoted) (
                    version_num VARCHAR(255) NOT NULL,
                    \(versionKey(version)) (version_num)
                )
                """
            ),
            TableMaking(
                journal,
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
                """
            ),
        ] + lockTables(of: version)
    }

    /// That of `alembic_version` is always made: an older program looks for it, whatever its version table.
    private func lockTables(of version: TableName) -> [TableMaking] {
        let (shared, own) = (LockTable(beside: version), LockTable(of: version))
        let names = [shared.name] + (own.isOwn ? [own.name] : [])
        return names.map { TableMaking($0, Self.lockTable($0)) }
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

    /// A longer name would be cut down, perhaps to another's.
    package func check(version: TableName) throws(MigratorError) {
        for (what, name) in [("table", version.name), ("table's schema", version.schema ?? "")]
        where name.utf8.count > Self.longestName {
            throw MigratorError(
                .invalidSetting,
                "the name of the version \(what) is \(name.utf8.count) bytes long, and PostgreSQL keeps no more than "
                    + "\(Self.longestName); choose a shorter one"
            )
        }
    }

    /// The primary key bears Alembic's name where that fits: cut down it would be the table's own, which is taken.
    private func versionKey(_ version: TableName) -> String {
        let name = "\(version.name)_pkc"
        return name.utf8.count > Self.longestName ? "PRIMARY KEY" : "CONSTRAINT \(TableName.quote(name)) PRIMARY KEY"
    }
}
