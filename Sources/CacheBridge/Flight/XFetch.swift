import MigratorSystem

/// When to load an entry anew before its time is up, so that its end is no stampede.
///
/// Load if `now − δ·β·ln(random) ≥ expiry`, δ being how long loading takes: Vattani, Chierichetti and Lowenstein,
/// "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015.
package enum XFetch {
    /// Whether this caller should load now.
    ///
    /// - Parameters:
    ///   - remaining: How long the entry may still be used, in nanoseconds.
    ///   - delta: How long loading took, in nanoseconds.
    ///   - beta: How eager to be; 0 for never.
    ///   - random: A number above 0 and up to 1.
    /// - Returns: True, the likelier the nearer the end is.
    package static func isDue(remaining: Int64, delta: Int64, beta: Double, random: () -> Double) -> Bool {
        let span = Double(delta) * beta
        // Beyond 50 spans the chance is below 10⁻²¹: not worth a random number.
        guard span > 0, Double(remaining) < span * 50 else { return false }
        return -span * max(random(), .leastNormalMagnitude).logarithm >= Double(remaining)
    }
}
