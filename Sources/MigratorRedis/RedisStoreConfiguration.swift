public import CacheBridge

/// The address on which a server listens.
public enum RedisAddress: Hashable, Sendable {
    /// A host by name or number, and a port from 1 to 65535.
    case tcp(host: String, port: Int)
    /// A socket in the file system.
    case unix(path: String)
}

/// How to reach a Redis server, and how long to wait for it.
///
/// Printing a configuration never shows a password.
public struct RedisStoreConfiguration: Hashable, Sendable {
    /// The server's address.
    public var address: RedisAddress
    /// The user; `nil` for the server's default user.
    public var user: String?
    /// The password; `nil` if the server asks for none.
    public var password: String?
    /// The database number; a cluster has 0 only.
    public var database = 0
    /// The name under which `CLIENT LIST` shows the connections; `nil` for none.
    public var clientName: String? = "migrator"
    /// How long connecting may take; looking up the host's name included, the user and database not.
    public var connectTimeout = Duration.milliseconds(50)
    /// How long the server may take over one command, or over all commands of a pipeline together.
    public var commandTimeout = Duration.milliseconds(250)
    /// The time for which a connection trusts the server's identity: a server that becomes a replica keeps its
    /// connections.
    public var identityAge = Duration.milliseconds(500)
    /// How many connections a pool may open.
    public var maxConnections = 20
    /// The size of the largest reply that is taken, in bytes; larger ones end their connection.
    public var maximumReplySize = 64 << 20
    /// The number of elements that all arrays of one reply together may have.
    public var maximumElements = 1 << 20
    /// Whether the system looks, every 15 s, if a silent server is still there; TCP only.
    public var keepsAlive = true

    /// Creates a configuration for a server at an address.
    public init(_ address: RedisAddress) {
        self.address = address
    }

    /// Creates a configuration from a URL.
    ///
    /// `redis://user:password@host:6379/0`, `unix:///path/of/socket?db=0` or `redis+unix://…`; what is left out is
    /// `localhost`, 6379 and 0. What has a meaning in URLs is written as `%` and two hexadecimal digits.
    /// - Throws: `CacheError` with code `.invalidSetting`, or `.unsupported` for `rediss://`.
    public init(url: String) throws(CacheError) {
        guard !url.lowercased().hasPrefix("rediss://") else {
            throw CacheError(
                .unsupported,
                "rediss:// is not supported: hiredis 0.14 has no TLS, and going on in clear text would show the password; "
                    + "reach the server by redis:// through a TLS tunnel on this machine, such as stunnel"
            )
        }
        self.init(try RedisURL(url, variable: "the Redis URL"))
    }

    /// Creates a configuration from a URL that was read.
    init(_ url: RedisURL) {
        switch url.endpoint {
        case .host(let host, let port): self.init(.tcp(host: host, port: port))
        case .unixSocket(let path): self.init(.unix(path: path))
        }
        user = url.user
        password = url.password
        database = url.database
    }

    /// Whether the server is on this machine by its address: a loopback address or a socket in the file system.
    public var isOnThisMachine: Bool {
        switch address {
        case .unix: true
        case .tcp(let host, let port): RedisURL.Endpoint.host(host, port: port).isLocal
        }
    }
}

extension RedisStoreConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The server's address and the number of the database, as a URL without user and password.
    public var description: String {
        switch address {
        case .tcp(let host, let port):
            "redis://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        case .unix(let path): "unix://\(path)?db=\(database)"
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows no more than ``description``, so that `dump` prints no password.
    public var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}
