import CacheBridge
import CachedQueries
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres

private func askForAPrice(_ postgres: PostgresSessionConfiguration, _ fingerprint: Fingerprint) async throws {
    // snippet: cached-queries
    let prices = CachedQuery(namespace: "prices", reads: ["products"], timeToLive: .seconds(60)) {
        (connection, name: String) -> Double? in
        try await connection.query("SELECT price FROM products WHERE name = $1", [.text(name)]).first?.get("price")
    }
    let pool = QueryPool(limit: 8) { try await PostgresSession(postgres) }
    let database = CachedDatabase(
        CacheConfiguration(fingerprint: fingerprint, channel: .runs),
        connections: pool,
        queries: [prices]
    )
    let price = try await database.value(of: prices, for: "tea")
    // end
    print(price ?? 0)
}

private func askAnOwnQuery(_ configuration: CacheConfiguration, _ pool: QueryPool) async throws {
    // snippet: own-query
    let names = CachedQuery(namespace: "product_names", reads: ["products"], timeToLive: .seconds(60)) {
        (connection, category: String) -> [String]? in
        try await connection.query("SELECT name FROM products WHERE category = $1", [.text(category)])
            .map { try $0.get("name") }
    }
    // end
    // snippet: asking-an-own-query
    let database = CachedDatabase(configuration, connections: pool, queries: [names])
    let drinks = try await database.value(of: names, for: "drinks")
    // end
    print(drinks ?? [])
}

private func askForSeveral(_ configuration: CacheConfiguration, _ pool: QueryPool) async throws {
    // snippet: several-keys
    let counts = CachedQuery<String, Int>(
        "by_category",
        in: Namespace("product_counts", timeToLive: .seconds(60), owner: .application),
        reads: ["products"],
        format: .record(RecordShape("count"))
    ) { connection, categories in
        // What is left out of the result has no answer.
        var answers: [String: Int] = [:]
        for row in try await connection.query("SELECT category, count(*) AS n FROM products GROUP BY category") {
            let category: String = try row.get("category")
            if categories.contains(category) { answers[category] = try row.get("n") }
        }
        return answers
    }
    let database = CachedDatabase(configuration, connections: pool, queries: [counts])
    let found = try await database.values(of: counts, for: ["drinks", "sweets"])
    // end
    print(found)
}

private func writePastTheMethods(_ database: CachedDatabase) async throws {
    // snippet: own-write
    try await database.write { transaction in
        try await transaction.execute(
            "UPDATE products SET price = price + 1 WHERE id = $1",
            [.int(17)],
            touching: ["products"],
            entities: ["17"]
        )
    }
    // end
}
