import CacheBridge

extension CacheError {
    /// What an error of Redis means to a cache.
    init(_ error: RedisError, _ store: String) {
        self.init(Self.codes[error.code] ?? .unexpectedReply, "\(store): \(error.message)", cause: error)
    }

    private static let codes: [RedisError.Code: Code] = [
        .cannotConnect: .connectionRefused,
        // One that loads its data, or has too many clients, is as good as none.
        .loading: .connectionRefused, .busy: .connectionRefused,
        .connectionLost: .connectionLost, .timedOut: .timedOut, .cancelled: .closed, .closed: .closed,
        .authenticationFailed: .authenticationFailed, .notPermitted: .authenticationFailed,
        .readOnlyReplica: .notPrimary, .masterDown: .notPrimary, .outOfMemory: .outOfMemory,
        .serverChanged: .incarnationChanged, .unsupported: .unsupported, .malformedURL: .invalidSetting,
    ]
}
