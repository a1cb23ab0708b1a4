#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The clocks of the machine, in nanoseconds.
package enum SystemTime {
    /// Since 1970.
    package static var wall: Int64 { now(CLOCK_REALTIME) }

    /// The time of a clock that only goes forward, and goes on while the machine sleeps.
    package static var awake: Int64 { now(forward) }

    /// Linux stops its monotonic clock in a machine that sleeps; Darwin does not.
    #if canImport(Darwin)
    package static let forward = CLOCK_MONOTONIC
    #else
    package static let forward = CLOCK_BOOTTIME
    #endif

    private static func now(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return nanoseconds(time)
    }

    static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
