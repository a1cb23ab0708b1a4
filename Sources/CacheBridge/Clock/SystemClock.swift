#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The clock of the machine.
public struct SystemClock: CacheClock {
    /// Creates the clock.
    public init() {}

    /// Nanoseconds of a clock that goes on while the machine sleeps, since others do not wait for it: a lease that is
    /// over for them is over here.
    public var now: Int64 {
        var time = timespec()
        clock_gettime(Self.clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    /// Linux stops its monotonic clock in a machine that sleeps; Darwin does not.
    #if canImport(Darwin)
    static let clock = CLOCK_MONOTONIC
    #else
    static let clock = CLOCK_BOOTTIME
    #endif

    /// Milliseconds since 1970.
    public var wall: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    /// Waits until ``now`` has reached a moment.
    public func sleep(until moment: Int64) async throws {
        let wait = moment &- now
        guard wait > 0 else { return try Task.checkCancellation() }
        try await Task.sleep(for: .nanoseconds(wait), clock: .continuous)
    }
}
