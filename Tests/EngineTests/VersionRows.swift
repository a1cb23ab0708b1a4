import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// A history of SQL whose second revision meddles with the version table.
struct VersionRows: Sendable {
    /// What meddles, where its own SQL is that of one database only, and which rows it leaves behind.
    struct Meddling: Sendable, CustomTestStringConvertible {
        var name: String
        var sqlite: String?
        var postgres: String?
        var found: String

        var testDescription: String { name }

        init(_ name: String, _ sql: String, found: String) {
            (self.name, sqlite, postgres, self.found) = (name, sql, sql, found)
        }

        init(_ name: String, sqlite: String? = nil, postgres: String? = nil, found: String) {
            (self.name, self.sqlite, self.postgres, self.found) = (name, sqlite, postgres, found)
        }
    }

    static let plain = [
        Meddling("a stray row", "INSERT INTO alembic_version VALUES ('stray');", found: "first, stray"),
        Meddling("the engine's own change", "UPDATE alembic_version SET version_num = 'second';", found: "second"),
        Meddling("all rows gone", "DELETE FROM alembic_version;", found: "none"),
        Meddling(
            "another id for what is there",
            "UPDATE alembic_version SET version_num = 'f' WHERE version_num = 'first';",
            found: "f"
        ),
    ]

    /// Found out only after the engine has changed the rows itself.
    static let late = [
        Meddling(
            "a trigger on the version table",
            sqlite: """
                CREATE TRIGGER meddle AFTER INSERT ON alembic_version
                BEGIN INSERT OR IGNORE INTO alembic_version VALUES ('stray'); END;
                """,
            postgres: """
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO alembic_version VALUES ('stray') ON CONFLICT DO NOTHING; RETURN NULL; END $$;
                CREATE TRIGGER meddle AFTER INSERT ON alembic_version FOR EACH ROW EXECUTE FUNCTION meddle();
                """,
            found: "second, stray"
        ),
        Meddling(
            "a trigger that swallows the change",
            sqlite: """
                CREATE TRIGGER meddle BEFORE DELETE ON alembic_version BEGIN SELECT RAISE(IGNORE); END;
                """,
            postgres: """
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
                CREATE TRIGGER meddle BEFORE DELETE ON alembic_version FOR EACH ROW EXECUTE FUNCTION meddle();
                """,
            found: "first, second"
        ),
        Meddling(
            "a trigger on the journal",
            sqlite: """
                CREATE TRIGGER meddle AFTER INSERT ON migrator_journal
                BEGIN INSERT INTO alembic_version VALUES ('stray'); END;
                """,
            postgres: """
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO alembic_version VALUES ('stray'); RETURN NULL; END $$;
                CREATE TRIGGER meddle AFTER INSERT ON migrator_journal FOR EACH ROW EXECUTE FUNCTION meddle();
                """,
            found: "second, stray"
        ),
        Meddling(
            "a trigger that waits for the end of the transaction",
            postgres: """
                CREATE TABLE watched (i int);
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO alembic_version VALUES ('stray'); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER meddle AFTER INSERT ON watched DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION meddle();
                INSERT INTO watched VALUES (1);
                """,
            found: "second, stray"
        ),
        Meddling(
            "a temporary table of that name",
            sqlite: """
                CREATE TEMP TABLE alembic_version (version_num TEXT PRIMARY KEY);
                INSERT INTO main.alembic_version VALUES ('stray');
                """,
            found: "first, stray"
        ),
    ]

    let folder = TemporaryFolder("rows")

    init(_ sql: String, down: String = "", isTransactional: Bool = true) throws {
        try folder.write("revisions/1.sql", "-- revision: first\n\n-- upgrade\nCREATE TABLE one (i int);\n")
        try folder.write(
            "revisions/2.sql",
            """
            -- revision: second
            -- parents: first
            -- transaction: \(isTransactional ? "on" : "off")

            -- upgrade
            CREATE TABLE two (i int);
            \(sql)

            -- downgrade
            \(down)
            DROP TABLE two;
            """
        )
    }

    private func history() throws -> RevisionHistory { try RevisionHistory([.folder("\(folder.path)/revisions")]) }

    /// The folder goes with whoever uses it last.
    func postgres(
        _ database: PostgresDatabase,
        _ change: (inout MigratorSettings) -> Void = { _ in }
    ) throws -> MigrationEngine {
        var settings = MigratorSettings()
        change(&settings)
        return MigrationEngine(revisions: try history(), settings: settings) { [folder] in
            defer { _ = folder }
            return try await database.connect()
        }
    }

    func sqlite(_ change: (inout MigratorSettings) -> Void = { _ in }) throws -> MigrationEngine {
        var settings = MigratorSettings()
        change(&settings)
        let path = "\(folder.path)/run.db"
        return MigrationEngine(revisions: try history(), settings: settings) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    func query(_ sql: String) async throws -> [[DatabaseCell]] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/run.db"))
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }
}
