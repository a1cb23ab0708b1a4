import Database
import MigratorTestKit
import SQLiteDriver
import Testing

@Test(arguments: DriverConformance.checks)
func sqliteConforms(_ check: DriverConformance.Check) async throws {
    try await withFolder { folder in
        let configuration = SQLiteConfiguration(path: folder + "/app.db")
        try await DriverConformance(.sqlite) { try await SQLiteConnection(configuration) }.run(check)
    }
}
