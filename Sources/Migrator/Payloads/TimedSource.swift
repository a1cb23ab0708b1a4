import MigratorDatabase
import Synchronization

/// Measures how long a source takes to make its rows.
final class TimedSource: BulkSource {
    /// The time that was taken so far.
    final class Time: Sendable {
        private let total = Mutex(Duration.zero)

        var value: Duration { total.withLock { $0 } }

        func add(_ time: Duration) { total.withLock { $0 += time } }
    }

    private let source: any BulkSource
    private let time: Time
    private let clock = ContinuousClock()

    init(_ source: sending any BulkSource, _ time: Time) {
        self.source = source
        self.time = time
    }

    func next(into batch: inout RowBatch) throws {
        let start = clock.now
        defer { time.add(start.duration(to: clock.now)) }
        try source.next(into: &batch)
    }

    func describe(row: Int) -> String { source.describe(row: row) }

    func describe(pastRow row: Int) -> String { source.describe(pastRow: row) }

    func loaded(rows: Int) { source.loaded(rows: rows) }
}
