import Foundation
import MigrationDSL
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCatalogue
@testable import MigratorDialects
@testable import MigratorSources

/// Scripts for PostgreSQL, run by psql against a server and held against runs.
@Suite(
    .serialized,
    .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server")
)
struct OfflinePostgresTests {
    private func url(_ database: String) throws -> String {
        let server = try #require(PostgresServer.url)
        let end = server.lastIndex(of: "/") ?? server.endIndex
        return server[..<end] + "/" + database
    }

    private func connect(_ database: String) async throws -> PostgresSession {
        try await PostgresSession(PostgresSessionConfiguration(DatabaseURL(try url(database))))
    }

    /// Makes empty databases.
    private func make(_ databases: String...) throws {
        for database in databases {
            let made = try run("DROP DATABASE IF EXISTS \(database);\nCREATE DATABASE \(database);", on: "postgres")
            #expect(made.status == 0, "\(made.errors)")
        }
    }

    @discardableResult
    private func run(_ script: String, on database: String, variables: [String: String] = [:]) throws -> ToolResult {
        let folder = TemporaryFolder("psql")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "-X", "-q", "-d", try url(database), "-f", try folder.write("s.sql", script)]
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        return try Tool.finish(process)
    }

    /// What pg_dump says of a database, and the journal; without what is made anew at each run.
    private func dump(_ database: String) async throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pg_dump", "--no-owner", "-T", "migrator_*", "-d", try url(database)]
        let result = try Tool.finish(process)
        #expect(result.status == 0, "\(result.errors)")
        // A version of pg_dump writes a key of its own into each dump.
        var lines = result.output.split(separator: "\n").map(String.init).filter {
            !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict")
        }
        let connection = try await connect(database)
        let journal = """
            SELECT concat_ws(' | ', revision, direction, checksum, operations::text, arguments::text, tag, payloads::text,
                statements, engine) AS line
            FROM migrator_journal ORDER BY id
            """
        lines += try await connection.query(journal).map { try $0.get("line", as: String.self) }
        await connection.close()
        return lines
    }

    private func online(_ revisions: [any Revision.Type], _ database: String) throws -> MigrationEngine {
        let entries = revisions.map { RevisionRegistry.Entry($0, file: "f.swift", line: 1, message: "m") }
        let registry = RevisionRegistry(name: "Test", sourceFolder: "/", entries: entries, payloads: [])
        return MigrationEngine(revisions: try RevisionHistory([.compiled(registry)])) { try await connect(database) }
    }

    // MARK: History

    struct Make: ReversibleRevision {
        static let id: RevisionID = "make"

        func upgrade(_ op: Operations) {
            op.createEnum("mood", values: ["sad", "glad"])
            op.execute(
                """
                CREATE DOMAIN positive AS integer NOT NULL DEFAULT 1 CHECK (VALUE > 0);
                -- A comment; and more.
                CREATE TABLE raw (
                    id bigserial PRIMARY KEY,
                    "Name" character varying(20000) DEFAULT 'x' NOT NULL,
                    at timestamp with time zone DEFAULT '2020-01-01 00:00:00+00',
                    amount numeric(12, 3),
                    fine positive,
                    tags text[] DEFAULT '{}',
                    feeling public.mood DEFAULT NULL,
                    CONSTRAINT raw_name CHECK ("Name" <> 'forbidden, (not null)')
                );
                ALTER TABLE raw ADD COLUMN data jsonb, ADD COLUMN old real;
                ALTER TABLE raw RENAME COLUMN old TO single;
                """
            )
            op.createTable("things") {
                Column("id", .integer).primaryKey()
                Column("t", .text)
                Column("v", .string(20_000))
                Column("j", .json)
                Column("jb", .jsonb)
                Column("d", .double)
                Column("r", .real)
                Column("i", .bigInt)
                Column("n", .decimal(15, 3))
                Column("b", .boolean)
                Column("raw", .bytes)
                Column("u", .uuid)
                Column("day", .date)
                Column("clock", .time)
                Column("at", .timestamp)
                Column("when", .timestampTZ)
                Column("note", .text).default("none")
                Column("number", .integer).identity(.always)
            }
        }

        func downgrade(_ op: Operations) {
            op.dropTable("things")
            op.execute("DROP TABLE raw; DROP DOMAIN positive; DROP TYPE mood")
        }
    }

    struct Fill: Revision {
        static let id: RevisionID = "fill"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            let texts = OfflinePayloadTests.texts
            let numbers = OfflinePayloadTests.numbers
            op.bulkInsert(
                into: "things",
                texts.enumerated().map { index, text in
                    [
                        "id": .int(Int64(index)), "t": .text(text), "v": .text(text), "j": .text(text),
                        "jb": ["text": .text(text)], "d": .double(numbers[index % numbers.count]),
                        "r": .double(
                            index % numbers.count == 9 || index % numbers.count > 13
                                ? 0.1 : numbers[index % numbers.count]
                        ),
                        "i": .int(index == 0 ? .min : .max - Int64(index)), "n": .decimal("-\(index).50"),
                        "b": .bool(index % 2 == 0), "raw": .bytes(Array(text.utf8)),
                        "u": .uuid("00000000-0000-4000-8000-00000000ABCD"),
                        "day": .date("2024-02-29"), "clock": "23:59:59.5", "at": .timestamp("0001-01-01 00:00:00"),
                        "when": .timestamp("2026-01-01T12:00:00+01:00"), "number": .int(Int64(index)),
                    ]
                },
                key: ["id"]
            )
            op.bulkInsert(
                into: "raw",
                [
                    [
                        "id": 1, "Name": "a\tb\\", "at": .timestamp("2026-01-01T00:00:00Z"), "amount": .decimal("1.5"),
                        "fine": 3, "tags": #"{"a,b",NULL}"#, "feeling": "glad", "data": ["a": 1], "single": 0.1,
                    ],
                    ["id": 2, "amount": nil, "feeling": nil, "data": nil, "single": nil],
                ],
                key: ["id", "Name"]
            )
            op.bulkInsert(into: "raw", [["id": 3, "Name": "x"], ["id": 4, "Name": "y"]], key: ["id"])
            op.update("things", set: ["t": "a\r\nb\\''\u{301}"], where: Field("id") == 3, was: ["t": .text(texts[3])])
        }
    }

    struct Change: ReversibleRevision {
        static let id: RevisionID = "change"
        static let parents: [RevisionID] = ["fill"]

        func upgrade(_ op: Operations) {
            op.renameTable("raw", to: "cooked")
            op.alterTable("cooked") { table in
                table.addColumn(Column("more", .integer).notNull().default(7))
                table.dropColumn("amount")
                table.alterColumn("single", to: ColumnChange(type: .text))
            }
        }

        func downgrade(_ op: Operations) {
            op.dropColumn("more", from: "cooked")
            op.addColumn(Column("amount", .decimal(12, 3)), to: "cooked")
            op.execute("ALTER TABLE cooked ALTER COLUMN single TYPE real USING single::real")
            op.renameTable("cooked", to: "raw")
        }
    }

    struct Merge: ReversibleRevision {
        static let id: RevisionID = "merge"
        static let parents: [RevisionID] = ["change"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(
                into: "cooked",
                [["id": 1, "single": "7"], ["id": 9, "single": "8"]],
                onConflict: .doNothing
            )
            op.bulkInsert(
                into: "cooked",
                [["id": 2, "single": "9"], ["id": 2, "single": "10"], ["id": 10, "single": "11", "more": 5]],
                onConflict: .update(key: ["id"])
            )
        }

        func downgrade(_ op: Operations) { op.delete(from: "cooked", where: Field("id") > 8) }
    }

    struct Alone: Revision {
        static let id: RevisionID = "alone"
        static let parents: [RevisionID] = ["merge"]
        static let transactional = false

        func upgrade(_ op: Operations) {
            op.createIndex("ix_cooked", on: "cooked", columns: ["more"], concurrently: true)
            op.bulkInsert(into: "things", [["id": 500, "t": "alone", "number": 500]], key: ["id"])
        }
    }

    private let all: [any Revision.Type] = [Make.self, Fill.self, Change.self, Merge.self, Alone.self]

    @Test func aScriptDoesWhatARunDoes() async throws {
        let bench = OfflineBench(all)
        try make("offline_up", "online_up")
        let ranges = ["fill", "fill:change", "change:head"]
        for range in ranges {
            let script = try await bench.upgradeScript(range, bench.options(.postgres))
            // Neither the session's zone nor its encoding may matter.
            let variables = ["PGTZ": "Asia/Kolkata", "PGCLIENTENCODING": "LATIN1"]
            let result = try run(script, on: "offline_up", variables: variables)
            #expect(result.status == 0, "\(result.errors)")
            try await online(all, "online_up").upgrade(
                to: Target(range.split(separator: ":").last.map(String.init) ?? range)
            )
            try await expectSame(range)
        }
        for range in ["head:merge", "merge:fill", "fill:base"] {
            let script = try await bench.downgradeScript(range, bench.options(.postgres))
            let result = try run(script, on: "offline_up")
            #expect(result.status == 0, "\(result.errors)")
            try await online(all, "online_up").downgrade(
                to: Target(range.split(separator: ":").last.map(String.init) ?? range)
            )
            try await expectSame(range)
        }
    }

    private func expectSame(_ range: String) async throws {
        let (offline, online) = (try await dump("offline_up"), try await dump("online_up"))
        #expect(offline.count == online.count)
        for (offline, online) in zip(offline, online) { #expect(offline == online, "\(range)") }
    }

    @Test func aDatabaseAtAnotherPlaceIsNotChanged() async throws {
        let bench = OfflineBench(all)
        try make("offline_place")
        let first = try await bench.upgradeScript("make", bench.options(.postgres))
        #expect(try run(first, on: "offline_place").status == 0)
        let before = try await dump("offline_place")
        for range in ["head", "fill:head"] {
            let result = try run(try await bench.upgradeScript(range, bench.options(.postgres)), on: "offline_place")
            #expect(result.status == 3)
            let place = range == "head" ? "base" : "fill"
            #expect(
                result.errors.contains("the database is at make, and this part of the script is for one at \(place)"),
                "\(result.errors)"
            )
            #expect(try await dump("offline_place") == before)
        }
    }

    @Test func aStepThatFailsIsUndoneAndTheLastWholeOneStays() async throws {
        let bench = OfflineBench(all)
        try make("offline_fail")
        #expect(
            try run(try await bench.upgradeScript("make", bench.options(.postgres)), on: "offline_fail").status == 0
        )
        #expect(try run("INSERT INTO raw (id) VALUES (2);", on: "offline_fail").status == 0)
        let before = try await dump("offline_fail")
        let result = try run(try await bench.upgradeScript("make:head", bench.options(.postgres)), on: "offline_fail")
        #expect(result.status == 3)
        #expect(result.errors.contains("raw_pkey"), "\(result.errors)")
        #expect(try await dump("offline_fail") == before)
    }

    @Test func aRoleThatMayMakeNoTablesCanRunAScript() async throws {
        let bench = OfflineBench([Nothing.self])
        try make("offline_role")
        let script = Script()
        try bench.blindMigrator().ensureVersionScript(bench.options(.postgres), to: script.add)
        let grants = script.text.split(separator: "\n").filter { $0.hasPrefix("-- GRANT") }.map { $0.dropFirst(3) }
        let setUp =
            "DROP ROLE IF EXISTS app_role; CREATE ROLE app_role;\n" + script.text + grants.joined(separator: "\n")
        #expect(try run(setUp, on: "offline_role").status == 0)
        let upgrade = try await bench.upgradeScript("head", bench.options(.postgres))
        let result = try run("SET ROLE app_role;\n" + upgrade, on: "offline_role")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try run("DROP OWNED BY app_role; DROP ROLE app_role;", on: "offline_role").status == 0)
    }

    // MARK: Columns

    /// What the history's text tells of a table, and what the server's catalogue does.
    @Test(arguments: [
        """
        CREATE TABLE public.t (a int PRIMARY KEY, b int2, c bigint NOT NULL, d smallserial, e serial8, f float(24), g float,
          h float(25), i real DEFAULT 1.5, j double precision, k numeric, l decimal(5), m numeric(7, -2), n bool)
        """,
        """
        CREATE UNLOGGED TABLE IF NOT EXISTS t ("A b" char, b char(4), c bpchar, d varchar, e character varying(7) COLLATE "C",
          f text DEFAULT NULL, g name, h bytea, i uuid DEFAULT gen_random_uuid() NOT NULL, j json, k jsonb, l date,
          m time(3), n time with time zone, o timestamp(2), p timestamptz, q timestamp(0) with time zone, r interval, s oid)
        """,
        """
        CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED BY DEFAULT AS IDENTITY (START 5),
          c int GENERATED ALWAYS AS (b * 2) STORED, d int[], e int ARRAY, f text[3][], g public.mood, h mood DEFAULT 'sad',
          i positive, j numeric(3) CONSTRAINT nn NOT NULL CHECK (j > 0 AND j IS NOT NULL), k inet,
          PRIMARY KEY (a, g), UNIQUE (b), FOREIGN KEY (k) REFERENCES parent (k) ON DELETE SET NULL)
        """,
        """
        CREATE DOMAIN many AS positive[]; CREATE DOMAIN labels AS text ARRAY[2] NOT NULL; CREATE DOMAIN "an array" AS int;
        CREATE TABLE t (a positive[], b small ARRAY[3], c positive ARRAY DEFAULT '{}', d many, e labels, f "an array", g many[])
        """,
        """
        CREATE TABLE t (a int, b text, c int DEFAULT 5, d int NOT NULL, e int DEFAULT 1, gone text);
        ALTER TABLE t ADD PRIMARY KEY (a); ALTER TABLE ONLY t ADD COLUMN IF NOT EXISTS x numeric(4,1) DEFAULT 0 NOT NULL;
        ALTER TABLE IF EXISTS t DROP COLUMN gone, ALTER b TYPE varchar(9), ALTER COLUMN c DROP DEFAULT,
          ALTER COLUMN d DROP NOT NULL, ALTER e SET NOT NULL, ADD y positive, ADD CHECK (a > 0);
        ALTER TABLE t ALTER COLUMN d SET DATA TYPE bigint USING d::bigint; ALTER TABLE t RENAME b TO "B";
        ALTER TABLE t ALTER y SET DEFAULT 3; ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME CONSTRAINT t_pkey TO u_pkey;
        ALTER TABLE u OWNER TO CURRENT_USER; ALTER TABLE u RENAME TO t; CREATE TABLE gone (a int); DROP TABLE gone
        """,
    ])
    func columnsAreReadAsTheServerHasThem(_ sql: String) async throws {
        try make("offline_columns")
        let ground = """
            CREATE TYPE mood AS ENUM ('sad'); CREATE DOMAIN small AS numeric(5, 2) CHECK (VALUE < 100);
            CREATE DOMAIN positive AS small DEFAULT 1 NOT NULL; CREATE TABLE parent (k inet UNIQUE)
            """
        var catalogue = Catalogue(PostgresDialect(isTransactional: true))
        let op = Operations()
        op.execute(SQLText(ground))
        op.execute(SQLText(sql))
        for operation in op.recorded { catalogue.apply(operation) }
        let result = try run("\\set ON_ERROR_STOP on\n\(ground);\n\(sql);", on: "offline_columns")
        #expect(result.status == 0, "\(result.errors)")
        let connection = try await connect("offline_columns")
        let columns = try await connection.columns(of: TableName("t"))
        await connection.close()
        guard case .columns(let read) = catalogue.table("t") else { return #expect(Bool(false), "unknown") }
        // The spelling of a type is nobody's concern.
        func bare(_ columns: [CatalogColumn]) -> [CatalogColumn] {
            columns.map { column in
                CatalogColumn(
                    name: column.name,
                    declaredType: "",
                    kind: column.kind,
                    isNullable: column.isNullable,
                    hasDefault: column.hasDefault,
                    isGenerated: column.isGenerated
                )
            }
        }
        #expect(read.count == columns.count)
        for (read, column) in zip(bare(read), bare(columns)) { #expect(read == column) }
    }

    struct Wanders: Revision {
        static let id: RevisionID = "wanders"

        func upgrade(_ op: Operations) {
            op.execute("SELECT set_config('search_path', '', false); SET TimeZone = 'Asia/Tokyo'")
        }
    }

    struct Stays: Revision {
        static let id: RevisionID = "stays"
        static let parents: [RevisionID] = ["wanders"]

        func upgrade(_ op: Operations) { op.execute("CREATE TABLE zone AS SELECT current_setting('TimeZone') AS zone") }
    }

    @Test func settingsThatARevisionLeavesBehindAreTakenBack() async throws {
        try make("offline_settings")
        let script = try await OfflineBench([Wanders.self, Stays.self]).upgradeScript(
            "head",
            OfflineBench([]).options(.postgres)
        )
        let result = try run(script, on: "offline_settings", variables: ["PGTZ": "Europe/Berlin"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try await dump("offline_settings").contains("Europe/Berlin"))
    }

    struct Nothing: Revision {
        static let id: RevisionID = "nothing"

        func upgrade(_ op: Operations) { op.execute("SELECT 1", reverse: "SELECT 1") }
    }
}
