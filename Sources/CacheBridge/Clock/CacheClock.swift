import MigratorSystem

/// The clock of a cache, which a test may replace and move.
public protocol CacheClock: Sendable {
    /// Nanoseconds since some moment; never goes back.
    var now: Int64 { get }
    /// Milliseconds since 1970, as other machines count them; may jump.
    var wall: Int64 { get }
    /// Waits until ``now`` has reached a moment.
    ///
    /// - Throws: `CancellationError`.
    func sleep(until moment: Int64) async throws
}

extension CacheClock {
    /// Waits for a while.
    ///
    /// - Throws: `CancellationError`.
    public func sleep(for duration: Duration) async throws {
        try await sleep(until: now &+ duration.nanoseconds)
    }
}
