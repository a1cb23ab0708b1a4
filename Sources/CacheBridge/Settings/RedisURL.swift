/// The address of a Redis: `redis://[user[:password]@]host[:port][/number]` or
/// `unix://[user:password@]/path[?db=number]`.
///
/// Its description never holds the password.
public struct RedisURL: Sendable, Hashable {
    /// The machine, or the path of a unix socket.
    public var endpoint: Endpoint = .host("localhost", port: 6379)
    /// The name to log in with, if one is given.
    public var user: String?
    /// The password to log in with, if one is given.
    public var password: String?
    /// The number of the database, 0 to 65535.
    public var database = 0

    /// How a Redis is reached.
    public enum Endpoint: Sendable, Hashable {
        /// A name or an address, and a port.
        case host(String, port: Int)
        /// The path of a unix socket.
        case unixSocket(String)
    }

    /// Redis on this machine at its usual port.
    public init() {}

    /// Reads a URL.
    ///
    /// What has a meaning in URLs is written as `%` and two hexadecimal digits.
    /// - Throws: `CacheError` with code `.invalidSetting`; its message holds the variable's name and no part of the
    ///   URL, as any of them may turn out to be a piece of the password.
    public init(_ text: String, variable: String = "REDIS_URL") throws(CacheError) {
        do throws(Malformed) {
            try read(text)
        } catch {
            throw SettingReader.invalid(variable, "is malformed: \(error.reason)")
        }
    }
}

extension RedisURL.Endpoint {
    /// Whether this is on this machine: loopback or a unix socket.
    public var isLocal: Bool {
        switch self {
        case .unixSocket: true
        case .host(let name, _):
            name.lowercased() == "localhost" || name == "::1" || Self.isLoopback(name)
        }
    }

    private static func isLoopback(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && parts.first == 127 && !parts.contains(nil)
    }
}

extension RedisURL: CustomStringConvertible, CustomDebugStringConvertible {
    /// The URL without its password.
    public var description: String {
        let login = user.map { "\($0)@" } ?? ""
        switch endpoint {
        case .host(let name, let port):
            return "redis://\(login)\(name.contains(":") ? "[\(name)]" : name):\(port)/\(database)"
        case .unixSocket(let path): return "unix://\(login)\(path)?db=\(database)"
        }
    }

    /// The URL without its password.
    public var debugDescription: String { description }
}
