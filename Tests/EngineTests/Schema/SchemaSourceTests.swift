import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Where schemas come from, over SQLite.
struct SchemaSourceTests {
    @Test(arguments: [
        ("database", SchemaSource.database), ("applied", .applied), ("model", .model), ("empty", .empty),
        ("history", .history(nil)), ("history@+2", .history("+2")), ("sqlite:a.db", .url("sqlite:a.db")),
        ("schema.sql", .files("schema.sql")), ("/tmp", .files("/tmp")),
    ])
    func aWordNamesASource(_ word: String, _ source: SchemaSource) throws {
        #expect(try SchemaSource(parsing: word) == source)
        #expect(source.description == word)
    }

    @Test(arguments: ["", "databse", "history@", "mysql://me:secret@host/x"])
    func anyOtherIsRefusedWithoutAPassword(_ word: String) {
        let error = #expect(throws: MigratorError.self) { try SchemaSource(parsing: word) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func aPasswordIsNotShown() {
        #expect(!SchemaSource.url("postgres://me:secret@host/x").description.contains("secret"))
    }

    private func bench() throws -> SchemaBench {
        let bench = SchemaBench(
            model: DeclaredSchema {
                Table("a") { Column("id", .integer).primaryKey() }
                Table("b") { Column("id", .integer).primaryKey() }
            }
        )
        try bench.revision("aaaa", "CREATE TABLE a (id INTEGER NOT NULL, PRIMARY KEY (id));")
        try bench.revision("bbbb", after: "aaaa", "CREATE TABLE b (id INTEGER NOT NULL, PRIMARY KEY (id));")
        return bench
    }

    /// The tables of a source.
    private func tables(_ source: SchemaSource, _ engine: MigrationEngine) async throws -> [String] {
        let report = try await engine.diff(from: .empty, to: source)
        return report.differences.filter { $0.change == "createTable" }.map(\.object)
    }

    @Test func eachSourceGivesItsSchema() async throws {
        let bench = try bench()
        let engine = try bench.sqlite()
        try await engine.upgrade(to: "aaaa")
        #expect(try await tables(.empty, engine) == [])
        #expect(try await tables(.database, engine) == ["main.a"])
        #expect(try await tables(.applied, engine) == ["main.a"])
        #expect(try await tables(.history("aaaa"), engine) == ["main.a"])
        #expect(try await tables(.history(nil), engine) == ["main.a", "main.b"])
        #expect(try await tables(.model, engine) == ["main.a", "main.b"])
        #expect(try await tables(.url("sqlite:\(bench.folder.path)/own.db"), engine) == ["main.a"])
        try bench.folder.write("made/2.sql", "CREATE TABLE c (id INTEGER REFERENCES b);")
        try bench.folder.write("made/1.sql", "CREATE TABLE b (id INTEGER PRIMARY KEY);")
        #expect(try await tables(.files("\(bench.folder.path)/made"), engine) == ["main.b", "main.c"])
        #expect(try await tables(.files("\(bench.folder.path)/made/1.sql"), engine) == ["main.b"])
    }

    @Test func whatIsAppliedAndWhatTheDatabaseHasAreEqual() async throws {
        let bench = try bench()
        try bench.folder.write("revisions/rows.csv", "id\n1\n")
        try bench.revision(
            "cccc",
            after: "bbbb",
            "-- bulk-insert into a from rows.csv\nCREATE VIEW v AS SELECT id FROM a WHERE id > 0;"
        )
        let engine = try bench.sqlite()
        try await engine.upgrade()
        #expect(try await engine.diff(from: .applied, to: .database).words == [])
        #expect(try await engine.diff(from: .history(nil), to: .applied).words == [])
    }

    @Test func aHistoryThatNeedsItsPayloadsIsReplayedWithThem() async throws {
        let bench = SchemaBench()
        try bench.folder.write("revisions/rows.csv", "id,name\n1,x\n")
        try bench.revision(
            "aaaa",
            "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE c (p INTEGER NOT NULL REFERENCES p);"
        )
        try bench.revision(
            "bbbb",
            after: "aaaa",
            """
            -- bulk-insert into p from rows.csv
            INSERT INTO c SELECT (SELECT id FROM p WHERE name = 'x');
            CREATE VIEW v AS SELECT p FROM c;
            """
        )
        let engine = try bench.sqlite()
        try await engine.upgrade()
        #expect(try await engine.diff(from: .history(nil), to: .database).words == [])
        // A table that no payload fills is empty with and without them.
        try bench.revision("cccc", after: "bbbb", "INSERT INTO c SELECT (SELECT id FROM p WHERE name = 'y');")
        let broken = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) { try await broken.inspect(.history(nil)) }
        #expect(error?.revision == "cccc")
    }

    @Test func revisionsAreNoFilesOfASchema() async throws {
        let bench = try bench()
        let engine = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) {
            try await engine.inspect(.files("\(bench.folder.path)/revisions"))
        }
        #expect(error?.message.contains("both directions") == true, "\(error?.message ?? "")")
    }

    @Test func aRevisionOrAFileThatDoesNotRunIsNamed() async throws {
        let bench = try bench()
        try bench.revision("cccc", after: "bbbb", "DROP TABLE nothing;")
        let engine = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) { try await engine.inspect(.history(nil)) }
        #expect(error?.revision == "cccc")
        let file = try bench.folder.write("made.sql", "CREATE TABEL a (id INTEGER);")
        let other = await #expect(throws: MigratorError.self) { try await engine.inspect(.files(file)) }
        #expect(other?.location?.file.hasSuffix("made.sql") == true && other?.location?.line == 1)
        let device = await #expect(throws: MigratorError.self) { try await engine.inspect(.files("/dev/null")) }
        #expect(device?.message == "/dev/null is no file")
    }

    @Test func withoutAnotherDatabaseAHistoryCannotBeReadAndTheModelCan() async throws {
        var bench = try bench()
        bench.opensOthers = false
        let engine = try bench.sqlite()
        #expect(try await tables(.model, engine) == ["main.a", "main.b"])
        let error = await #expect(throws: MigratorError.self) { try await engine.inspect(.history(nil)) }
        #expect(error?.message.contains("needs an empty database") == true, "\(error?.message ?? "")")
    }

    @Test func schemasOfTwoKindsAreNotCompared() async throws {
        let bench = try bench()
        let engine = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) {
            try await engine.diff(from: .database, to: .url("postgres://localhost/x"))
        }
        #expect(error?.code == .invalidSetting)
    }

    @Test func aRenameIsTold() async throws {
        let bench = try bench()
        let engine = try bench.sqlite()
        let file = try bench.folder.write(
            "made.sql",
            "CREATE TABLE a (number INTEGER NOT NULL PRIMARY KEY); CREATE TABLE c (id INTEGER NOT NULL PRIMARY KEY);"
        )
        let options = SchemaOptions(renames: ["a.number=id", "c=b"])
        let report = try await engine.diff(from: .files(file), to: .model, options)
        #expect(Set(report.differences.map(\.change)) == ["renameColumn", "renameTable"], "\(report.words)")
        let error = await #expect(throws: MigratorError.self) {
            try await engine.diff(from: .files(file), to: .model, SchemaOptions(renames: ["a.nothing=id"]))
        }
        #expect(error?.message.contains("a.nothing=id") == true)
    }

    @Test(arguments: ["a.number=nothing", "c=nothing", "c.id=nothing"])
    func aRenameLeadsToWhatTheNewSchemaHas(_ rename: String) async throws {
        let bench = try bench()
        let engine = try bench.sqlite()
        let file = try bench.folder.write(
            "made.sql",
            "CREATE TABLE a (number INTEGER NOT NULL PRIMARY KEY); CREATE TABLE c (id INTEGER NOT NULL PRIMARY KEY);"
        )
        let error = await #expect(throws: MigratorError.self) {
            try await engine.diff(from: .files(file), to: .model, SchemaOptions(renames: [rename]))
        }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.contains("'\(rename)'") == true, "\(error?.message ?? "")")
    }

    @Test func aColumnOfARenamedTableIsRenamed() async throws {
        let bench = SchemaBench(
            model: DeclaredSchema { Table("b") { Column("id", .integer).primaryKey() }.renamed(from: "a") }
        )
        let engine = try bench.sqlite()
        let file = try bench.folder.write("made.sql", "CREATE TABLE a (number INTEGER NOT NULL PRIMARY KEY);")
        let options = SchemaOptions(renames: ["a.number=id"])
        let report = try await engine.diff(from: .files(file), to: .model, options)
        #expect(Set(report.differences.map(\.change)) == ["renameColumn", "renameTable"], "\(report.words)")
        let other = try bench.folder.write("other.sql", "CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY);")
        let both = SchemaOptions(renames: ["a.number=id", "a=b"])
        let told = try await engine.diff(from: .files(file), to: .files(other), both)
        #expect(Set(told.differences.map(\.change)) == ["renameColumn", "renameTable"], "\(told.words)")
    }

    /// SQLite takes both for one, as the database itself would say too late.
    @Test func tablesThatDifferInCaseAloneAreDeclaredTwice() async throws {
        let bench = SchemaBench(
            model: DeclaredSchema {
                Table("t") { Column("id", .integer) }
                Table("T") { Column("id", .integer) }
            }
        )
        let engine = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) { try await engine.inspect(.model) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.contains("table T is declared twice") == true, "\(error?.message ?? "")")
        #expect(error?.location?.file.hasSuffix("SchemaSourceTests.swift") == true)
    }
}
