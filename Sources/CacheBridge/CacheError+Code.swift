extension CacheError {
    /// The kind of a cache failure; new kinds may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String, Sendable {
            case invalidSetting, unknownNamespace, connectionRefused, unreachable, connectionLost, timedOut
            case authenticationFailed
            case notPrimary, incarnationChanged, outOfMemory, unexpectedReply, unreadable, tooBig, encodingFailed
            case diskUnavailable, diskFull, queueFull, suspended, closed, unsupported
        }

        private let kind: Kind

        /// The name of the code.
        public var description: String { kind.rawValue }

        /// A setting is malformed or out of bounds; the message names it.
        public static let invalidSetting = Code(kind: .invalidSetting)
        /// The cache was not told of this namespace.
        public static let unknownNamespace = Code(kind: .unknownNamespace)
        /// Nothing listens where the store should be.
        public static let connectionRefused = Code(kind: .connectionRefused)
        /// No connection could be made, or the store takes no commands yet; others may reach it all the same.
        public static let unreachable = Code(kind: .unreachable)
        /// The connection broke; what was asked may or may not have been done.
        public static let connectionLost = Code(kind: .connectionLost)
        /// The store did not answer in time; its connection is closed.
        public static let timedOut = Code(kind: .timedOut)
        /// The store did not accept the user or the password.
        public static let authenticationFailed = Code(kind: .authenticationFailed)
        /// The store is a replica; only a primary may be used.
        public static let notPrimary = Code(kind: .notPrimary)
        /// The store is not the one that the names were made for: it was restarted or failed over.
        public static let incarnationChanged = Code(kind: .incarnationChanged)
        /// The store has no room left.
        public static let outOfMemory = Code(kind: .outOfMemory)
        /// The store answered something that the protocol does not know.
        public static let unexpectedReply = Code(kind: .unexpectedReply)
        /// Stored bytes are damaged, foreign, of another version or not signed as they must be.
        public static let unreadable = Code(kind: .unreadable)
        /// A value is larger than its bound.
        public static let tooBig = Code(kind: .tooBig)
        /// A value could not be turned into bytes.
        public static let encodingFailed = Code(kind: .encodingFailed)
        /// The folder of the disk tier cannot be used, or is not private.
        public static let diskUnavailable = Code(kind: .diskUnavailable)
        /// The disk of the disk tier has no room left.
        public static let diskFull = Code(kind: .diskFull)
        /// The queue of values still to be written is full.
        public static let queueFull = Code(kind: .queueFull)
        /// The circuit breaker is open: the store is not asked for now.
        public static let suspended = Code(kind: .suspended)
        /// The store is of a kind that cannot be used.
        public static let unsupported = Code(kind: .unsupported)
        /// The cache or its connection was closed.
        public static let closed = Code(kind: .closed)
    }
}
