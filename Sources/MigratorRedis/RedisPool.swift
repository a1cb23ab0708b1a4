import Dispatch
import MigratorSystem
import Synchronization

/// Connections to one server, opened when they are needed and kept for the next command.
///
/// A task that finds all of them in use waits for its turn, the first to come first. A connection that failed is
/// replaced at the next command; none is opened in the background, so that a server that is gone costs a command one
/// attempt and a program that asks nothing costs the server nothing.
package final class RedisPool: Sendable {
    /// How to reach the server.
    package let configuration: RedisStoreConfiguration

    private let slots: Mutex<RedisSlots>
    /// The digests that the server gave to scripts, by their sources.
    let digests = Mutex<[ExactText: String]>([:])

    /// Creates a pool; connects to nothing yet.
    package init(_ configuration: RedisStoreConfiguration) {
        self.configuration = configuration
        slots = Mutex(RedisSlots(limit: max(1, configuration.maxConnections)))
    }

    deinit {
        close()
    }

    // MARK: Commands

    /// Runs one command.
    ///
    /// Takes as long as `timeout`, or the configuration's, at the most, and as long again if it has to wait for a
    /// connection.
    /// - Throws: ``RedisError``; the server's error reply, too.
    package func command(_ command: RedisCommand, timeout: Duration? = nil) async throws(RedisError) -> RedisValue {
        try command.check()
        guard let reply = try await run([command], timeout: timeout).first else {
            throw .wrongReply("there is none")
        }
        return try reply.checked()
    }

    /// Runs commands that are sent together, on one connection, and returns their replies in their order.
    ///
    /// A command that fails does not stop the others: its reply is an error. A transaction has its `MULTI` and its
    /// `EXEC` in one call. `timeout` is for all of them together.
    /// - Throws: ``RedisError`` if the replies did not come.
    package func pipeline(
        _ commands: [RedisCommand],
        timeout: Duration? = nil
    ) async throws(RedisError) -> [RedisValue] {
        for command in commands { try command.check() }
        guard !commands.isEmpty else { return [] }
        return try await run(commands, timeout: timeout)
    }

    /// Runs commands on a connection that leads to a server of this identity, or runs nothing.
    ///
    /// What the connection read is believed for `identityAge`; one that is new, or was told something else, asks first.
    /// - Throws: ``RedisError``, with code `serverChanged` if it leads elsewhere.
    func run(
        _ commands: [RedisCommand],
        on demanded: RedisIdentity? = nil,
        timeout: Duration?
    ) async throws(RedisError) -> [RedisValue] {
        let patience = timeout ?? configuration.commandTimeout
        while true {
            let connection = try await take(patience)
            if let demanded, !connection.leads(to: demanded, within: configuration.identityAge) {
                let moment = ContinuousClock.now
                guard let replies = try await attempt(RedisServerInfo.commands, on: connection, timeout) else {
                    continue
                }
                guard try identity(replies, of: connection, at: moment) == demanded else {
                    giveBack(connection)
                    throw .serverChanged
                }
            }
            guard let replies = try await attempt(commands, on: connection, timeout) else { continue }
            giveBack(connection)
            return replies
        }
    }

    /// Runs commands on a connection, which is struck out if it fails; `nil` if nothing was sent.
    private func attempt(
        _ commands: [RedisCommand],
        on connection: RedisConnection,
        _ timeout: Duration?
    ) async throws(RedisError) -> [RedisValue]? {
        switch await connection.attempt(commands, timeout: timeout) {
        case .replies(let replies): return replies
        case .stale:
            // Nothing was sent, so nothing is done twice.
            giveUp()
            return nil
        case .unused(let error):
            giveBack(connection)
            throw error
        case .failed(let error):
            giveUp()
            throw error
        }
    }

    private func identity(
        _ replies: [RedisValue],
        of connection: RedisConnection,
        at moment: ContinuousClock.Instant
    ) throws(RedisError) -> RedisIdentity {
        do throws(RedisError) {
            let identity = try RedisServerInfo(replies: replies).identity
            connection.note(identity, at: moment)
            return identity
        } catch {
            giveBack(connection)
            throw error
        }
    }

    // MARK: Connections

    /// Closes all connections, those in use when their commands are done; tasks that wait fail with `closed`.
    package func close() {
        let (waiters, idle) = slots.withLock { $0.close() }
        for waiter in waiters { waiter.resume(returning: .failure(.closed)) }
        // Closed by going away.
        _ = idle
    }

    /// How many connections are open or being opened.
    package var connectionCount: Int { slots.withLock { $0.count } }

    /// How many tasks wait for a connection.
    package var waitingCount: Int { slots.withLock { $0.waitingCount } }

    private func take(_ patience: Duration) async throws(RedisError) -> RedisConnection {
        var grant = try slots.withLock { slots throws(RedisError) in try slots.take() }
        if case .wait = grant { grant = try await wait(patience) }
        if case .connection(let connection) = grant { return connection }
        do throws(RedisError) {
            return try await RedisConnection(configuration)
        } catch {
            guard error.code != .cancelled else {
                giveUp()
                throw error
            }
            for waiter in slots.withLock({ $0.openingFailed() }) { waiter.resume(returning: .failure(error)) }
            throw error
        }
    }

    private func wait(_ patience: Duration) async throws(RedisError) -> RedisSlots.Grant {
        let id = slots.withLock { $0.nextID() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enqueue(continuation, id, until: .now + patience)
            }
        } onCancel: {
            leave(id, .cancelledWaiting)
        }
        return try result.get()
    }

    private func enqueue(_ waiter: RedisSlots.Waiter, _ id: Int, until deadline: ContinuousClock.Instant) {
        let (grant, isAlarming) = slots.withLock { slots -> (Result<RedisSlots.Grant, RedisError>, Bool) in
            // Asked within the lock: a cancellation from now on finds the task among those that wait.
            guard !Task.isCancelled else { return (.failure(.cancelledWaiting), false) }
            do throws(RedisError) {
                // A connection may have come free meanwhile.
                let grant = try slots.take()
                guard case .wait = grant else { return (.success(grant), false) }
                return (.success(grant), slots.wait(waiter, id, until: deadline))
            } catch {
                return (.failure(error), false)
            }
        }
        if isAlarming { setAlarm(deadline) }
        if case .success(.wait) = grant { return }
        waiter.resume(returning: grant)
    }

    private func setAlarm(_ moment: ContinuousClock.Instant) {
        let nanoseconds = max(0, ContinuousClock.now.duration(to: moment) / .nanoseconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds))) { [weak self] in
            guard let self else { return }
            let (waiters, next) = slots.withLock { $0.expired(at: .now) }
            for waiter in waiters { waiter.resume(returning: .failure(.noSlot)) }
            if let next { setAlarm(next) }
        }
    }

    private func leave(_ id: Int, _ error: RedisError) {
        slots.withLock { $0.leave(id) }?.resume(returning: .failure(error))
    }

    private func giveBack(_ connection: RedisConnection) {
        slots.withLock { $0.giveBack(connection) }?.resume(returning: .success(.connection(connection)))
    }

    private func giveUp() {
        slots.withLock { $0.giveUp() }?.resume(returning: .success(.permit))
    }
}

extension RedisError {
    fileprivate static let cancelledWaiting = RedisError(
        .cancelled,
        "the task was cancelled while it waited for a connection to Redis"
    )

    fileprivate static let noSlot = RedisError(
        .timedOut,
        "all connections to Redis are in use, and none became free in time; REDIS_MAX_CONNECTIONS sets how many there are"
    )
}
