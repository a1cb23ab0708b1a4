import MigratorBlocking
import Synchronization

/// A session with a server, by hiredis.
///
/// Waits for the server on an executor of its own. It lives once: after a time-out, a cancellation or any other failure
/// it is closed, and each further call fails with `connectionLost`.
package actor RedisConnection {
    /// The result of commands.
    enum Outcome: Sendable {
        case replies([RedisValue])
        /// The server had hung up before anything was sent.
        case stale
        /// Nothing was sent, and the connection is as it was.
        case unused(RedisError)
        case failed(RedisError)
    }

    private let executor: QueueExecutor
    private nonisolated let session = RedisSession()
    private nonisolated let timeout: Duration
    private nonisolated let known = Mutex<(identity: RedisIdentity, moment: ContinuousClock.Instant)?>(nil)

    /// The executor of the connection's own queue.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects to a server, and tells it user and database.
    ///
    /// - Throws: ``RedisError`` with code `cannotConnect`, `authenticationFailed`, `unsupported` (no such database),
    ///   `timedOut`, `busy` or `cancelled`.
    package init(_ configuration: RedisStoreConfiguration) async throws(RedisError) {
        executor = QueueExecutor(label: "migrator.redis")
        timeout = configuration.commandTimeout
        // All properties have values: what follows runs on the executor.
        guard !Task.isCancelled else { throw .cancelled }
        let result = await session.interruptibly { self.open(configuration) }
        try result.get()
    }

    /// Ends the session.
    package func close() {
        session.close()
    }

    /// Sends commands together and returns their replies in their order, errors of the server among them.
    ///
    /// Takes as long as `timeout`, or the configuration's, at the most; then the connection is closed.
    /// - Throws: ``RedisError`` with code `timedOut`, `connectionLost`, `wrongReply`, `cancelled`, or `unsupported` for
    ///   a command that would change the connection.
    package func send(
        _ commands: [RedisCommand],
        timeout: Duration? = nil
    ) async throws(RedisError) -> [RedisValue] {
        for command in commands { try command.check() }
        guard !Task.isCancelled else { throw .cancelled }
        guard !commands.isEmpty else { return [] }
        let deadline = ContinuousClock.now + (timeout ?? self.timeout)
        let outcome = await session.interruptibly { self.exchange(commands, until: deadline) }
        switch outcome {
        case .replies(let replies): return replies
        case .stale: throw .lost("the server hung up")
        case .unused(let error), .failed(let error): throw error
        }
    }

    // MARK: For the pool

    /// Notes the server's identity when this connection asked.
    nonisolated func note(_ identity: RedisIdentity, at moment: ContinuousClock.Instant) {
        known.withLock { $0 = (identity, moment) }
    }

    /// Whether this connection led to a server when it last asked, and that is no longer ago than so much.
    ///
    /// A server that becomes a replica keeps its connections.
    nonisolated func leads(to identity: RedisIdentity, within age: Duration) -> Bool {
        known.withLock { known in
            guard let known else { return false }
            return known.identity == identity && known.moment.duration(to: .now) < age
        }
    }

    /// Sends commands that have been checked, unless the server has hung up since the last ones.
    ///
    /// Only for a caller that has the connection for itself: an answer that a server on this machine gives at once is
    /// taken without going to the connection's executor.
    nonisolated func attempt(_ commands: [RedisCommand], timeout: Duration?) async -> Outcome {
        guard !Task.isCancelled else { return .unused(.cancelled) }
        let deadline = ContinuousClock.now + (timeout ?? self.timeout)
        guard case .over(let outcome) = session.begin(commands) else { return await finish(until: deadline) }
        return outcome
    }

    private func finish(until deadline: ContinuousClock.Instant) async -> Outcome {
        await session.interruptibly { self.settle(until: deadline) }
    }

    // Methods of the actor, as closures that do not use `self` would leave its executor.

    private func settle(until deadline: ContinuousClock.Instant) -> Outcome {
        session.finish(until: deadline)
    }

    private func exchange(_ commands: [RedisCommand], until deadline: ContinuousClock.Instant) -> Outcome {
        session.exchange(commands, until: deadline)
    }

    private func open(_ configuration: RedisStoreConfiguration) -> Result<Void, RedisError> {
        session.open(configuration)
    }
}
