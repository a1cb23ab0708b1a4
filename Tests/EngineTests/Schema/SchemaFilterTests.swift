import MigrationDSL
import Migrator
import MigratorTestSupport
import Testing

/// Which objects are looked at, over SQLite.
struct SchemaFilterTests {
    private let bench: SchemaBench
    private let file: String

    init() throws {
        bench = SchemaBench(model: DeclaredSchema { Table("kept_log") { Column("id", .integer) } })
        file = try bench.folder.write(
            "made.sql",
            """
            CREATE TABLE users (id INTEGER, name TEXT);
            CREATE INDEX users_name ON users (name);
            CREATE TABLE audit_log (id INTEGER);
            CREATE VIEW names AS SELECT name FROM users;
            """
        )
    }

    private func objects(include: [String] = [], exclude: [String] = []) async throws -> Set<String> {
        let options = SchemaOptions(include: include, exclude: exclude)
        let report = try await bench.sqlite().diff(from: .empty, to: .files(file), options)
        return Set(report.differences.map(\.object))
    }

    @Test func aPatternNamesObjectsWithWhatBelongsToThem() async throws {
        let all: Set = ["main.users", "main.users_name", "main.audit_log", "main.names"]
        #expect(try await objects() == all)
        #expect(try await objects(include: ["table:main.users"]) == ["main.users", "main.users_name"])
        #expect(try await objects(include: ["users"]) == ["main.users", "main.users_name"])
        #expect(try await objects(include: ["VIEW:*"]) == ["main.names"])
        #expect(try await objects(exclude: ["*_log"]) == all.subtracting(["main.audit_log"]))
        #expect(try await objects(exclude: ["table:*"]) == ["main.names"])
        #expect(try await objects(exclude: ["*"]) == [])
        #expect(
            try await objects(include: ["table:*"], exclude: ["index:*.users*"]) == ["main.users", "main.audit_log"]
        )
    }

    @Test func whatIsDeclaredIsNotLeftAlone() async throws {
        let report = try await bench.sqlite().diff(from: .files(file), to: .model, SchemaOptions(exclude: ["*"]))
        #expect(report.differences.map(\.object) == ["main.kept_log"])
    }
}
