extension CoherentCache {
    /// Asks each store that is not known to be away for its identity: one round trip each, or one refused connection.
    ///
    /// - Returns: The stores, the application's first; none where there is no Redis.
    public func stores() async -> [StoreState] {
        var states: [StoreState] = []
        for session in sessions {
            var reason: CacheError?
            do throws(CacheError) {
                try await session.refresh()
            } catch {
                reason = error
            }
            states.append(
                StoreState(name: session.store.name, reason: reason, isSuspended: session.breaker.phase != .closed)
            )
        }
        return states
    }
}

/// Whether a store answers.
public struct StoreState: Sendable {
    /// Its configured name.
    public let name: String
    /// Why it does not; `nil` if it does.
    public let reason: CacheError?
    /// Whether the circuit breaker keeps it from being asked for now.
    public let isSuspended: Bool
}
