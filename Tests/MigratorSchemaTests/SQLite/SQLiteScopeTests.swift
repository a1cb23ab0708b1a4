import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSQLite
import MigratorTestSupport
import Synchronization
import Testing

/// What is read of a connection's databases, and what the session looks like behind it.
struct SQLiteScopeTests {
    @Test func ownTablesGoWithAllThatIsOfThem() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE Alembic_Version (version_num TEXT PRIMARY KEY)",
            "CREATE INDEX av ON alembic_version (version_num)",
            "CREATE TABLE migrator_journal (id INTEGER PRIMARY KEY, a)",
            "CREATE TRIGGER mj AFTER INSERT ON migrator_journal BEGIN SELECT 1; END",
            "CREATE TABLE t (a REFERENCES alembic_version)",
            "CREATE VIEW v AS SELECT * FROM alembic_version, t"
        )
        let own: Set<ObjectName> = ["alembic_version", ObjectName("migrator_journal", schema: "main")]
        let schema = try await bench.schema(SchemaScope(ownTables: own))
        #expect(schema.objects.map(\.object.reference) == [.table("t"), .view("v")])
        #expect(schema.objects.map(\.needs) == [[], [.table("t")]])
    }

    @Test func whatSQLiteKeepsForItselfIsNotListed() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE it (id INTEGER PRIMARY KEY AUTOINCREMENT, a INTEGER)",
            "CREATE INDEX it_a ON it (a)",
            "INSERT INTO it (a) VALUES (1)",
            "ANALYZE"
        )
        #expect(try await bench.objects().map(\.reference) == [.table("it"), .index("it_a", on: "it")])
    }

    @Test func attachedDatabasesAreReadWhereTheScopeNamesThem() async throws {
        let bench = try await SQLiteReflectionBench(
            "ATTACH ':memory:' AS \"Aux 1\"",
            "CREATE TABLE t (a INTEGER)",
            "CREATE TABLE \"Aux 1\".t (b INTEGER REFERENCES p, UNIQUE (b))",
            "CREATE TABLE \"Aux 1\".p (id INTEGER PRIMARY KEY)",
            "CREATE INDEX \"Aux 1\".i ON t (b DESC)",
            "CREATE VIEW \"Aux 1\".v AS SELECT * FROM t",
            "CREATE TEMP TABLE gone (a)",
            "CREATE TEMP VIEW gone_too AS SELECT 1"
        )
        let (p, t, v) = (
            ObjectName("p", schema: "Aux 1"), ObjectName("t", schema: "Aux 1"), ObjectName("v", schema: "Aux 1")
        )
        #expect(try await bench.objects() == [.table(Table("t") { Column("a", .integer) })])
        let schema = try await bench.schema(SchemaScope(schemas: ["aux 1", "temp", "nowhere"]))
        #expect(
            schema.objects.map(\.object) == [
                .table(Table(p) { Column("id", .integer).primaryKey() }),
                .table(
                    Table(t) {
                        Column("b", .integer).constrained(by: .foreignKey(ForeignKey(["b"], references: p, [])))
                        Unique(["b"])
                    }
                ),
                .index(Index("i", on: t, columns: [.column("b").descending()])), .view(View(v, as: "SELECT * FROM t")),
            ]
        )
        #expect(schema.objects.map(\.needs) == [[], [.table(p)], [.table(t)], [.table(t)]])
        let both = try await bench.schema(SchemaScope(schemas: ["MAIN", "Aux 1"]))
        #expect(both.objects.count == 5)
        #expect(try await bench.schema(SchemaScope(schemas: ["nowhere"])).objects.isEmpty)
    }

    @Test func asManyStatementsForOneTableAsForMany() async throws {
        var counts: [Int] = []
        for tables in [1, 50] {
            let bench = try await SQLiteReflectionBench()
            for number in 0..<tables { try await bench.connection.execute("CREATE TABLE t\(number) (a UNIQUE, b)") }
            let counter = StatementCounter(bench.connection)
            let schema = try await SQLiteDialect(isTransactional: true).schema(SchemaScope(), counter)
            #expect(schema.objects.count == tables)
            counts.append(counter.count.withLock { $0 })
        }
        // BEGIN and five more.
        #expect(counts == [6, 6])
    }

    @Test func theSessionIsAsItWas() async throws {
        let bench = try await SQLiteReflectionBench("CREATE TABLE t (a)")
        _ = try await bench.schema()
        #expect(await !bench.connection.isInTransaction)
        try await bench.connection.begin()
        try await bench.connection.execute("CREATE TABLE u (a)")
        #expect(try await bench.schema().objects.count == 2)
        #expect(await bench.connection.isInTransaction)
        try await bench.connection.commit()
        #expect(try await bench.schema().objects.count == 2)
    }
}

/// Counts the statements that a connection is given.
private final class StatementCounter: ConnectionWrapper {
    let base: any DatabaseConnection
    let count = Mutex(0)

    init(_ base: any DatabaseConnection) {
        self.base = base
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        if case .statements(let statements) = call { count.withLock { $0 += statements.count } }
        return try await body()
    }
}
