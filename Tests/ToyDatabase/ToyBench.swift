import CacheBridge
import CacheSamples
import CacheTestKit
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSources
import MigratorTestSupport

/// A toy database, with a history that a test runs over it through the engine's public door.
struct ToyBench {
    let folder = TemporaryFolder("toy")
    let store = InProcessStore(name: "redis")

    private var path: String { "\(folder.path)/toy.db" }

    init() throws {
        try folder.write(
            "teas.json",
            """
            [{"id": 1, "Name": "mint", "name": "m", "hot": false, "leaf": "AAH/", "data": {"g": [1, 2.50]}, "at": null},
             {"id": 2, "Name": "sencha", "name": "s", "hot": true, "leaf": null, "data": null, "at": "2026-01-01T12:00Z"}]
            """
        )
        try folder.write(
            "sql/1.sql",
            """
            -- revision: pots
            -- parents: name
            -- message: Pots, in the SQL of the toy

            -- upgrade
            CREATE TABLE pots (
                id UUID PRIMARY KEY, "Glaze" STRING(20), warm BOOLEAN NOT NULL DEFAULT BOOLEAN 't',
                made_at INSTANT DEFAULT CURRENT_TIMESTAMP
            );
            INSERT INTO pots (id, "Glaze") VALUES (NEW_UUID(), 'celadon; "plain"');

            -- downgrade
            DROP TABLE pots;
            """
        )
    }

    /// An engine over the database.
    func engine(
        _ more: [any Revision.Type] = [],
        caches: MigratorCaches = MigratorCaches(),
        busyTimeout: Duration = .seconds(30)
    ) throws -> MigrationEngine {
        let types: [any Revision.Type] = [MakeTeas.self, LoadTeas.self, NameTeas.self] + more
        let entries = types.enumerated().map { index, type in
            RevisionRegistry.Entry(type, file: "\(index).swift", line: 1, message: "step \(index)")
        }
        let registry = RevisionRegistry(name: "Toy", sourceFolder: folder.path, entries: entries, payloads: [])
        let history = try RevisionHistory(
            [.compiled(registry), .folder("\(folder.path)/sql")],
            remembersFolders: false
        )
        let path = path
        return MigrationEngine(revisions: history, caches: caches) {
            try await ToySession(path, busyTimeout: busyTimeout)
        }
    }

    func connect() async throws -> ToySession { try await ToySession(path) }

    func rows(_ sql: String) async throws -> [[DatabaseCell]] {
        let connection = try await connect()
        do {
            let rows = try await connection.query(sql).map(\.values)
            await connection.close()
            return rows
        } catch {
            await connection.close()
            throw error
        }
    }

    // MARK: Caches

    static let dependencies: NamespaceDependencies = {
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["Teas"])
        return dependencies
    }()

    /// What an application hands to the engine: its cache, over a store in the process.
    var caches: MigratorCaches {
        let store = store
        let target = DeliveryTarget(name: "redis") { fingerprint in
            var settings = CacheSettings()
            settings.lease = .milliseconds(20)
            var configuration = CacheConfiguration(
                settings: settings,
                fingerprint: fingerprint,
                namespaces: [.namingSpirits],
                channel: .sample
            )
            configuration.dependencies = Self.dependencies
            configuration.remote = store
            return CoherentCache(configuration)
        }
        return MigratorCaches(targets: [target], dependencies: Self.dependencies)
    }

    /// What the store was told, in order.
    func heard() throws -> [InvalidationEvent] {
        try store.stream(InvalidationChannel.sample.stream).map { try InvalidationEvent(json: $0) }
    }
}

// MARK: History

/// Tables and columns whose names differ by their case alone.
struct MakeTeas: Revision {
    static let id: RevisionID = "make"

    func upgrade(_ op: Operations) {
        op.createTable("Teas") {
            Column("id", .bigInt).primaryKey()
            Column("Name", .string(40)).notNull()
            Column("name", .text)
            Column("hot", .boolean).notNull().default(true)
            Column("leaf", .bytes)
            Column("data", .json)
            Column("at", .timestampTZ).default(.currentTimestamp)
        }
        op.createTable("teas") {
            Column("tea", .bigInt).notNull().references("Teas")
            Column("note", .text).default("it's \"green\"")
        }
        op.createIndex("teas_by_name", on: "Teas", columns: ["Name"], unique: true)
    }
}

struct LoadTeas: Revision {
    static let id: RevisionID = "load"
    static let parents: [RevisionID] = ["make"]

    func upgrade(_ op: Operations) {
        op.bulkInsert(into: "Teas", from: .json("teas.json"), key: ["id"])
        op.update("Teas", set: ["hot": true], where: Field("Name") == "mint", was: ["hot": false])
    }
}

struct NameTeas: Revision {
    static let id: RevisionID = "name"
    static let parents: [RevisionID] = ["load"]

    func upgrade(_ op: Operations) {
        op.perform("name", touches: ["Teas"], reverse: { try await Self.name($0, "s") }) {
            try await Self.name($0, "green")
        }
    }

    private static func name(_ connection: any RevisionConnection, _ name: String) async throws {
        // Numbered, and not in their order.
        try await connection.execute(#"UPDATE "Teas" SET name = $2 WHERE id = $1"#, [2, .text(name)])
    }
}
