import CacheBridge

extension CacheError {
    /// Translates an error of Redis for a cache.
    init(_ error: RedisError, _ store: String) {
        let code = error.isRefused ? .connectionRefused : Self.codes[error.code] ?? .unexpectedReply
        self.init(code, "\(store): \(error.message)", cause: error)
    }

    private static let codes: [RedisError.Code: Code] = [
        .cannotConnect: .unreachable,
        // A server that loads its data, or has too many clients, counts as not reachable.
        .loading: .unreachable, .busy: .unreachable,
        .connectionLost: .connectionLost, .timedOut: .timedOut, .cancelled: .closed, .closed: .closed,
        .authenticationFailed: .authenticationFailed, .notPermitted: .authenticationFailed,
        .readOnlyReplica: .notPrimary, .masterDown: .notPrimary, .outOfMemory: .outOfMemory,
        .serverChanged: .incarnationChanged, .unsupported: .unsupported,
    ]
}
