import MigratorDatabase
import Synchronization

/// Rows made by a closure, so many a batch.
final class MadeRows: BulkSource {
    private let count: Int
    private let perBatch: Int
    private let progress: Progress
    private let make: (Int, inout RowBatch) throws -> Void
    private var next = 0
    private var first = 0

    /// The progress of a source, to be read after the source was given away.
    final class Progress: Sendable {
        private let heard = Mutex<[Int]>([])
        var all: [Int] { heard.withLock { $0 } }
        func add(_ rows: Int) { heard.withLock { $0.append(rows) } }
    }

    init(
        _ count: Int,
        perBatch: Int = 1000,
        progress: Progress = Progress(),
        make: @escaping (Int, inout RowBatch) throws -> Void
    ) {
        self.count = count
        self.perBatch = perBatch
        self.progress = progress
        self.make = make
    }

    func next(into batch: inout RowBatch) throws {
        first = next
        next = min(count, next + perBatch)
        for row in first..<next { try make(row, &batch) }
    }

    func describe(row: Int) -> String { "made row \(first + row + 1)" }

    func describe(pastRow row: Int) -> String { "made row \(row + 1)" }

    func loaded(rows: Int) { progress.add(rows) }
}
