import MigratorDatabase
import MigratorPostgres
import MigratorTestKit
import Testing

extension ServerTests {
    @Test(arguments: DriverConformance.checks)
    func postgresConforms(_ check: DriverConformance.Check) async throws {
        try await DriverConformance(.postgres) { try await Server.connect() }.run(check)
    }
}
