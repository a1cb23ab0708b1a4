/// A server's description of itself.
package struct RedisServerInfo: Hashable, Sendable {
    /// Whether a server takes writes or follows another one.
    package enum Role: Hashable, Sendable {
        /// Takes writes.
        case master
        /// Follows a master; its link is `connected`, or `connect`, `connecting` or `sync` when it is not.
        case replica(masterHost: String, masterPort: Int, link: String)
        /// Watches other servers and holds no data.
        case sentinel
    }

    /// The role.
    package let role: Role
    /// How far the replication stream goes, in bytes; moves with writes, and by itself with the heartbeat of replicas.
    package let replicationOffset: Int
    /// The id of this run of the server's process: 40 hexadecimal digits, fresh at each start.
    package let runID: String
    /// The id of the server's history: 40 hexadecimal digits, which a replica takes over and a promoted one changes.
    package let masterReplicationID: String
    /// For how long this run has lasted, in whole seconds; zero if the server does not tell.
    package let uptime: Duration
    /// The version of Redis, such as 7.0.15, or the one that Valkey says to be compatible with.
    package let redisVersion: String
    /// The version of Valkey, if it is Valkey.
    package let valkeyVersion: String?
    /// Whether the server is part of a cluster.
    package let isCluster: Bool

    /// Whether the server takes writes.
    package var isMaster: Bool { role == .master }

    /// `INFO` section by section: several in one are for Redis 7, and all of them cost more to make.
    static let commands = [
        RedisCommand("ROLE"), RedisCommand("INFO", "server"), RedisCommand("INFO", "replication"),
        RedisCommand("INFO", "cluster"),
    ]

    /// Reads the replies of ``commands``.
    init(replies: [RedisValue]) throws(RedisError) {
        guard replies.count == Self.commands.count else { throw .wrongReply("ROLE and INFO gave too little") }
        var fields: [String: String] = [:]
        for reply in replies.dropFirst() {
            guard case .bytes(let bytes) = try reply.checked() else { throw .wrongReply("INFO gave no text") }
            fields.merge(Self.fields(String(decoding: bytes, as: UTF8.self))) { $1 }
        }
        (role, replicationOffset) = try Self.role(try replies[0].checked())
        guard let run = fields["run_id"], !run.isEmpty else { throw .wrongReply("INFO tells no run_id") }
        guard let version = fields["redis_version"] else { throw .wrongReply("INFO tells no redis_version") }
        guard let replication = fields["master_replid"] ?? (role == .sentinel ? "" : nil) else {
            throw .wrongReply("INFO tells no master_replid")
        }
        runID = run
        uptime = .seconds(fields["uptime_in_seconds"].flatMap { Int($0) } ?? 0)
        masterReplicationID = replication
        redisVersion = version
        valkeyVersion = fields["valkey_version"]
        isCluster = fields["cluster_enabled"] == "1" || fields["redis_mode"] == "cluster"
    }

    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...])
        }
        return fields
    }

    /// Reads `["master", offset, [replica …]]` or `["slave", host, port, link, offset]`.
    private static func role(_ reply: RedisValue) throws(RedisError) -> (Role, Int) {
        let parts = reply.array ?? []
        switch parts.first?.text {
        case "master":
            guard parts.count >= 2, let offset = parts[1].integer else { break }
            return (.master, offset)
        case "slave", "replica":
            guard parts.count >= 5, let host = parts[1].text, let port = parts[2].integer, let link = parts[3].text,
                let offset = parts[4].integer
            else { break }
            return (.replica(masterHost: host, masterPort: port, link: link), offset)
        case "sentinel": return (.sentinel, 0)
        default: break
        }
        throw .wrongReply("ROLE gave no role that is known")
    }
}
