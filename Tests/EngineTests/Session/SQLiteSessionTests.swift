import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// What a revision sets, makes or attaches in its session ends with it; foreign keys that it turns off are off.
struct SQLiteSessionTests {
    private let bench = SessionBench()

    /// An owner with pets that go with it, and one pet whose owner never was.
    private func pets(orphans: Int = 0) async throws {
        try bench.write(
            1,
            """
            CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT);
            CREATE TABLE pet (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE);
            INSERT INTO owner VALUES (1, 'one'), (2, 'two');
            INSERT INTO pet VALUES (1, 1), (2, 2), (3, 2);
            """
        )
        try await bench.migrator().upgrade()
        guard orphans > 0 else { return }
        let pets = (1...orphans).map { "(\($0 + 100), 77)" }.joined(separator: ", ")
        try await bench.execute("PRAGMA foreign_keys = OFF", "INSERT INTO pet VALUES \(pets)")
    }

    private static let rebuild = """
        CREATE TABLE owner_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO owner_new SELECT id, name FROM owner;
        DROP TABLE owner;
        ALTER TABLE owner_new RENAME TO owner;
        """

    @Test(
        arguments: [true, false],
        ["PRAGMA foreign_keys=OFF;", "pragma foreign_keys(0);", "PRAGMA main.foreign_keys = no;"]
    )
    func aRebuildInSQLKeepsTheChildren(_ isTransactional: Bool, _ pragma: String) async throws {
        try await pets(orphans: 2)
        try bench.write(
            2,
            "\(pragma)\n\(Self.rebuild)\nPRAGMA foreign_keys=ON;",
            isTransactional: isTransactional
        )
        try await bench.migrator().upgrade()
        #expect(try await bench.column("SELECT id FROM pet ORDER BY id") == ["1", "2", "3", "101", "102"])
        #expect(try await bench.versionRows() == ["r2"])
    }

    @Test(arguments: [true, false])
    func aRowThatLosesItsParentIsFoundAtTheEnd(_ isTransactional: Bool) async throws {
        try await pets(orphans: 1)
        let forgets = Self.rebuild.replacing("FROM owner;", with: "FROM owner WHERE id = 1;")
        try bench.write(2, "PRAGMA foreign_keys=OFF;\n\(forgets)", isTransactional: isTransactional)
        let error = try await migratorError { try await bench.migrator().upgrade() }
        #expect(error.message.contains("refer"), "\(error)")
        #expect(try await bench.versionRows() == ["r1"])
        // The owner is still there if it was one transaction.
        let owners = try await bench.column("SELECT count(*) FROM owner")
        #expect(owners == [isTransactional ? "2" : "1"])
        // A later run finds it, too.
        _ = try await migratorError { try await bench.migrator().upgrade() }
        #expect(try await bench.versionRows() == ["r1"])
    }

    @Test func aRebuildThatIsInterruptedGoesOnWithItsKeysOff() async throws {
        try await pets(orphans: 1)
        let broken = Self.rebuild.replacing("ALTER TABLE owner_new", with: "ALTER TABLE owner_nwe")
        try bench.write(2, "PRAGMA foreign_keys=OFF;\n\(broken)", isTransactional: false)
        _ = try await migratorError { try await bench.migrator().upgrade() }
        try bench.write(2, "PRAGMA foreign_keys=OFF;\n\(Self.rebuild)", isTransactional: false)
        try await bench.migrator().upgrade()
        #expect(try await bench.column("SELECT count(*) FROM pet") == ["4"])
        #expect(try await bench.column("SELECT count(*) FROM owner") == ["2"])
    }

    @Test func foreignKeysAreOnAgainForTheNextRevision() async throws {
        try await pets()
        try bench.write(2, "PRAGMA foreign_keys=OFF;\n\(Self.rebuild)")
        try bench.write(3, "DELETE FROM owner WHERE id = 2;")
        try await bench.migrator().upgrade()
        #expect(try await bench.column("SELECT id FROM pet") == ["1"])
    }

    @Test func aConnectionThatIsLentIsGivenBackAsItWas() async throws {
        let path = "\(bench.folder.path)/lent.db"
        let lent = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        for sql in [
            "PRAGMA recursive_triggers = ON", "CREATE TEMP TABLE mine (a)", "ATTACH ':memory:' AS side",
        ] {
            try await lent.execute(sql)
        }
        try bench.write(
            1,
            """
            PRAGMA recursive_triggers = OFF;
            PRAGMA case_sensitive_like = ON;
            PRAGMA ignore_check_constraints = ON;
            CREATE TEMP TABLE theirs (a);
            CREATE TEMP TRIGGER fire AFTER INSERT ON mine BEGIN SELECT 1; END;
            """
        )
        let history = try RevisionHistory([.folder("\(bench.folder.path)/revisions")], remembersFolders: false)
        try await MigrationEngine(revisions: history) { Lent(lent) }.upgrade()
        #expect(try await lent.query("PRAGMA recursive_triggers").first?.values == [.int(1)])
        #expect(try await lent.query("PRAGMA ignore_check_constraints").first?.values == [.int(0)])
        #expect(try await lent.query("SELECT 'a' LIKE 'A'").first?.values == [.int(1)])
        #expect(try await lent.query("SELECT name FROM sqlite_temp_master").map(\.values) == [[.text("mine")]])
        #expect(
            try await lent.query("SELECT name FROM pragma_database_list WHERE seq > 1").map(\.values) == [
                [.text("side")]
            ]
        )
        await lent.close()
    }

    /// A setting and a statement that shows whether it is still there.
    @Test(arguments: [
        (
            "PRAGMA ignore_check_constraints = ON; INSERT INTO stock VALUES (-1); DELETE FROM stock;",
            "INSERT INTO stock VALUES (-5);"
        ),
        ("CREATE TEMP TABLE scratch (n);", "CREATE TEMP TABLE scratch (n);"),
        ("CREATE TEMP VIEW scratch AS SELECT 1;", "CREATE TEMP VIEW scratch AS SELECT 1;"),
        (
            "CREATE TEMP TRIGGER double AFTER INSERT ON stock BEGIN UPDATE stock SET amount = amount * 2; END;",
            "INSERT INTO stock VALUES (5);"
        ),
        ("PRAGMA case_sensitive_like = ON;", "INSERT INTO stock SELECT 3 WHERE 'a' LIKE 'A';"),
        ("PRAGMA legacy_alter_table = ON;", "ALTER TABLE stock RENAME TO stock2; ALTER TABLE stock2 RENAME TO stock;"),
        ("CREATE TABLE temp.stock (amount);", "INSERT INTO stock VALUES (9);"),
        ("PRAGMA writable_schema = ON;", "UPDATE sqlite_schema SET name = name;"),
    ])
    func oneRunAndTwoGiveOneDatabase(_ first: String, _ second: String) async throws {
        var ends: [[[String]]] = []
        for isOneRun in [true, false] {
            let bench = SessionBench()
            try bench.write(1, "CREATE TABLE stock (amount INTEGER CHECK (amount >= 0));\n\(first)")
            try bench.write(2, second)
            if !isOneRun { try await bench.migrator().upgrade(to: "r1") }
            do {
                try await bench.migrator().upgrade()
            } catch {}
            let schema = try await bench.rows(
                "SELECT sql FROM sqlite_schema WHERE name NOT LIKE '%migrator%' ORDER BY name"
            )
            ends.append(try await bench.rows("SELECT * FROM stock") + schema + [try await bench.versionRows()])
        }
        #expect(ends[0] == ends[1])
    }

    @Test(arguments: [
        "PRAGMA journal_mode = WAL;", "PRAGMA busy_timeout = 1;", "PRAGMA query_only = ON;",
        "PRAGMA synchronous = OFF;",
    ])
    func whatWouldDoNothingOrHarmIsRefusedBeforeAnythingRuns(_ pragma: String) async throws {
        try bench.write(1, "CREATE TABLE a (b);")
        try bench.write(2, "CREATE TABLE c (d);\n\(pragma)")
        let error = try await migratorError { try await bench.migrator().upgrade() }
        #expect(error.code == .invalidRevision)
        #expect(error.revision == "r2")
        #expect(error.location?.file.hasSuffix("2.sql") == true)
        #expect(try await bench.rows("SELECT name FROM sqlite_schema").isEmpty)
        _ = try await migratorError { _ = try await bench.migrator().plan(to: "head") }
    }

    @Test func aPragmaThatNobodyKnowsIsNoPragma() async throws {
        try bench.write(1, "PRAGMA foreing_keys = OFF;")
        let error = try await migratorError { try await bench.migrator().upgrade() }
        #expect(error.message.contains("foreing_keys"), "\(error)")
    }

    @Test func walIsSetByARevisionThatIsNoTransaction() async throws {
        try bench.write(1, "PRAGMA journal_mode = WAL;\nCREATE TABLE a (b);", isTransactional: false)
        try await bench.migrator().upgrade()
        #expect(try await bench.column("PRAGMA journal_mode") == ["wal"])
    }

    struct Closure: Revision {
        static let id: RevisionID = "closure"

        func upgrade(_ op: Operations) {
            op.perform("keys off") { connection in
                _ = try await connection.execute("PRAGMA foreign_keys = OFF", [])
            }
        }
    }

    @Test func aClosureIsToldThatItComesTooLate() async throws {
        let registry = RevisionRegistry(
            name: "Test",
            sourceFolder: ".",
            entries: [RevisionRegistry.Entry(Closure.self, file: "1.swift", line: 1, message: "")],
            payloads: []
        )
        let error = try await migratorError {
            try await MigrationEngine(revisions: RevisionHistory([.compiled(registry)])) {
                try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
            }.upgrade()
        }
        #expect(error.message.contains("op.execute"), "\(error)")
    }
}

/// A connection that outlives its runs.
private final class Lent: ConnectionWrapper {
    let base: any DatabaseConnection

    init(_ connection: SQLiteSession) {
        base = connection
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        try await body()
    }

    func close() async {}
}
