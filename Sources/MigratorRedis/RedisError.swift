/// Why a command got no answer, or what a server said instead of one.
///
/// No message holds a password, a key or a value.
public struct RedisError: Error, Hashable, Sendable {
    /// What kind of failure this is.
    public let code: Code
    /// What happened and what to do about it.
    public let message: String
    /// The first word of a server's error reply, such as `WRONGTYPE`, if it was one.
    public let kind: String?
    /// Whether nothing listens where the server should be.
    let isRefused: Bool

    /// Creates an error.
    public init(_ code: Code, _ message: String, kind: String? = nil) {
        self.code = code
        self.message = message
        self.kind = kind
        isRefused = false
    }
}

extension RedisError {
    /// No connection could be made.
    init(cannotConnect message: String, isRefused: Bool) {
        code = .cannotConnect
        self.message = message
        kind = nil
        self.isRefused = isRefused
    }
}

extension RedisError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension RedisError {
    /// The kinds of failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String {
            case malformedURL, unsupported, cannotConnect, timedOut, connectionLost, cancelled, closed
            case authenticationFailed, notPermitted, noScript, outOfMemory, readOnlyReplica, loading, busy, masterDown
            case wrongType, wrongReply, server, serverChanged
        }

        private let name: Name

        /// A URL cannot be read; the message names the part.
        public static let malformedURL = Code(name: .malformedURL)
        /// Neither the library, nor the driver, nor this server can do what was asked for.
        public static let unsupported = Code(name: .unsupported)
        /// No connection could be made.
        public static let cannotConnect = Code(name: .cannotConnect)
        /// The server did not answer in time, or no connection of the pool became free in time.
        public static let timedOut = Code(name: .timedOut)
        /// The connection broke; whether the server ran the commands is not known.
        public static let connectionLost = Code(name: .connectionLost)
        /// The task was cancelled; whether the server ran the commands is not known.
        public static let cancelled = Code(name: .cancelled)
        /// The pool or the connection was closed by this program.
        public static let closed = Code(name: .closed)
        /// The server wants another user or password (`NOAUTH`, `WRONGPASS`).
        public static let authenticationFailed = Code(name: .authenticationFailed)
        /// The user may not run this command or use this key (`NOPERM`).
        public static let notPermitted = Code(name: .notPermitted)
        /// The server does not know the script of this digest (`NOSCRIPT`).
        public static let noScript = Code(name: .noScript)
        /// The server has reached its limit of memory and stores nothing (`OOM`).
        public static let outOfMemory = Code(name: .outOfMemory)
        /// The server is a replica, which takes no writes (`READONLY`).
        public static let readOnlyReplica = Code(name: .readOnlyReplica)
        /// The server is loading its data; try again (`LOADING`).
        public static let loading = Code(name: .loading)
        /// The server is running a script, has too many clients, or its cluster is not ready; try again (`BUSY`).
        public static let busy = Code(name: .busy)
        /// The server is a replica that has lost its master; try again (`MASTERDOWN`).
        public static let masterDown = Code(name: .masterDown)
        /// The key holds another type of value (`WRONGTYPE`).
        public static let wrongType = Code(name: .wrongType)
        /// What the server sent is no reply, is larger than allowed, or is none that this command can have.
        public static let wrongReply = Code(name: .wrongReply)
        /// Another error reply of the server; ``RedisError/kind`` has its first word.
        public static let server = Code(name: .server)

        /// The server is not the one that the caller knows: it was restarted, or another one took its place.
        public static let serverChanged = Code(name: .serverChanged)

        /// The code's name.
        public var description: String { name.rawValue }
    }

    /// Whether the same command may succeed later on the same server, without anybody doing anything about it.
    public var isTransient: Bool {
        [.loading, .busy, .masterDown].contains(code)
    }

    /// Whether nothing at all was heard: a server may be there, which others reach.
    package var isUnanswered: Bool { code == .cannotConnect && message.contains(Self.unanswered) }

    static let unanswered = "no answer within "

    static let cancelled = RedisError(.cancelled, "the Redis command was cancelled; its connection is closed")
    static let closed = RedisError(.closed, "the connection to Redis was closed by this program")

    static let serverChanged = RedisError(
        .serverChanged,
        "this Redis is another one than before: it was restarted, or a replica took its place; nothing was done"
    )

    static func wrongReply(_ reason: String) -> RedisError {
        RedisError(.wrongReply, "the reply of Redis cannot be used: \(reason)")
    }

    static func lost(_ reason: String) -> RedisError {
        RedisError(.connectionLost, "the connection to Redis is lost: \(reason)")
    }
}
