import CacheBridge
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres

private func readAndWrite(
    _ postgres: PostgresSessionConfiguration,
    _ fingerprint: Fingerprint,
    _ agent: UUID
) async throws {
    // snippet: schema
    let pool = QueryPool(limit: 8) { try await PostgresSession(postgres) }
    let database = CachedDatabase.ecs(
        CacheConfiguration(fingerprint: fingerprint, channel: .runs),
        connections: pool
    )

    let templates = try await database.agentTemplates(for: [SpiritStyle("fox", "exo"), SpiritStyle("owl", "exo")])
    try await database.write { try await $0.setTrait("speed", .ability, of: agent, to: 0.9) }
    // end
    print(templates.count)
}

private func noteActivity(_ database: CachedDatabase, _ id: UUID) async throws {
    // snippet: write-of-an-agent
    try await database.write { transaction in
        try await transaction.execute(
            "UPDATE agents SET last_activity = CURRENT_TIMESTAMP WHERE id = $1",
            [.uuid(id)],
            touching: ["agents"],
            agents: [id]
        )
    }
    // end
}
