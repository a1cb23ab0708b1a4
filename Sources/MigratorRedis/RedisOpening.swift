import CMigratorHiredis
import MigratorBlocking

/// Opens links: connects, then tells the server user, database and name in one go.
enum RedisOpening {
    static func open(
        _ configuration: RedisStoreConfiguration,
        _ interrupter: PipeInterrupter
    ) throws(RedisError) -> RedisLink {
        let link = try connect(configuration, interrupter)
        try greet(link, configuration)
        return link
    }

    // MARK: Connecting

    private static func connect(
        _ configuration: RedisStoreConfiguration,
        _ interrupter: PipeInterrupter
    ) throws(RedisError) -> RedisLink {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let context: UnsafeMutablePointer<redisContext>?
        switch configuration.address {
        case .unix(let path): context = migrator_redis_connect(nil, 0, path)
        case .tcp(let host, let port):
            let address = try RedisResolver.shared.address(of: host, until: deadline)
            context = migrator_redis_connect(address, Int32(port), nil)
        }
        guard let context else { throw RedisError(.cannotConnect, "no memory is left for a connection to Redis") }
        do throws(RedisError) {
            try wait(for: context, configuration, interrupter, until: deadline)
        } catch {
            redisFree(context)
            throw error
        }
        // Before the socket is connected this fails on some systems; without it a silent server is noticed later.
        if case .tcp = configuration.address, configuration.keepsAlive { redisEnableKeepAlive(context) }
        // If it cannot be limited it stays as it is, and waits for nothing.
        _ = migrator_redis_limit_waiting(context.pointee.fd)
        return try RedisLink(socket: redisFreeKeepFd(context), configuration, interrupter)
    }

    private static func wait(
        for context: UnsafeMutablePointer<redisContext>,
        _ configuration: RedisStoreConfiguration,
        _ interrupter: PipeInterrupter,
        until deadline: ContinuousClock.Instant
    ) throws(RedisError) {
        guard context.pointee.err == 0 else {
            let said = withUnsafeBytes(of: &context.pointee.errstr) { text in
                String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            }
            throw cannotConnect(configuration, said, isRefused: migrator_redis_says_refused(said) != 0)
        }
        while true {
            let (seconds, attoseconds) = ContinuousClock.now.duration(to: deadline).components
            let left = min(60, seconds) * 1_000_000_000 + attoseconds / 1_000_000_000
            guard left > 0 else {
                throw cannotConnect(configuration, RedisError.unanswered + "\(configuration.connectTimeout)")
            }
            let ready = migrator_redis_wait(context.pointee.fd, 1, interrupter.descriptor, left)
            guard ready & 2 == 0 else { throw .cancelled }
            guard ready != 0 else { continue }
            let error = migrator_redis_connect_result(context.pointee.fd)
            guard error != 0 else { return }
            let reason = migrator_redis_reason(error).map { String(cString: $0) } ?? ""
            throw cannotConnect(configuration, reason, isRefused: migrator_redis_is_refused(error) != 0)
        }
    }

    private static func cannotConnect(
        _ configuration: RedisStoreConfiguration,
        _ reason: String,
        isRefused: Bool = false
    ) -> RedisError {
        RedisError(cannotConnect: "no connection to \(configuration): \(reason)", isRefused: isRefused)
    }

    // MARK: User and database

    private static func greet(_ link: RedisLink, _ configuration: RedisStoreConfiguration) throws(RedisError) {
        var commands: [RedisCommand] = []
        if let password = configuration.password {
            var command = RedisCommand("AUTH")
            if let user = configuration.user { command.append(user) }
            command.append(password)
            commands.append(command)
        }
        if configuration.database != 0 { commands.append(RedisCommand("SELECT", String(configuration.database))) }
        if let name = configuration.clientName { commands.append(RedisCommand("CLIENT", "SETNAME", name)) }
        guard !commands.isEmpty else { return }
        let replies = try link.exchange(commands, until: .now + configuration.commandTimeout)
        for (command, reply) in zip(commands, replies) {
            guard case .error(let error) = reply else { continue }
            // The name is for people that look at the server; a user may be forbidden to set one.
            if command.name == "CLIENT", error.code != .authenticationFailed { continue }
            let isCluster = command.name == "SELECT" && isCluster(link, configuration)
            link.close()
            throw refusal(error, of: command.name, configuration, isCluster: isCluster)
        }
    }

    /// Whether the server is of a cluster; what it answers to SELECT differs between Redis and Valkey.
    private static func isCluster(_ link: RedisLink, _ configuration: RedisStoreConfiguration) -> Bool {
        let asked = try? link.exchange([RedisCommand("INFO", "cluster")], until: .now + configuration.commandTimeout)
        return asked?.first?.text?.contains("cluster_enabled:1") ?? false
    }

    private static func refusal(
        _ error: RedisError,
        of name: String,
        _ configuration: RedisStoreConfiguration,
        isCluster: Bool
    ) -> RedisError {
        guard !error.isTransient else { return error }
        switch name {
        case "AUTH":
            // The server's answer is not repeated, as it may hold anything.
            return RedisError(
                .authenticationFailed,
                "\(configuration) refused the user or the password of the configuration",
                kind: error.kind
            )
        case "SELECT" where isCluster:
            return RedisError(
                .unsupported,
                "\(configuration) is a Redis Cluster, which has no database numbers and cannot keep caches yet; "
                    + "name a server that is none",
                kind: error.kind
            )
        case "SELECT" where error.code == .server:
            return RedisError(
                .unsupported,
                "\(configuration) has no database \(configuration.database)",
                kind: error.kind
            )
        case _ where error.code == .authenticationFailed:
            return RedisError(
                .authenticationFailed,
                "\(configuration) wants a password, and the configuration has none",
                kind: error.kind
            )
        default: return error
        }
    }
}
