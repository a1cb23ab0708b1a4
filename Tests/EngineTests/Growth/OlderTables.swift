import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport

/// The engine's tables as the first programs made them, and what these wrote: texts that must never be edited.
enum OlderTables {
    static let sqlite = [
        """
        CREATE TABLE "alembic_version" (
            version_num VARCHAR(255) NOT NULL,
            CONSTRAINT "alembic_version_pkc" PRIMARY KEY (version_num)
        )
        """,
        """
        CREATE TABLE "migrator_journal" (
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
            progress JSON
        )
        """,
        """
        CREATE TABLE "migrator_outbox" (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE,
            event TEXT NOT NULL,
            at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
        )
        """,
        """
        CREATE TABLE "migrator_delivery" (
            event INTEGER NOT NULL,
            target VARCHAR(255) NOT NULL,
            attempts INTEGER NOT NULL,
            last_error TEXT,
            delivered_at TIMESTAMP WITH TIME ZONE,
            PRIMARY KEY (event, target)
        )
        """,
        "CREATE TABLE \"migrator_identity\" (id UUID NOT NULL PRIMARY KEY, last_event UUID)",
        "INSERT INTO migrator_identity (id) VALUES ('6f1f2a30-0000-4000-8000-000000000001')",
    ]

    static let postgres = [
        """
        CREATE TABLE "public"."alembic_version" (
            version_num VARCHAR(255) NOT NULL,
            CONSTRAINT "alembic_version_pkc" PRIMARY KEY (version_num)
        )
        """,
        """
        CREATE TABLE "public"."migrator_journal" (
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
            progress json
        )
        """,
        """
        CREATE TABLE "public"."migrator_lock" (
            id smallint PRIMARY KEY CHECK (id = 1),
            run uuid NOT NULL,
            backend integer NOT NULL,
            host varchar(255) NOT NULL,
            process integer NOT NULL,
            since timestamptz NOT NULL
        )
        """,
        """
        CREATE TABLE "public"."migrator_outbox" (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            uuid uuid NOT NULL UNIQUE,
            xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
            event text NOT NULL,
            at timestamptz NOT NULL DEFAULT pg_catalog.now(),
            UNIQUE (xid, id)
        )
        """,
        """
        CREATE TABLE "public"."migrator_delivery" (
            event bigint NOT NULL,
            target varchar(255) NOT NULL,
            attempts bigint NOT NULL,
            last_error text,
            delivered_at timestamptz,
            PRIMARY KEY (event, target)
        )
        """,
        "CREATE TABLE \"public\".\"migrator_identity\" (id uuid PRIMARY KEY, last_event uuid)",
        "INSERT INTO migrator_identity (id) SELECT pg_catalog.gen_random_uuid()",
    ]

    /// An upgrade by such a program: its statement, its version row, its journal row.
    static func step(_ number: Int, _ sql: String, _ revision: String, checksum: String) -> [String] {
        [
            sql, "DELETE FROM alembic_version", "INSERT INTO alembic_version (version_num) VALUES ('\(revision)')",
            """
            INSERT INTO migrator_journal (uuid, revision, direction, checksum, operations, arguments, tag, payloads, \
            started_at, duration_ms, statements, row_count, engine, state, progress) VALUES \
            ('6f1f2a30-0000-4000-8000-00000000001\(number)', '\(revision)', 'upgrade', '\(checksum)', '[]', '{}', NULL, \
            '{}', '2026-01-01 00:00:00', 1, 1, 0, '0.1.0', 'done', NULL)
            """,
        ]
    }

    /// What such a program asks a journal for, and how it takes the run lock and holds the fence.
    static let journalQuery = "SELECT id, revision, direction, state, checksum FROM migrator_journal"
    static let takesLock = """
        INSERT INTO migrator_lock (id, run, backend, host, process, since)
        VALUES (1, '6f1f2a30-0000-4000-8000-0000000000aa', pg_catalog.pg_backend_pid(), 'h', 1, pg_catalog.clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET run = EXCLUDED.run, backend = EXCLUDED.backend, host = EXCLUDED.host,
            process = EXCLUDED.process, since = EXCLUDED.since
        """
    static let fence = """
        SELECT 1 FROM migrator_lock WHERE id = 1 AND run = '6f1f2a30-0000-4000-8000-0000000000aa' \
        FOR NO KEY UPDATE NOWAIT
        """
}

/// A folder of two revisions, to which several version tables of a database may be led.
struct GrowthBench: Sendable {
    let folder = TemporaryFolder("growth")

    init(_ prefix: String = "", second: String = "CREATE TABLE two (i int)", isTransactional: Bool = true) throws {
        try write(prefix, second: second, isTransactional: isTransactional)
    }

    func write(_ prefix: String = "", second: String, isTransactional: Bool = true) throws {
        let first = "-- revision: first\n\n-- upgrade\nCREATE TABLE \(prefix)one (i int);\n"
        try folder.write("revisions/1.sql", first + "\n-- downgrade\nDROP TABLE \(prefix)one;\n")
        let second =
            "-- revision: second\n-- parents: first\n-- transaction: \(isTransactional ? "on" : "off")\n\n"
            + "-- upgrade\n\(second);\n\n-- downgrade\nDROP TABLE IF EXISTS \(prefix)two;\n"
        try folder.write("revisions/2.sql", second)
    }

    func migrator(
        _ connect: @escaping MigrationEngine.Connect,
        of table: String = "alembic_version"
    ) throws -> MigrationEngine {
        var settings = MigratorSettings()
        settings.versionTable = TableName(table)
        let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
        return MigrationEngine(revisions: history, settings: settings) { [folder] in
            defer { _ = folder }
            return try await connect()
        }
    }

    /// The checksum that an older program wrote for the first revision: it is the same in every version of the engine.
    func checksumOfFirst() async throws -> String {
        let path = "\(TemporaryFolder("checksum").path).db"
        let connect: MigrationEngine.Connect = { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
        try await migrator(connect).upgrade(to: "first")
        let connection = try await connect()
        let row = try await connection.query("SELECT checksum FROM migrator_journal").first
        await connection.close()
        return try row?.get("checksum", as: String.self) ?? ""
    }
}
