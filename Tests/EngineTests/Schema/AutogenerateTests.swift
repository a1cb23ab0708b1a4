import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorTestSupport
import Synchronization
import Testing

extension SchemaBench {
    /// Generates the next revisions and writes their files, in SQL.
    @discardableResult
    func generate(
        _ engine: MigrationEngine,
        _ ids: [RevisionID],
        after parent: RevisionID? = nil,
        _ options: SchemaOptions = SchemaOptions(),
        choose: RenameQuestion.Choose? = nil
    ) async throws -> GeneratedRevisions {
        let generated = try await engine.autogenerate(options, choose: choose)
        var headings: [RevisionHeading] = []
        for id in ids {
            let before = headings.last?.id ?? parent
            headings.append(RevisionHeading(id: id, parents: before.map { [$0] } ?? [], message: "generated \(id)"))
        }
        let texts = try await engine.texts(of: generated, under: headings, as: .sql)
        for (id, text) in zip(ids, texts) { try folder.write("revisions/\(id).sql", text) }
        return generated
    }

    /// The text of a revision's file.
    func text(_ id: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/revisions/\(id).sql", encoding: .utf8)
    }
}

/// The next revisions, generated, over SQLite.
struct AutogenerateTests {
    /// Tables of which one refers to the other, and their rows.
    private func family(model: DeclaredSchema) throws -> SchemaBench {
        let bench = SchemaBench(model: model)
        try bench.folder.write(
            "revisions/aaaa.sql",
            """
            -- revision: aaaa
            -- upgrade
            CREATE TABLE p (id INTEGER NOT NULL, name TEXT, mood TEXT, CONSTRAINT p_pkey PRIMARY KEY (id));
            CREATE TABLE c (
                id INTEGER NOT NULL, p INTEGER, CONSTRAINT c_pkey PRIMARY KEY (id),
                CONSTRAINT c_p_fkey FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE
            );
            CREATE INDEX p_name ON p (name);
            INSERT INTO p VALUES (1, 'one', '7'), (2, 'two', NULL);
            INSERT INTO c VALUES (10, 1), (11, 2);
            -- downgrade
            DROP TABLE c;
            DROP TABLE p;
            """
        )
        return bench
    }

    private static let changed = DeclaredSchema {
        Table("p") {
            Column("id", .integer).primaryKey()
            Column("name", .text).notNull().default("none")
            Column("mood", .integer)
        }
        Table("c") {
            Column("id", .integer).primaryKey()
            Column("p", .integer).references("p", "id", onDelete: .cascade)
        }
        Index("p_name", on: "p", columns: ["name"])
    }

    private func count(_ engine: MigrationEngine, _ sql: String) async throws -> Int {
        try await engine.withOwnConnection { try await $0.query(sql).first?.get("n") ?? -1 }
    }

    @Test func whatIsGeneratedGivesTheModelAndItsDowngradeTheFormerSchema() async throws {
        let bench = try family(model: Self.changed)
        let first = try bench.sqlite()
        let former = try await first.inspect(.history(nil)).text(.sql)
        let generated = try await bench.generate(first, ["bbbb"], after: "aaaa")
        #expect(generated.revisions.count == 1 && generated.unsupported.isEmpty)
        #expect(Set(generated.differences.differences.map(\.change)) == ["alterColumn"])

        let engine = try bench.sqlite()
        #expect(try await engine.diff(from: .history(nil), to: .model).words == [])
        #expect(try await engine.autogenerate().revisions.isEmpty)
        try await engine.upgrade()
        #expect(try await engine.diff(from: .database, to: .model).words == [])
        // The table was made anew, and rows that refer to it are still there.
        let rows = "SELECT count(*) AS n FROM c JOIN p ON p.id = c.p"
        #expect(try await count(engine, rows) == 2)
        let numbers = "SELECT count(*) AS n FROM p WHERE typeof(mood) = 'integer' AND mood = 7"
        #expect(try await count(engine, numbers) == 1)
        try await engine.downgrade(to: "aaaa")
        #expect(try await engine.inspect(.database).text(.sql) == former)
        #expect(try await count(engine, rows) == 2)
    }

    @Test func aTableThatIsMadeAnewIsWrittenWithAllItsStatements() async throws {
        let bench = try family(model: Self.changed)
        try await bench.generate(try bench.sqlite(), ["bbbb"], after: "aaaa")
        let text = try bench.text("bbbb")
        let sections = text.components(separatedBy: "-- downgrade\n")
        #expect(sections.count == 2)
        for section in sections {
            #expect(section.components(separatedBy: "PRAGMA foreign_keys = OFF;").count == 2, "\(text)")
            #expect(section.components(separatedBy: "CREATE TABLE ").count == 2, "\(text)")
            #expect(section.contains("DROP TABLE \"migrator_old_p\";"))
            // How it is quoted is the former table's affair.
            #expect(section.replacing("\"", with: "").contains("CREATE INDEX p_name ON p (name);"), "\(text)")
        }
        // Numbers may be texts that are none; texts may be anything.
        #expect(sections[0].contains("a value is not of its column's new type"))
        #expect(!text.contains("-- rebuild"))
    }

    @Test func aValueThatTheNewTypeDoesNotHoldStopsTheRevision() async throws {
        let bench = try family(model: Self.changed)
        try await bench.generate(try bench.sqlite(), ["bbbb"], after: "aaaa")
        let engine = try bench.sqlite()
        try await engine.upgrade(to: "aaaa")
        _ = try await engine.withOwnConnection { try await $0.execute("UPDATE p SET mood = 'glad' WHERE id = 2") }
        let error = await #expect(throws: (any Error).self) { try await engine.upgrade() }
        #expect("\(error.map { "\($0)" } ?? "")".contains("a value is not of its column's new type"))
        #expect(try await count(engine, "SELECT count(*) AS n FROM p WHERE mood = 'glad'") == 1)
    }

    /// Columns with defaults that SQLite takes, and that are no values of the columns' types.
    static let foreignDefaults = [
        "INTEGER DEFAULT FALSE", "INTEGER DEFAULT '0'", "INTEGER DEFAULT 1.5", "TEXT DEFAULT 0",
        "VARCHAR(3) DEFAULT 'four'", "DATE DEFAULT 'never'", "BOOLEAN DEFAULT 2", "BLOB DEFAULT ''", "JSON DEFAULT ''",
    ]

    @Test(arguments: foreignDefaults)
    func aDefaultThatIsNoValueOfItsColumnIsWrittenAsSQL(_ column: String) async throws {
        let bench = SchemaBench()
        try bench.folder.write("schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, c \(column));")
        let (engine, files) = (try bench.sqlite(), SchemaSource.files("\(bench.folder.path)/schema.sql"))
        let generated = try await engine.autogenerate(from: .empty, to: files)
        let heading = RevisionHeading(id: "aaaa", message: "all")
        let texts = try await engine.texts(of: generated, under: [heading], as: .sql)
        try bench.folder.write("revisions/aaaa.sql", try #require(texts.first))
        let next = try bench.sqlite()
        try await next.upgrade()
        #expect(try await next.diff(from: .database, to: files).words == [])
        #expect(try await next.inspect(files).text(.swift(named: "all")).contains("expression("))
    }

    private static let notes = "CREATE TABLE t (id INTEGER NOT NULL, note TEXT, CONSTRAINT t_pkey PRIMARY KEY (id));"

    @Test func whatIsLostIsSaidInSwift() async throws {
        let bench = SchemaBench(
            model: DeclaredSchema { Table("t") { Column("id", .integer).primaryKey() } }
        )
        try bench.revision("aaaa", Self.notes)
        let engine = try bench.sqlite()
        let generated = try await engine.autogenerate()
        #expect(generated.revisions.map(\.destroys) == [["the values of t.note"]])
        let heading = RevisionHeading(id: "bbbb", parents: ["aaaa"], message: "drop notes")
        let texts = try await engine.texts(of: generated, under: [heading], as: .swift(typeNames: ["DropNotes"]))
        #expect(
            texts == [
                """
                import MigrationDSL

                /// drop notes
                ///
                /// The downgrade does not bring back the values of t.note.
                struct DropNotes: Revision {
                    static let id: RevisionID = "bbbb"
                    static let parents: [RevisionID] = ["aaaa"]

                    func upgrade(_ op: Operations) {
                        // Destroys data: the values of t.note.
                        op.dropColumn(Column("note", .text), from: "t")
                    }
                }

                """
            ]
        )
        let error = await #expect(throws: MigratorError.self) {
            try await engine.texts(of: generated, under: [], as: .sql)
        }
        #expect(error?.code == .invalidSetting)
    }

    @Test func severalHeadsAreRefused() async throws {
        let bench = SchemaBench(model: DeclaredSchema { Table("a") { Column("id", .integer) } })
        try bench.revision("aaaa", "CREATE TABLE a (id INTEGER);")
        try bench.revision("bbbb", after: "aaaa", "CREATE TABLE b (id INTEGER);")
        try bench.revision("cccc", after: "aaaa", "CREATE TABLE c (id INTEGER);")
        let engine = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) { try await engine.autogenerate() }
        #expect(error?.code == .multipleHeads)
        #expect(error?.message.contains("merge heads -m") == true, "\(error?.message ?? "")")
        // A target says which history is meant.
        let generated = try await engine.autogenerate(from: .history("bbbb"))
        #expect(generated.differences.differences.map(\.change) == ["dropTable"])
    }

    /// A table and two of its columns have other names.
    private func renamed() throws -> SchemaBench {
        let bench = SchemaBench(
            model: DeclaredSchema {
                Table("clients") {
                    Column("id", .integer).primaryKey()
                    Column("email", .text)
                    Column("telephone", .text)
                    Column("town", .text)
                    Column("street", .text)
                }
            }
        )
        try bench.revision(
            "aaaa",
            """
            CREATE TABLE customers (
                id INTEGER NOT NULL, mail TEXT, phone TEXT, town TEXT, street TEXT,
                CONSTRAINT customers_pkey PRIMARY KEY (id)
            );
            INSERT INTO customers VALUES (1, 'a@b', '5', 'x', 'y');
            """
        )
        return bench
    }

    @Test func tablesAreAskedAboutBeforeTheirColumns() async throws {
        let bench = try renamed()
        let questions = Mutex<[String]>([])
        let generated = try await bench.generate(try bench.sqlite(), ["bbbb"], after: "aaaa") { question in
            questions.withLock { $0.append(question.thing) }
            return question.suggestions[0]
        }
        let asked = questions.withLock { $0 }
        #expect(asked.first == "table customers")
        #expect(Set(asked.dropFirst()) == ["column customers.mail", "column customers.phone"])
        #expect(
            Set(generated.renames) == [
                "customers=clients", "customers.mail=email", "customers.phone=telephone",
            ]
        )
        #expect(generated.differences.differences.filter(\.destroys).isEmpty)
        let engine = try bench.sqlite()
        try await engine.upgrade()
        #expect(try await engine.diff(from: .database, to: .model).words == [])
        let kept = "SELECT count(*) AS n FROM clients WHERE email = 'a@b' AND telephone = '5'"
        #expect(try await count(engine, kept) == 1)
    }

    @Test func whatIsNoneOfThemIsDroppedAndIsNotAskedAboutAgain() async throws {
        let bench = try renamed()
        let count = Mutex(0)
        let generated = try await bench.sqlite().autogenerate { _ in
            count.withLock { $0 += 1 }
            return nil
        }
        #expect(count.withLock { $0 } == 1)
        #expect(Set(generated.differences.differences.map(\.change)).isSuperset(of: ["createTable", "dropTable"]))
        #expect(generated.renames.isEmpty)
    }

    @Test func oneNewNameIsNotOfferedTwice() async throws {
        let bench = SchemaBench(
            model: DeclaredSchema {
                Table("t") {
                    Column("id", .integer).primaryKey()
                    Column("email", .text)
                }
            }
        )
        try bench.revision(
            "aaaa",
            "CREATE TABLE t (id INTEGER NOT NULL, mail TEXT, e_mail TEXT, CONSTRAINT t_pkey PRIMARY KEY (id));"
        )
        let asked = Mutex<[String]>([])
        let engine = try bench.sqlite()
        let first = try await engine.autogenerate { question in
            asked.withLock { $0.append(question.thing) }
            return question.suggestions[0]
        }
        #expect(first.renames.count == 1 && asked.withLock { $0.count } == 1)
        // Who says no to one pair is asked about the other.
        asked.withLock { $0 = [] }
        let second = try await engine.autogenerate { question in
            asked.withLock { asked in
                asked.append(question.thing)
                return asked.count == 1 ? nil : question.suggestions[0]
            }
        }
        #expect(asked.withLock { $0.count } == 2)
        #expect(second.renames.count == 1 && second.renames != first.renames)
    }

    @Test(arguments: ["t.note=gone", "t.note=id", "t=other"])
    func aRenameThatIsNoneIsRefused(_ rename: String) async throws {
        let bench = SchemaBench(
            model: DeclaredSchema { Table("t") { Column("id", .integer).primaryKey() } }
        )
        try bench.revision("aaaa", Self.notes)
        let error = await #expect(throws: MigratorError.self) {
            try await bench.sqlite().autogenerate(SchemaOptions(renames: [rename]))
        }
        #expect(error?.code == .invalidSetting && error?.message.contains(rename) == true)
    }
}

extension MigrationEngine {
    /// Lends a connection to the engine's own database.
    fileprivate func withOwnConnection<Result>(
        _ body: (any DatabaseConnection) async throws -> Result
    ) async throws -> Result {
        guard let connection = try await connectOther?(OtherDatabase(url: nil)) else { throw CancellationError() }
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}
