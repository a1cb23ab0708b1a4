import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// Names of version tables up to the longest that PostgreSQL keeps.
    @Suite struct VersionTableNames {
        struct One: Revision {
            static let id: RevisionID = "one"

            func upgrade(_ op: Operations) { op.createTable("one") { Column("id", .integer) } }
        }

        private static func name(_ bytes: Int) -> String { String(repeating: "v", count: bytes) }

        @Test(arguments: [name(59), name(60), name(63), String(repeating: "é", count: 31) + "v", "V \"x\""])
        func upToSixtyThreeBytes(_ name: String) async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try database.migrator([One.self]) { $0.versionTable = TableName(name) }
                try await migrator.upgrade()
                #expect(try await migrator.current().isAtHead)
                try await migrator.downgrade(to: "base")
                try await migrator.upgrade()
                #expect(try await migrator.current().rows == ["one"])
            }
        }

        @Test(arguments: [TableName(name(64)), TableName(name(300)), TableName("v", schema: name(64))])
        func noLonger(_ name: TableName) async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try database.migrator([One.self]) { $0.versionTable = name }
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .invalidSetting && error.message.contains("no more than 63"), "\(error)")
                let look = try await migratorError { _ = try await migrator.current() }
                #expect(look.code == .invalidSetting)
                let script = try await migratorError {
                    try await migrator.upgradeScript("head", ScriptOptions(kind: .postgres)) { _ in }
                }
                #expect(script.code == .invalidSetting)
                #expect(try await database.tables().isEmpty)
            }
        }
    }
}
