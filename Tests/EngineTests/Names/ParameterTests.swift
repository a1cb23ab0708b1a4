import MigrationDSL
import MigratorDatabase
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore

/// What a closure binds, on SQLite; the same closure runs on PostgreSQL elsewhere.
struct ParameterTests {
    static let swaps: NameBench.Body = { op in
        op.perform("swap") { connection in
            let changed = try await connection.execute("UPDATE items SET name = $2 WHERE id = $1", [2, "pepper"])
            guard changed == 1 else { throw Wrong() }
            let rows = try await connection.query("SELECT id FROM items WHERE name = $1 OR name = $1", ["pepper"])
            guard rows.count == 1 else { throw Wrong() }
            guard try await connection.query("SELECT id FROM items WHERE id = ? AND name = ?", [1, "tea"]).count == 1
            else {
                throw Wrong()
            }
        }
    }

    struct Wrong: Error {}

    @Test func parametersAreBoundByNumber() async throws {
        let bench = NameBench(tried: Self.swaps)
        try await bench.migrator().upgrade()
        #expect(try await bench.query("SELECT name FROM items ORDER BY id") == [[.text("tea")], [.text("pepper")]])
    }

    @Test func aMismatchFailsTheRevision() async throws {
        let bench = NameBench(tried: { op in
            op.perform("too many") { try await $0.execute("UPDATE items SET name = $3 WHERE id = $1", [2, "pepper"]) }
        })
        let error = await #expect(throws: MigratorError.self) { try await bench.migrator().upgrade() }
        #expect(error?.message.contains("its parameters are $1, $3, and it was given 2 values") == true)
        #expect(error?.message.contains("pepper") == false)
    }
}
