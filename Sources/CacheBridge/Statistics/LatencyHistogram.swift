/// How long things took, in buckets that grow with the time: the error of a percentile is at most one eighth.
///
/// Histograms of several processes add up.
public struct LatencyHistogram: Sendable, Hashable, Codable {
    /// Counts by bucket: eight for each power of two of nanoseconds; only those that are not empty.
    var counts: [Int: Int] = [:]

    /// An empty histogram.
    public init() {}

    /// How many times were recorded.
    public var count: Int { counts.values.reduce(0, +) }

    /// Records a time in nanoseconds.
    public mutating func record(_ nanoseconds: Int64, times: Int = 1) {
        counts[Self.bucket(max(0, nanoseconds)), default: 0] += times
    }

    /// Adds the times of another histogram.
    public mutating func merge(_ other: LatencyHistogram) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// The histogram as if everything had happened so many times as often; what happened stays above zero.
    func scaled(by factor: Double) -> LatencyHistogram {
        var scaled = self
        scaled.counts = counts.mapValues { max(1, Int((Double($0) * factor).rounded())) }
        return scaled
    }

    /// The time in nanoseconds that a part of all, such as 0.99, did not exceed; `nil` if there are none.
    public func percentile(_ part: Double) -> Int64? {
        let total = count
        guard total > 0 else { return nil }
        let rank = max(1, Int((Double(total) * min(1, max(0, part))).rounded(.up)))
        var seen = 0
        for bucket in counts.keys.sorted() {
            seen += counts[bucket] ?? 0
            if seen >= rank { return Self.upperBound(bucket) }
        }
        return nil
    }

    /// The bucket of a time in nanoseconds, from 0.
    package static func bucket(_ value: Int64) -> Int {
        guard value >= 8 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - 2) * 8 + Int((value >> Int64(exponent - 3)) & 7)
    }

    /// The longest time of a bucket, in nanoseconds.
    package static func upperBound(_ bucket: Int) -> Int64 {
        guard bucket >= 8 else { return Int64(bucket) }
        let exponent = Int64(bucket / 8 + 2)
        let step = Int64(1) << (exponent - 3)
        let (bound, overflow) = ((Int64(bucket % 8) + 9) &* step).subtractingReportingOverflow(1)
        return overflow || bound < 0 ? .max : bound
    }
}
