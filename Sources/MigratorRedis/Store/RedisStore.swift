public import CacheBridge

/// The store that processes share, in Redis.
///
/// Each call is one round trip of one connection of the pool, and one more where it is the first to need a script. A
/// cluster is refused, as it would not let scripts and statistics touch keys of several slots; and so is a Sentinel,
/// which holds no data.
public final class RedisStore: RemoteStore {
    /// The configured name of this deployment.
    public let name: String
    /// The connections that calls use; subscriptions have their own.
    package let pool: RedisPool

    /// Creates a store; connects to nothing yet.
    public init(_ configuration: RedisStoreConfiguration, name: String = "redis") {
        self.name = name
        pool = RedisPool(configuration)
    }

    /// Creates a store in the database that the settings give an owner's namespaces.
    public convenience init(_ settings: CacheSettings, for owner: Namespace.Owner, name: String = "redis") {
        self.init(RedisStoreConfiguration(settings, for: owner), name: name)
    }

    /// Closes all connections.
    public func close() {
        pool.close()
    }

    /// The server's present identity.
    public func identify() async throws(CacheError) -> RemoteIdentity {
        RemoteIdentity(try await info().identity)
    }

    /// For how long the server's process has run, in whole seconds.
    public func uptime() async throws(CacheError) -> Duration {
        try await info().uptime
    }

    private func info() async throws(CacheError) -> RedisServerInfo {
        try await translated { () async throws(RedisError) in
            let info = try RedisServerInfo(replies: try await pool.run(RedisServerInfo.commands, timeout: nil))
            guard !info.isCluster else {
                throw RedisError(
                    .unsupported,
                    "\(pool.configuration) is a Redis Cluster, which is not supported yet; name a server that is none"
                )
            }
            guard info.role != .sentinel else {
                throw RedisError(
                    .unsupported,
                    "\(pool.configuration) is a Redis Sentinel, which holds no data; name the server that it watches"
                )
            }
            return info
        }
    }

    // MARK: Commands

    /// Runs a body of Redis' errors.
    func translated<Result>(
        _ body: () async throws(RedisError) -> Result
    ) async throws(CacheError) -> Result {
        do throws(RedisError) {
            return try await body()
        } catch {
            throw CacheError(error, name)
        }
    }

    /// Sends commands together; any that the server refused is an error.
    func run(_ commands: [RedisCommand], on identity: RemoteIdentity? = nil) async throws(CacheError) -> [RedisValue] {
        guard !commands.isEmpty else { return [] }
        return try await translated { () async throws(RedisError) in
            let replies = try await pool.run(commands, on: identity.map(RedisIdentity.init), timeout: nil)
            for reply in replies { _ = try reply.checked() }
            return replies
        }
    }

    /// Sends one command.
    @discardableResult
    func run(_ command: RedisCommand) async throws(CacheError) -> RedisValue {
        guard let reply = try await run([command]).first else { throw unexpected("a command") }
        return reply
    }

    func unexpected(_ what: String) -> CacheError {
        CacheError(.unexpectedReply, "\(name) answered \(what) with something that the protocol does not know")
    }
}

extension RedisStoreConfiguration {
    /// The configuration that the settings describe, for the namespaces of an owner.
    public init(_ settings: CacheSettings, for owner: Namespace.Owner) {
        self.init(settings.redisURL)
        database = settings.database(of: owner)
        maxConnections = settings.redisMaxConnections
        connectTimeout = settings.connectTimeout
        commandTimeout = settings.commandTimeout
        identityAge = settings.lease
    }
}

extension RemoteIdentity {
    init(_ identity: RedisIdentity) {
        self.init(
            isPrimary: identity.isMaster,
            runID: identity.runID,
            replicationID: identity.masterReplicationID
        )
    }
}

extension RedisIdentity {
    init(_ identity: RemoteIdentity) {
        self.init(
            isMaster: identity.isPrimary,
            runID: identity.runID,
            masterReplicationID: identity.replicationID
        )
    }
}
