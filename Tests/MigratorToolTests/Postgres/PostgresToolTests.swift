import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

/// The program on a real server of PostgreSQL; one test after the other, as each keeps the machine busy.
@Suite(.serialized, .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresToolTests {}

extension PostgresDatabase {
    /// The program, run on this database from a folder.
    func tool(in folder: TemporaryFolder) -> Tool {
        Tool(in: folder.path, environment: ["DATABASE_URL": url, "PGAPPNAME": Self.runName])
    }

    /// What the program's sessions are called, to tell them from a test's own.
    static let runName = "migrator-run"

    /// The first value of a query's first row, as a number.
    func number(_ sql: String) async throws -> Int {
        Int(try await rows(sql).first?.first ?? "") ?? 0
    }
}

/// A file that belongs to these tests.
func fixture(_ name: String) -> String {
    "\(Script.root)/Tests/MigratorToolTests/Fixtures/\(name)"
}
