import CMigratorHiredis
import CacheBridge
import MigratorBlocking
import Synchronization

/// One channel over one connection, which lives once.
///
/// Only this actor's own thread reads; pings are sent from the caller's thread, over a descriptor of their own.
actor RedisSubscription: RemoteSubscription {
    private let executor = QueueExecutor(label: "migrator.redis.subscription")
    private nonisolated let signal = PipeInterrupter()
    private nonisolated let store: String
    private nonisolated let sender = Mutex<Int32>(-1)
    private nonisolated let known = Mutex<RemoteIdentity?>(nil)
    private let channel: String
    private let limit: Duration
    private var link: RedisLink?
    private var early: [RedisValue] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The server's identity when this connection was opened.
    nonisolated var identity: RemoteIdentity {
        known.withLock { $0 } ?? RemoteIdentity(isPrimary: false, runID: "", replicationID: "")
    }

    /// Connects, asks for the server's identity, and subscribes.
    init(_ configuration: RedisStoreConfiguration, channel: String, store: String) async throws(RedisError) {
        self.channel = channel
        self.store = store
        limit = configuration.commandTimeout
        // For as long as it lives: what is cancelled once is over.
        signal.begin()
        let result = await withTaskCancellationHandler {
            self.open(configuration)
        } onCancel: {
            self.signal.cancel()
        }
        try result.get()
    }

    deinit {
        sender.withLock { if $0 >= 0 { migrator_redis_close($0) } }
    }

    private func open(_ configuration: RedisStoreConfiguration) -> Result<Void, RedisError> {
        do throws(RedisError) {
            let link = try RedisOpening.open(configuration, signal)
            let deadline = ContinuousClock.now + limit
            let info = try RedisServerInfo(replies: try link.exchange(RedisServerInfo.commands, until: deadline))
            try link.start([RedisCommand("SUBSCRIBE", channel)])
            while true {
                guard let reply = try link.next(until: deadline)?.checked() else {
                    throw RedisError(.timedOut, "Redis did not confirm the subscription in time")
                }
                if reply.array?.first?.text == "subscribe" { break }
                early.append(reply)
            }
            known.withLock { $0 = RemoteIdentity(info.identity) }
            sender.withLock { $0 = migrator_redis_duplicate(link.socket) }
            self.link = link
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    nonisolated func ping(_ text: String) async throws(CacheError) {
        let command: RedisBuffer
        do throws(RedisError) {
            command = try RedisBuffer([RedisCommand("PING", text)])
        } catch {
            throw CacheError(error, store)
        }
        let bytes = command.bytes
        let count = sender.withLock { socket in
            socket < 0 || signal.isCancelled ? -1 : migrator_redis_send(socket, bytes.baseAddress, bytes.count)
        }
        // A server that does not even take that much is not one to wait for.
        guard count == bytes.count else {
            signal.cancel()
            throw CacheError(.connectionLost, "\(store): the subscription is broken")
        }
    }

    nonisolated func next() async throws(CacheError) -> SubscriptionEvent {
        let result = await withTaskCancellationHandler {
            await self.wait()
        } onCancel: {
            self.signal.cancel()
        }
        do throws(RedisError) {
            return try result.get()
        } catch {
            throw CacheError(error, store)
        }
    }

    private func wait() -> Result<SubscriptionEvent, RedisError> {
        do throws(RedisError) {
            while true {
                guard let link, !signal.isCancelled else { throw .closed }
                let reply: RedisValue
                if !early.isEmpty {
                    reply = early.removeFirst()
                } else {
                    guard let next = try link.next(until: .now + .seconds(60)) else { continue }
                    reply = next
                }
                return .success(try event(try reply.checked()))
            }
        } catch {
            signal.cancel()
            link?.close()
            link = nil
            return .failure(error)
        }
    }

    private func event(_ reply: RedisValue) throws(RedisError) -> SubscriptionEvent {
        let parts = reply.array ?? []
        switch parts.first?.text {
        case "message" where parts.count == 3:
            if let payload = parts[2].bytes { return .message(payload) }
        case "pong" where parts.count == 2:
            if let text = parts[1].text { return .pong(text) }
        default: break
        }
        throw .wrongReply("a subscription got something that is neither a message nor an answer to a ping")
    }

    nonisolated func close() async {
        signal.cancel()
        await hangUp()
    }

    private func hangUp() {
        link?.close()
        link = nil
        sender.withLock { socket in
            if socket >= 0 { migrator_redis_close(socket) }
            socket = -1
        }
    }
}
