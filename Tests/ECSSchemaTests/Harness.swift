import AgentsMigrations
import CacheBridge
import CacheTestKit
import ECSMigrations
import ECSSchema
import Foundation
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestKit
import MigratorTestSupport
import NamingMigrations
import Synchronization
import Testing

@testable import CachedQueries

/// The database that a test runs on; PostgreSQL only where there is a server.
enum Kind: String, CaseIterable {
    case sqlite, postgres

    static let there: [Kind] = PostgresServer.isThere ? [.sqlite, .postgres] : [.sqlite]
}

/// What went over connections.
final class StatementLog: Sendable {
    private let statements = Mutex<[String]>([])
    /// Awaited by each query before it returns, once it has its rows.
    let afterQuery = Mutex<(@Sendable () async -> Void)?>(nil)
    /// What the server would say of itself.
    let isStandby = Mutex(false)
    let failsAtCommit = Mutex(false)

    var all: [String] { statements.withLock { $0 } }
    var count: Int { all.count }

    func note(_ sql: String) { statements.withLock { $0.append(sql) } }

    /// The statements of a body.
    func during(_ body: () async throws -> Void) async throws -> [String] {
        let before = count
        try await body()
        return Array(all.dropFirst(before))
    }
}

/// A migrated database, with as many processes over it as a test wants.
struct Bench {
    static let history = Result {
        try RevisionHistory(
            [NamingMigrations.revisions, ECSMigrations.revisions, AgentsMigrations.revisions].map {
                .compiled($0)
            }
        )
    }

    let connect: @Sendable () async throws -> any DatabaseConnection

    /// Lends a migrated database to a body.
    static func on(_ kind: Kind, _ body: (Bench) async throws -> Void) async throws {
        let databases = try (kind == .sqlite ? files : servers).get()
        try await databases.withDatabase { database in
            try await body(Bench { try await database.open() })
        }
    }

    private static let files = Result {
        MigratedDatabases(revisions: try history.get()) { path in
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private static let servers = Result {
        MigratedDatabases(revisions: try history.get(), server: try PostgresServer.url.map { try DatabaseURL($0) }) {
            url in
            try await PostgresSession(PostgresSessionConfiguration(url))
        }
    }
}

/// One process: a pool whose statements are counted, and a cache of its own.
struct Process {
    let log = StatementLog()
    let pool: QueryPool
    let database: CachedDatabase

    init(
        _ bench: Bench,
        store: InProcessStore? = nil,
        clock: any CacheClock = ManualClock(),
        queries: [any CacheableQuery] = [],
        outbox: any OutboxWriter = NoOutbox()
    ) {
        let log = log
        pool = QueryPool(limit: 3) { CountingConnection(try await bench.connect(), log) }
        var configuration = CacheConfiguration(
            fingerprint: Fingerprint(identity: "test", place: []),
            namespaces: Namespace.ecs,
            channel: .runs
        )
        configuration.remote = store
        configuration.clock = clock
        configuration.random = { 1 }
        database = CachedDatabase.ecs(configuration, connections: pool, queries: queries, outbox: outbox)
    }

    /// Makes all connections known to be the primary's, so that what follows is queries alone.
    func settle() async throws {
        _ = try await database.access()
        for _ in 0..<2 { _ = try await pool.withConnection { try await database.standbys.note($0) } }
    }
}

enum Samples {
    static func spirit(_ name: String) -> NamingSpirit {
        NamingSpirit(
            name: name,
            category: "tests",
            description: "made up",
            emoji: "🦊",
            generationNumbers: [1, 2, 3],
            traits: ["quick \"and\" bright", "sly"],
            baseNames: [],
            customData: JSONText(#"{"a": [1, null]}"#)
        )
    }

    static func component(_ type: String, _ name: String) -> NamingComponent {
        NamingComponent(type: type, name: name, value: name.uppercased())
    }

    static func template(_ spirit: String, _ style: String) -> AgentTemplate {
        AgentTemplate(spirit: spirit, style: style, namePattern: "{suffix}", suffix: "Prime", traits: ["sly"])
    }

    static func agent(_ name: String) -> Agent {
        Agent(agentID: name, name: name, spirit: "fox", style: "exo", generation: 7, active: true)
    }
}
