import CachedQueries
import ECSSchema
import Hummingbird
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What may be changed: each request is a transaction that makes stale what it writes.
extension Routes {
    func addWrites(to router: Router<BasicRequestContext>) {
        router.put("config/:key") { request, context in
            let key = try context.text("key")
            let value = try await request.json(upTo: context.maxUploadSize)
            return await answer { database in
                try await database.write { transaction in
                    let old = try await transaction.database.namingConfig(key)
                    return try await transaction.save(
                        NamingConfig(key: key, value: value, description: old?.description, enabled: old?.enabled)
                    )
                }
            }
        }
        router.put("agents/:id") { request, context in
            let id = try context.uuid("id")
            let body = try await request.decode(as: AgentBody.self, context: context)
            return await answer { database in try await database.write { try await $0.save(body.agent(id)) } }
        }
        router.put("agents/:id/position") { request, context in
            let id = try context.uuid("id")
            let body = try await request.decode(as: PositionBody.self, context: context)
            return await answer { try await $0.move(to: AgentPosition(agentID: id, x: body.x, y: body.y)) }
        }
    }
}

/// What is said of an agent.
private struct AgentBody: Decodable {
    var agentID: String
    var name: String
    var spirit: String
    var style: String
    var generation: Int?
    var active: Bool?

    func agent(_ id: UUID) -> Agent {
        Agent(
            id: id,
            agentID: agentID,
            name: name,
            spirit: spirit,
            style: style,
            generation: generation,
            active: active
        )
    }
}

/// Where an agent is to be.
private struct PositionBody: Decodable {
    var x: Double
    var y: Double
}

/// Any JSON document.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) {}
}

extension Request {
    /// The body as the JSON document that it is.
    fileprivate func json(upTo limit: Int) async throws -> JSONText {
        let text = String(buffer: try await body.collect(upTo: limit))
        guard (try? JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))) != nil else {
            throw HTTPError(.badRequest, message: "the body is no JSON document")
        }
        return JSONText(text)
    }
}
