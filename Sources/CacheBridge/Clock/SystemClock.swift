import MigratorSystem

/// The clock of the machine.
public struct SystemClock: CacheClock {
    /// Creates the clock.
    public init() {}

    /// Nanoseconds of a clock that goes on while the machine sleeps, since others do not wait for it: a lease that is
    /// over for them is over here.
    public var now: Int64 { SystemTime.awake }

    /// Milliseconds since 1970.
    public var wall: Int64 { SystemTime.wall / 1_000_000 }

    /// Waits until ``now`` has reached a moment.
    public func sleep(until moment: Int64) async throws {
        let wait = moment &- now
        guard wait > 0 else { return try Task.checkCancellation() }
        try await Task.sleep(for: .nanoseconds(wait), clock: .continuous)
    }
}
