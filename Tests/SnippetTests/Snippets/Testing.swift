import Foundation
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorTestKit
import Testing

// snippet: driver-conformance
@Test(arguments: DriverConformance.checks)
func theDriverConforms(_ check: DriverConformance.Check) async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).db").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await DriverConformance(.sqlite) {
        try await SQLiteSession(SQLiteSessionConfiguration(path: path))
    }.run(check)
}
// end

// snippet: migrated-databases
@Suite struct ShopTests {
    static let databases: Result<MigratedDatabases, any Error> = Result {
        MigratedDatabases(revisions: try RevisionHistory([.compiled(ShopMigrations.revisions)])) { path in
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private let copy: MigratedDatabases.Copy

    init() async throws {
        copy = try await Self.databases.get().make()
    }

    @Test func aNewShopHasNoProducts() async throws {
        let database = try await SQLiteSession(SQLiteSessionConfiguration(path: copy.path))
        #expect(try await database.query("SELECT * FROM products").isEmpty)
        await database.close()
    }
}
// end
