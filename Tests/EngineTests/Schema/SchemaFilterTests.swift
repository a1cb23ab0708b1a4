import MigrationDSL
import Migrator
import MigratorCore
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

    private func objects(
        include: [String] = [],
        exclude: [String] = [],
        ignore: [String] = [],
        of source: SchemaSource? = nil
    ) async throws -> Set<String> {
        let options = SchemaOptions(include: include, exclude: exclude, ignore: ignore)
        let report = try await bench.sqlite().diff(from: .empty, to: source ?? .files(file), options)
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
        let report = try await bench.sqlite().diff(from: .files(file), to: .model, SchemaOptions(ignore: ["*"]))
        #expect(report.differences.map(\.object) == ["main.kept_log"])
        let excluded = try await bench.sqlite().diff(from: .files(file), to: .model, SchemaOptions(exclude: ["*"]))
        #expect(excluded.differences.isEmpty)
    }

    /// As with a schema that is declared in Swift.
    @Test func whatIsDeclaredInSQLIsNotIgnored() async throws {
        #expect(try await objects(ignore: ["*_log"]).contains("main.audit_log") == false)
        #expect(try await objects(ignore: ["*_log"], of: .model(files: file)).contains("main.audit_log"))
        #expect(try await objects(exclude: ["*_log"], of: .model(files: file)).contains("main.audit_log") == false)
        let inspected = try await bench.sqlite().inspect(.model(files: file), SchemaOptions(ignore: ["*"]))
        #expect(try inspected.text(.sql).contains("audit_log"))
    }

    @Test func aSchemaThatNobodyHasIsNoEmptyOne() async throws {
        let options = SchemaOptions(schemas: ["nosuch"])
        let inspected = await #expect(throws: MigratorError.self) {
            try await bench.sqlite().inspect(.files(file), options)
        }
        #expect(inspected?.code == .invalidSetting && inspected?.message.contains("'nosuch'") == true)
        let compared = await #expect(throws: MigratorError.self) {
            try await bench.sqlite().diff(from: .files(file), to: .model, options)
        }
        #expect(compared?.code == .invalidSetting)
        let own = SchemaOptions(schemas: ["main"])
        #expect(try await bench.sqlite().diff(from: .empty, to: .files(file), own).differences.count == 4)
    }
}
