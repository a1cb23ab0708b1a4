import Foundation
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorTestKit
import MigratorTesting
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

    @Test func aNewShopHasNoProducts() async throws {
        try await Self.databases.get().withDatabase { database in
            let rows = try await database.withConnection { try await $0.query("SELECT * FROM products") }
            #expect(rows.isEmpty)
        }
    }
}
// end

// snippet: migrated-suite
@Suite(.migrated(ShopMigrations.revisions)) struct ProductTests {
    @Test func aNewShopHasNoProducts() async throws {
        let database = try MigratedDatabase.current  // its own: tests run side by side
        let rows = try await database.withConnection { try await $0.query("SELECT * FROM products") }
        #expect(rows.isEmpty)
    }
}
// end

// snippet: history-tests
@Suite struct HistoryTests {
    @Test func holds() async throws {
        try await ShopMigrations.revisions.verify()
    }

    @Test(arguments: ShopMigrations.revisions.steps)
    func goesBack(_ step: HistoryStep) async throws {
        try await step.roundTrip()
    }
}
// end

// snippet: with-database
func testANewShopHasNoProducts() async throws {
    try await ShopMigrations.revisions.withDatabase { database in
        let rows = try await database.withConnection { try await $0.query("SELECT * FROM products") }
        #expect(rows.isEmpty)
    }
}
// end

// snippet: shared-database
@Suite(.migrated(ShopMigrations.revisions, at: "4c1d", perTest: false), .serialized) struct CatalogueTests {}
// end
