import CacheBridge
import CachedQueries
import ECSSchema
import MigratorDatabase
// The whole of it: FoundationEssentials does not decode percents.
import Foundation
import Hummingbird
import MigratorService

/// What the server answers.
struct Routes: Sendable {
    private let served: ServedDatabase
    private let caches: CacheService
    private let migrations: MigrationService

    init(_ served: ServedDatabase, _ caches: CacheService, _ migrations: MigrationService) {
        self.served = served
        self.caches = caches
        self.migrations = migrations
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("health") { _, _ in Health(migrations.readiness).response() }
        router.get("metrics") { _, _ in await metrics() }
        router.get("spirits") { _, _ in await answer { try await $0.namingSpirits() } }
        router.get("components/:type") { _, context in
            let type = try context.text("type")
            return await answer { try await $0.namingComponents(ofType: type) }
        }
        router.get("config") { _, _ in await answer { try await $0.namingConfig() } }
        router.get("config/:key") { _, context in
            let key = try context.text("key")
            return await answer { try await $0.namingConfig(key) }
        }
        router.get("templates/:spirit/:style") { _, context in
            let spirit = try context.text("spirit")
            let style = try context.text("style")
            return await answer { try await $0.agentTemplate(spirit: spirit, style: style) }
        }
        router.get("traits/:spirit") { _, context in
            let spirit = try context.text("spirit")
            return await answer { try await $0.traitCombinations(ofSpirit: spirit) }
        }
        router.get("agents/:id") { _, context in
            let id = try context.uuid("id")
            return await answer { try await $0.agent(id) }
        }
        router.get("agents/:id/position") { _, context in
            let id = try context.uuid("id")
            return await answer { try await $0.position(of: id) }
        }
        addWrites(to: router)
        return router
    }

    /// The answer of a query or a write; before the database is ready there is none.
    func answer<Value: Encodable>(_ query: (CachedDatabase) async throws -> Value?) async -> Response {
        let readiness = migrations.readiness
        guard readiness.isReady else { return .unavailable(readiness.description) }
        guard let database = served.current else { return .unavailable("the database has no name yet") }
        do {
            guard let value = try await query(database) else {
                return .json(["error": "there is none of this name"], status: .notFound)
            }
            return .json(value)
        } catch let error as DatabaseFailure {
            switch error.code {
            case .undefinedObject:
                return .unavailable("\(error.message); a revision makes it: run 'migrator upgrade head'")
            case .foreignKeyViolation, .uniqueViolation:
                return .json(["error": error.message], status: .conflict)
            case .tooBig:
                return .json(["error": error.message], status: .badRequest)
            default: return .unavailable(error.message)
            }
        } catch {
            return .json(["error": "\(error)"], status: .internalServerError)
        }
    }

    private func metrics() async -> Response {
        var text = MetricsText()
        text.add(migrations.readiness)
        if let cache = caches.cache {
            text.add(caches.statistics)
            text.add(await cache.stores())
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text.text))
        )
    }
}

extension BasicRequestContext {
    /// A part of the path as it was meant: `%20` is a space.
    func text(_ name: String) throws -> String {
        let part = try parameters.require(name)
        guard let text = part.removingPercentEncoding else {
            throw HTTPError(.badRequest, message: "this part of the path cannot be read: write UTF-8, percent-encoded")
        }
        return text
    }

    /// A part of the path that is an id.
    func uuid(_ name: String) throws -> UUID {
        guard let id = UUID(uuidString: try text(name)) else {
            throw HTTPError(.badRequest, message: "this part of the path is no UUID")
        }
        return id
    }
}

extension Response {
    /// A value as JSON with sorted names.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return Response(status: .internalServerError) }
        return Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
    }

    /// Not yet: come again in a second.
    static func unavailable(_ reason: String) -> Response {
        var response = json(["error": reason], status: .serviceUnavailable)
        response.headers[.retryAfter] = "1"
        return response
    }
}
