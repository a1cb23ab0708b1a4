import CacheBridge
import CacheSamples
import Foundation
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

/// What the outbox says of values that lie on disk: the same only as long as nothing has made them stale.
struct OutboxWitnessTests {
    private let folder = TemporaryFolder("witness")

    private func open() async throws -> SQLiteSession {
        try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/w.db"))
    }

    /// A process that has just started.
    private func start() -> OutboxWitness {
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["naming_spirits"])
        let path = "\(folder.path)/w.db"
        return OutboxWitness(of: Namespace.samples, dependencies) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private func withOutbox(_ body: (SQLiteSession) async throws -> Void) async throws {
        let connection = try await open()
        try await connection.execute(CarrierTests.sqlite)
        try await connection.execute("CREATE TABLE migrator_identity (id UUID NOT NULL PRIMARY KEY, last_event UUID)")
        let identity = "5a1c0e2b-0f1d-4c3a-9b7e-1d2c3b4a5f60"
        try await connection.execute("INSERT INTO migrator_identity (id) VALUES ('\(identity)')")
        try await body(connection)
        await connection.close()
    }

    private func write(
        _ connection: SQLiteSession,
        id: Int64? = nil,
        _ kind: InvalidationEvent.Kind = .data,
        tables: [String] = [],
        namespaces: [String] = []
    ) async throws {
        let uuid = UUID().uuidString.lowercased()
        let event = InvalidationEvent(
            id: 0,
            uuid: uuid,
            database: "",
            revision: "9f94d908afb9",
            direction: .upgrade,
            kind: kind,
            tables: tables,
            namespaces: namespaces,
            at: ""
        )
        try await connection.execute(
            "INSERT INTO migrator_outbox (id, uuid, event) VALUES (?1, ?2, ?3)",
            [id.map { .int($0) } ?? .null, .text(uuid), .text(String(decoding: try event.json(), as: UTF8.self))]
        )
    }

    @Test func eachNamespaceHasALastRowOfItsOwn() async throws {
        try await withOutbox { connection in
            let long = start()
            #expect(await long.witness(of: .namingConfig) == nil, "there is no row to go by")
            try await write(connection, .schema)
            let (spirits, config) = (await long.witness(of: .namingSpirits), await long.witness(of: .namingConfig))
            #expect(spirits != nil && spirits == config)

            // By its name, and by a table that only this process knows it to read.
            try await write(connection, namespaces: ["naming_spirits"])
            let named = await long.witness(of: .namingSpirits)
            #expect(named != spirits)
            try await write(connection, tables: ["naming_spirits"])
            #expect(await long.witness(of: .namingSpirits) != named)
            #expect(await long.witness(of: .namingConfig) == config)
            try await write(connection, .schema)
            #expect(await long.witness(of: .namingConfig) != config)

            // What nobody can read may be anything.
            let before = await long.witness(of: .namingConfig)
            try await connection.execute("INSERT INTO migrator_outbox (uuid, event) VALUES ('x', 'no JSON')")
            #expect(await long.witness(of: .namingConfig) != before)
            for namespace in [Namespace.namingSpirits, .namingConfig, .agentTemplates] {
                #expect(await start().witness(of: namespace) == long.witness(of: namespace), "\(namespace.name)")
            }
        }
    }

    @Test func anotherIdentityIsAnotherDatabase() async throws {
        try await withOutbox { connection in
            try await write(connection, .schema)
            let before = await start().witness(of: .namingConfig)
            try await connection.execute("UPDATE migrator_identity SET id = '6b1c0e2b-0f1d-4c3a-9b7e-1d2c3b4a5f60'")
            #expect(await start().witness(of: .namingConfig) != before)
        }
    }

    /// The rows that are left do not say what those were that are gone.
    @Test func noWitnessComesAgainWhenOldRowsGo() async throws {
        try await withOutbox { connection in
            try await write(connection, namespaces: ["naming_config"])
            let first = await start().witness(of: .namingSpirits)
            try await write(connection, namespaces: ["naming_spirits"])
            let second = await start().witness(of: .namingSpirits)
            try await write(connection, namespaces: ["naming_config"])
            try await connection.execute("DELETE FROM migrator_outbox WHERE id < 3")
            let third = await start().witness(of: .namingSpirits)
            #expect(Set([first, second, third]).count == 3)
        }
    }

    /// A process that was there before looks at other rows from some point on.
    @Test func aBackupThatIsPutBackIsNoticed() async throws {
        try await withOutbox { connection in
            let long = start()
            for _ in 1...3 { try await write(connection, .schema) }
            let newest = await long.witness(of: .namingSpirits)
            try await connection.execute("DELETE FROM migrator_outbox WHERE id > 1")
            let restored = await long.witness(of: .namingSpirits)
            let fresh = await start().witness(of: .namingSpirits)
            #expect(restored != newest && restored == fresh)
            for id in 2...5 { try await write(connection, id: Int64(id), namespaces: ["naming_config"]) }
            #expect(await long.witness(of: .namingSpirits) == restored)
            #expect(await long.witness(of: .namingConfig) != newest)
        }
    }

    @Test func whatLeavesNoRowHasNoWitness() async throws {
        try await withOutbox { connection in
            try await write(connection, .schema)
            #expect(await start().witness(of: .agentData) == nil)
        }
        let nowhere = OutboxWitness(of: Namespace.samples, NamespaceDependencies()) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        }
        #expect(await nowhere.witness(of: .namingSpirits) == nil)
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func nothingOfAnApplicationLiesOnDiskOnPostgreSQL() async throws {
        try await PostgresServer.withDatabase { database in
            try await database.execute(CarrierTests.postgres[0], "CREATE TABLE migrator_identity (id uuid)")
            let witness = OutboxWitness(of: Namespace.samples, NamespaceDependencies()) {
                try await database.connect()
            }
            #expect(await witness.witness(of: .namingSpirits) == nil)
        }
    }
}
