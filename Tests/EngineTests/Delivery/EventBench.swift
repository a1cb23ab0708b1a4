import CacheBridge
import CacheSamples
import CacheTestKit
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Synchronization
import Testing

/// A database, a store and caches over it.
struct EventBench: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case sqlite, postgres

        /// Those that there are here.
        static var there: [Kind] { PostgresServer.isThere ? allCases : [.sqlite] }
    }

    struct MakeThings: Revision {
        static let id: RevisionID = "make"

        func upgrade(_ op: Operations) {
            op.createTable("things") {
                Column("id", .integer).primaryKey()
                Column("name", .text)
            }
        }
    }

    struct FillThings: Revision {
        static let id: RevisionID = "fill"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "things", [["id": 1, "name": "fox"], ["id": 2, "name": "owl"]], key: ["id"])
        }
    }

    struct NameThings: Revision {
        static let id: RevisionID = "name"
        static let parents: [RevisionID] = ["fill"]

        func upgrade(_ op: Operations) {
            op.execute(
                "UPDATE things SET name = 'dog' WHERE id = 2",
                reverse: "UPDATE things SET name = 'owl' WHERE id = 2"
            )
        }
    }

    static let three: [any Revision.Type] = [MakeThings.self, FillThings.self, NameThings.self]

    let kind: Kind
    let store: InProcessStore
    private let types: [any Revision.Type]
    private let open: MigrationEngine.Connect
    static let stream = "ecs:invalidations"

    /// Lends a bench with an empty database to a body.
    static func with(
        _ kind: Kind,
        _ types: [any Revision.Type] = three,
        _ body: (EventBench) async throws -> Void
    ) async throws {
        switch kind {
        case .sqlite:
            let folder = TemporaryFolder("events")
            let path = "\(folder.path)/e.db"
            try await body(
                EventBench(kind, types) { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
            )
            withExtendedLifetime(folder) {}
        default:
            try await PostgresServer.withDatabase { database in
                try await body(EventBench(kind, types) { try await database.connect() })
            }
        }
    }

    init(_ kind: Kind, _ types: [any Revision.Type], _ open: @escaping MigrationEngine.Connect) {
        self.kind = kind
        self.types = types
        self.open = open
        store = InProcessStore(name: "redis")
    }

    static var dependencies: NamespaceDependencies {
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["things"])
        dependencies.declare(.namingConfig, reads: ["others"])
        return dependencies
    }

    /// The cache of a database, over the bench's store or another.
    func cache(_ fingerprint: Fingerprint, _ store: (any RemoteStore)? = nil) -> CoherentCache {
        var settings = CacheSettings()
        settings.lease = .milliseconds(20)
        var configuration = CacheConfiguration(
            settings: settings,
            fingerprint: fingerprint,
            namespaces: Namespace.samples,
            channel: .sample
        )
        configuration.namespaces = [.alembic, .namingSpirits, .namingConfig]
        configuration.dependencies = Self.dependencies
        configuration.remote = store ?? self.store
        return CoherentCache(configuration)
    }

    /// A migrator of the database that tells the store, by way of a fuse if one is given.
    func migrator(
        _ fuse: Fuse? = nil,
        targets: [DeliveryTarget]? = nil,
        types other: [any Revision.Type]? = nil,
        _ change: (inout MigratorSettings) -> Void = { _ in }
    ) throws -> MigrationEngine {
        var settings = MigratorSettings()
        change(&settings)
        let entries = (other ?? types).enumerated().map { index, type in
            RevisionRegistry.Entry(type, file: "\(index).swift", line: 1, message: "step \(index)")
        }
        let registry = RevisionRegistry(name: "Test", sourceFolder: ".", entries: entries, payloads: [])
        let open = open
        let own = DeliveryTarget(name: "redis") { fingerprint in
            cache(fingerprint, fuse.map { MortalStore(store, $0) })
        }
        return MigrationEngine(
            revisions: try RevisionHistory([.compiled(registry)]),
            settings: settings,
            caches: MigratorCaches(targets: targets ?? [own], dependencies: Self.dependencies)
        ) {
            guard let fuse else { return try await open() }
            // Who has died does not connect again.
            if fuse.isBurnt { throw CancellationError() }
            return MortalConnection(try await open(), fuse)
        }
    }

    func query(_ sql: String) async throws -> [[String]] {
        let connection = try await open()
        do {
            let rows = try await connection.query(sql)
            await connection.close()
            return rows.map { row in row.values.map { String(databaseCell: $0) ?? "\($0)" } }
        } catch {
            await connection.close()
            throw error
        }
    }

    func execute(_ statements: String...) async throws {
        let connection = try await open()
        for statement in statements { try await connection.execute(statement) }
        await connection.close()
    }

    func hasTable(_ name: String) async throws -> Bool {
        let connection = try await open()
        let columns = try await connection.columns(of: TableName(name))
        await connection.close()
        return !columns.isEmpty
    }

    func connect() async throws -> any DatabaseConnection { try await open() }

    /// The UUIDs of the outbox, in its order.
    func outbox() async throws -> [String] {
        guard try await hasTable("migrator_outbox") else { return [] }
        return try await query("SELECT CAST(uuid AS VARCHAR) FROM migrator_outbox ORDER BY id").map { $0[0] }
    }

    /// The events of the outbox, as they were written.
    func events() async throws -> [InvalidationEvent] {
        try await query("SELECT event FROM migrator_outbox ORDER BY id").map {
            try InvalidationEvent(json: Array($0[0].utf8))
        }
    }

    /// What was told to the store, in order.
    func heard() throws -> [InvalidationEvent] {
        try store.stream(Self.stream).map { try InvalidationEvent(json: $0) }
    }

    /// How many events the target has not heard of, by the database's own account.
    func waiting(for target: String = "redis") async throws -> Int {
        let sql = """
            SELECT CAST(count(*) AS VARCHAR) FROM migrator_outbox o WHERE NOT EXISTS (SELECT 1 FROM migrator_delivery d
            WHERE d.event = o.id AND d.target = '\(target)' AND d.delivered_at IS NOT NULL)
            """
        return Int(try await query(sql)[0][0]) ?? -1
    }
}

/// An application that reads one value through a cache of its own.
struct Reader: Sendable {
    private static let format = RecordFormat<String>(
        shape: RecordShape("Text"),
        encode: { Array($0.utf8) },
        decode: { String(decoding: $0, as: UTF8.self) }
    )

    let cache: CoherentCache
    var namespace = Namespace.namingSpirits

    /// Reads the value, which is `truth` in the database; returns what it got and whether it was asked for.
    func read(_ truth: String) async throws -> (value: String?, wasLoaded: Bool) {
        let loads = Mutex(0)
        let value = try await cache.value(for: Self.format.key("k", in: namespace), as: Self.format) {
            loads.withLock { $0 += 1 }
            return truth
        }
        return (value, loads.withLock { $0 } > 0)
    }

    /// Whether readers are kept off: what is loaded is not kept.
    func isFenced() async throws -> Bool {
        _ = try await read("probe")
        return try await read("probe").wasLoaded
    }
}
