import CacheBridge
import MigratorRedis
import MigratorTestSupport
import Synchronization

/// Hears what is published of some revisions, and looks at once whether a new connection sees it.
final class Listener: Sendable {
    struct Heard: Sendable {
        var event: InvalidationEvent
        /// Whether the event's step could be seen when it was heard of.
        var wasThere: Bool
    }

    private struct State {
        var heard: [Heard] = []
        var pong = ""
    }

    private let subscription: any RemoteSubscription
    private let state = Mutex(State())

    private init(_ subscription: any RemoteSubscription) {
        self.subscription = subscription
    }

    /// Listens while a body runs.
    static func during<Result>(
        _ store: RedisStore,
        to prefix: String,
        isThere: @escaping @Sendable (_ uuid: String) async throws -> Bool,
        _ body: (Listener) async throws -> Result
    ) async throws -> Result {
        let listener = Listener(try await store.subscribe(to: "ecs:invalidate"))
        let task = Task { try await listener.listen(prefix, isThere) }
        do {
            let result = try await body(listener)
            await listener.subscription.close()
            _ = await task.result
            return result
        } catch {
            await listener.subscription.close()
            throw error
        }
    }

    private func listen(_ prefix: String, _ isThere: (String) async throws -> Bool) async throws {
        while true {
            switch try await subscription.next() {
            case .message(let json):
                let event = try InvalidationEvent(json: json)
                guard event.revision?.hasPrefix(prefix) == true else { continue }
                let wasThere = try await isThere(event.uuid)
                state.withLock { $0.heard.append(Heard(event: event, wasThere: wasThere)) }
            case .pong(let text): state.withLock { $0.pong = text }
            }
        }
    }

    /// All that was published until now, in order.
    func heard() async throws -> [Heard] {
        let name = Token().description
        try await subscription.ping(name)
        try await poll(for: "the answer behind all messages") { state.withLock { $0.pong == name } }
        return state.withLock { $0.heard }
    }
}
