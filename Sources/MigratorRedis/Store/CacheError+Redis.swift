import CacheBridge

extension CacheError {
    /// What an error of Redis means to a cache.
    init(_ error: RedisError, _ store: String) {
        let code = error.isRefused ? .connectionRefused : Self.codes[error.code] ?? .unexpectedReply
        self.init(code, "\(store): \(error.message)", cause: error)
    }

    private static let codes: [RedisError.Code: Code] = [
        .cannotConnect: .unreachable,
        // One that loads its data, or has too many clients, is as good as none.
        .loading: .unreachable, .busy: .unreachable,
        .connectionLost: .connectionLost, .timedOut: .timedOut, .cancelled: .closed, .closed: .closed,
        .authenticationFailed: .authenticationFailed, .notPermitted: .authenticationFailed,
        .readOnlyReplica: .notPrimary, .masterDown: .notPrimary, .outOfMemory: .outOfMemory,
        .serverChanged: .incarnationChanged, .unsupported: .unsupported,
    ]
}
