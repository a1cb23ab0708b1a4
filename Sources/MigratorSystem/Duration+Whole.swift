extension Duration {
    /// The whole duration in nanoseconds; beyond 292 years it stays there.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// The whole duration in milliseconds.
    package var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
