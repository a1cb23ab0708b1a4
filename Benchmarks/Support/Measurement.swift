package import Benchmark

extension BenchmarkMetric {
    /// A figure that a benchmark works out of its own time: shown as it is, in no unit but its name's.
    package static func figure(_ name: String, _ polarity: Polarity) -> BenchmarkMetric {
        .custom(name, polarity: polarity, useScalingFactor: false)
    }
}

extension Benchmark.Configuration {
    /// Wall-clock time and these figures, over so many seconds.
    package static func measuring(_ figures: [BenchmarkMetric], seconds: Int = 2) -> Self {
        Self(
            metrics: [.wallClock] + figures,
            units: Dictionary(uniqueKeysWithValues: figures.map { ($0, .count) }),
            warmupIterations: 2,
            maxDuration: .seconds(seconds)
        )
    }
}

extension Benchmark {
    /// Measures `work` without what it leaves to be freed, and returns how long it took, in seconds.
    package func time<Result>(_ work: () throws -> Result) rethrows -> Double {
        let clock = ContinuousClock()
        startMeasurement()
        let start = clock.now
        let result = try work()
        let taken = start.duration(to: clock.now)
        stopMeasurement()
        Self.blackHole(result)
        return taken / .seconds(1)
    }

    /// The same for `work` that waits.
    package func time<Result>(_ work: () async throws -> Result) async rethrows -> Double {
        let clock = ContinuousClock()
        startMeasurement()
        let start = clock.now
        let result = try await work()
        let taken = start.duration(to: clock.now)
        stopMeasurement()
        Self.blackHole(result)
        return taken / .seconds(1)
    }
}
