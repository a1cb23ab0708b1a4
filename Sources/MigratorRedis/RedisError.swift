/// Why a command got no answer, or what a server said instead of one.
///
/// No message holds a password, a key or a value.
package struct RedisError: Error, Hashable, Sendable {
    /// The kind of failure.
    package let code: Code
    /// What happened and what to do about it.
    package let message: String
    /// The first word of a server's error reply, such as `WRONGTYPE`, if it was one.
    package let kind: String?
    /// Whether nothing listens where the server should be.
    let isRefused: Bool

    /// Creates an error.
    package init(_ code: Code, _ message: String, kind: String? = nil) {
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
    package var description: String { message }
}

extension RedisError {
    /// The kinds of failure.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String {
            case unsupported, cannotConnect, timedOut, connectionLost, cancelled, closed
            case authenticationFailed, notPermitted, noScript, outOfMemory, readOnlyReplica, loading, busy, masterDown
            case wrongType, wrongReply, server, serverChanged
        }

        private let name: Name

        /// Neither the library, nor the driver, nor this server can do what was asked for.
        package static let unsupported = Code(name: .unsupported)
        /// No connection could be made.
        package static let cannotConnect = Code(name: .cannotConnect)
        /// The server did not answer in time, or no connection of the pool became free in time.
        package static let timedOut = Code(name: .timedOut)
        /// The connection broke; whether the server ran the commands is not known.
        package static let connectionLost = Code(name: .connectionLost)
        /// The task was cancelled; whether the server ran the commands is not known.
        package static let cancelled = Code(name: .cancelled)
        /// The pool or the connection was closed by this program.
        package static let closed = Code(name: .closed)
        /// The server wants another user or password (`NOAUTH`, `WRONGPASS`).
        package static let authenticationFailed = Code(name: .authenticationFailed)
        /// The user may not run this command or use this key (`NOPERM`).
        package static let notPermitted = Code(name: .notPermitted)
        /// The server does not know the script of this digest (`NOSCRIPT`).
        package static let noScript = Code(name: .noScript)
        /// The server has reached its limit of memory and stores nothing (`OOM`).
        package static let outOfMemory = Code(name: .outOfMemory)
        /// The server is a replica, which takes no writes (`READONLY`).
        package static let readOnlyReplica = Code(name: .readOnlyReplica)
        /// The server is loading its data; try again (`LOADING`).
        package static let loading = Code(name: .loading)
        /// The server is running a script, has too many clients, or its cluster is not ready; try again (`BUSY`).
        package static let busy = Code(name: .busy)
        /// The server is a replica that has lost its master; try again (`MASTERDOWN`).
        package static let masterDown = Code(name: .masterDown)
        /// The key holds another type of value (`WRONGTYPE`).
        package static let wrongType = Code(name: .wrongType)
        /// The server's answer is no reply, is larger than allowed, or is none that this command can have.
        package static let wrongReply = Code(name: .wrongReply)
        /// Another error reply of the server; ``RedisError/kind`` has its first word.
        package static let server = Code(name: .server)

        /// The server is not the one that the caller knows: it was restarted, or another one replaced it.
        package static let serverChanged = Code(name: .serverChanged)

        /// The code's name.
        package var description: String { name.rawValue }
    }

    /// Whether the same command may succeed later on the same server, without any change to the server or the program.
    package var isTransient: Bool {
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
