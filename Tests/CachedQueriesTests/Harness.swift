import CacheBridge
import CacheTestKit
import CachedQueries
import Foundation
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport

/// The database that a test runs on; PostgreSQL only where there is a server.
enum Kind: String, CaseIterable {
    case sqlite, postgres

    static let there: [Kind] = PostgresServer.isThere ? [.sqlite, .postgres] : [.sqlite]
}

/// A row of an application's own table.
struct Product: CachedRecord {
    static let table = RecordTable(
        "products",
        columns: [
            .init("id", "uuid"), .init("name", "text"), .init("price", "double?"),
            .init("created_at", "timestampTZ?", moment: .creation),
            .init("updated_at", "timestampTZ?", moment: .change),
        ]
    )
    static let blank = Product(name: "")

    var id = UUID()
    var name: String
    var price: Double?
    var createdAt: Timestamp?
    var updatedAt: Timestamp?

    init(name: String, price: Double? = nil) {
        self.name = name
        self.price = price
    }

    mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("name", &name)
        try columns.column("price", &price)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
    }
}

/// The application's queries: one that is invalidated by entity, and one over the whole table.
enum ShopQueries {
    static let products = CachedQuery<UUID, Product>(
        "by_id",
        in: Namespace("shop_products", timeToLive: .seconds(300), coherence: .perEntity, owner: .application),
        reads: ["products"],
        format: .one,
        entity: { $0.text },
        loadMany: { connection, ids in
            let rows = try await Product.rows(on: connection, where: "t.id", "uuid", isAmong: ids.map(\.text))
            return Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
        }
    )

    static let count = CachedQuery(namespace: "shop_count", reads: ["products"], timeToLive: .seconds(60)) {
        (connection, _: WholeTable) -> Int? in
        try await connection.query("SELECT count(*) AS n FROM products").first?.get("n")
    }
}

/// A database with an application's own table, which no engine has migrated.
struct Shop {
    let connect: @Sendable () async throws -> any DatabaseConnection

    /// Lends a database to a body.
    static func on(_ kind: Kind, _ body: (Shop) async throws -> Void) async throws {
        switch kind {
        case .sqlite:
            let folder = TemporaryFolder("shop")
            let path = "\(folder.path)/shop.db"
            let shop = Shop { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
            try await shop.makeTable("text", "text")
            try await body(shop)
            withExtendedLifetime(folder) {}
        default:
            try await PostgresServer.withDatabase { database in
                let shop = Shop { try await database.connect() }
                try await shop.makeTable("uuid", "timestamptz")
                try await body(shop)
            }
        }
    }

    private func makeTable(_ id: String, _ moment: String) async throws {
        let connection = try await connect()
        try await connection.execute(
            """
            CREATE TABLE products (
                id \(id) PRIMARY KEY, name text NOT NULL UNIQUE, price double precision,
                created_at \(moment) DEFAULT CURRENT_TIMESTAMP, updated_at \(moment) DEFAULT CURRENT_TIMESTAMP)
            """
        )
        await connection.close()
    }

    /// What a cache of the database is made of.
    var configuration: CacheConfiguration {
        var configuration = CacheConfiguration(
            fingerprint: Fingerprint(identity: "shop", place: []),
            channel: .runs
        )
        configuration.clock = ManualClock()
        configuration.random = { 1 }
        return configuration
    }

    /// The database as one process has it.
    func open() -> CachedDatabase {
        CachedDatabase(
            configuration,
            connections: QueryPool(limit: 2, connect: connect),
            queries: [ShopQueries.products, ShopQueries.count]
        )
    }
}

extension CachedDatabase {
    /// How many products there are.
    var productCount: Int? {
        get async throws { try await value(of: ShopQueries.count, for: WholeTable()) }
    }

    /// How often products were asked of the database.
    var productLoads: Int { cache.statistics.namespaces["shop_products"]?.loads ?? 0 }
}
