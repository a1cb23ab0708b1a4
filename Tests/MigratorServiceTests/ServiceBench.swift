import CacheBridge
import CacheSamples
import CacheTestKit
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorService
import MigratorTestSupport
import ServiceLifecycle
import Synchronization

/// A database, a store and programs over them.
struct ServiceBench: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case sqlite, postgres

        /// Those that there are here.
        static var there: [Kind] { PostgresServer.isThere ? allCases : [.sqlite] }
    }

    struct Make: Revision {
        static let id: RevisionID = "make"

        func upgrade(_ op: Operations) {
            op.createTable("things") { Column("id", .integer).primaryKey() }
        }
    }

    struct Fill: Revision {
        static let id: RevisionID = "fill"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "things", [["id": 1], ["id": 2]], key: ["id"])
        }
    }

    /// Takes until it is interrupted.
    struct Linger: Revision {
        static let id: RevisionID = "linger"
        static let parents: [RevisionID] = ["fill"]

        func upgrade(_ op: Operations) {
            op.execute("INSERT INTO things VALUES (3)")
            op.execute(
                SQLText(
                    postgres: "SELECT pg_sleep(600)",
                    sqlite: """
                        INSERT INTO things WITH RECURSIVE c(n) AS (SELECT 4 UNION ALL SELECT n + 1 FROM c)
                        SELECT n FROM c WHERE n < 0
                        """
                )
            )
        }
    }

    static let two: [any Revision.Type] = [Make.self, Fill.self]

    let kind: Kind
    /// The file, on SQLite.
    let path: String
    let store = InProcessStore(name: "redis")
    let connect: MigrationEngine.Connect

    /// Lends a bench with an empty database to a body.
    static func with(_ kind: Kind, _ body: (ServiceBench) async throws -> Void) async throws {
        switch kind {
        case .sqlite:
            let folder = TemporaryFolder("service")
            let path = "\(folder.path)/s.db"
            try await body(
                ServiceBench(kind: kind, path: path) {
                    try await SQLiteSession(SQLiteSessionConfiguration(path: path))
                }
            )
            withExtendedLifetime(folder) {}
        default:
            try await PostgresServer.withDatabase { database in
                try await body(ServiceBench(kind: kind, path: "") { try await database.connect() })
            }
        }
    }

    static var dependencies: NamespaceDependencies {
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["things"])
        return dependencies
    }

    /// The cache of a database.
    func cache(_ fingerprint: Fingerprint, _ store: (any RemoteStore)? = nil) -> CoherentCache {
        var settings = CacheSettings()
        settings.lease = .milliseconds(20)
        var configuration = CacheConfiguration(
            settings: settings,
            fingerprint: fingerprint,
            namespaces: Namespace.samples,
            channel: .sample
        )
        configuration.namespaces = [.alembic, .namingSpirits]
        configuration.dependencies = Self.dependencies
        configuration.remote = store ?? self.store
        return CoherentCache(configuration)
    }

    /// A migrator of the database; it tells nobody unless it is given targets.
    func migrator(
        _ types: [any Revision.Type] = two,
        targets: [DeliveryTarget] = [],
        connect other: MigrationEngine.Connect? = nil
    ) throws -> MigrationEngine {
        let entries = types.enumerated().map { index, type in
            RevisionRegistry.Entry(type, file: "\(index).swift", line: 1, message: "step \(index)")
        }
        let registry = RevisionRegistry(name: "Test", sourceFolder: ".", entries: entries, payloads: [])
        return MigrationEngine(
            revisions: try RevisionHistory([.compiled(registry)]),
            caches: MigratorCaches(targets: targets, dependencies: Self.dependencies),
            connect: other ?? connect
        )
    }

    /// The migrator of a program whose caches these are.
    func migrator(
        _ types: [any Revision.Type] = two,
        with caches: CacheService,
        connect: MigrationEngine.Connect? = nil
    ) throws -> MigrationEngine {
        try migrator(types, targets: [caches.target("redis")], connect: connect)
    }

    func caches(_ store: (any RemoteStore)? = nil) -> CacheService {
        CacheService { [self] in cache($0, store) }
    }

    func service(
        _ migrator: MigrationEngine,
        _ policy: StartPolicy = .migrate(),
        _ caches: CacheService? = nil
    ) -> MigrationService {
        MigrationService(migrator, policy: policy, caches: caches, pollInterval: .milliseconds(5))
    }

    func query(_ sql: String) async throws -> [[String]] {
        let connection = try await connect()
        do {
            let rows = try await connection.query(sql)
            await connection.close()
            return rows.map { row in row.values.map { String(databaseCell: $0) ?? "\($0)" } }
        } catch {
            await connection.close()
            throw error
        }
    }

    func execute(_ statement: String) async throws {
        let connection = try await connect()
        try await connection.execute(statement)
        await connection.close()
    }

    /// The events of the outbox, and whether the store was told of each, by the database's own account.
    func delivered() async throws -> [String] {
        try await query(
            """
            SELECT CASE WHEN d.delivered_at IS NULL THEN 'waits' ELSE 'delivered' END FROM migrator_outbox o
            LEFT JOIN migrator_delivery d ON d.event = o.id AND d.target = 'redis' ORDER BY o.id
            """
        ).map { $0[0] }
    }
}

/// Services that run until the body is done.
func running<Result>(
    _ services: [any Service],
    _ body: () async throws -> Result
) async throws -> Result {
    let tasks = services.map { service in Task { try await service.run() } }
    defer { for task in tasks { task.cancel() } }
    let result = try await body()
    for task in tasks { task.cancel() }
    for task in tasks { _ = await task.result }
    return result
}

/// Gathers what comes one by one.
final class Gathered<Element: Sendable>: Sendable {
    private let list = Mutex<[Element]>([])
    var all: [Element] { list.withLock { $0 } }
    func add(_ element: Element) { list.withLock { $0.append(element) } }
}
