import MigratorDatabase
import MigratorSQLite
import MigratorTestKit
import Testing

@Test(arguments: DriverConformance.checks)
func sqliteConforms(_ check: DriverConformance.Check) async throws {
    try await withFolder { folder in
        let configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
        try await DriverConformance(.sqlite) { try await SQLiteSession(configuration) }.run(check)
    }
}
