import CacheBridge
import MigratorDatabase

/// The rows of a payload from the cache; what the cache has lost meanwhile is made from the payload itself.
final class CachedSource: BulkSource {
    private let parts: PayloadFetch
    /// Opens the payload itself.
    private let open: () throws -> any BulkSource
    private let progress: (Int) -> Void
    /// The payload itself, opened for messages or for the rest.
    private var original: (any BulkSource)?
    private var isFromOriginal = false
    /// The number of rows before the last batch, and in it.
    private var firstRow = 0
    private var rowCount = 0

    /// Creates a source.
    ///
    /// - Parameters:
    ///   - parts: The batches in the cache.
    ///   - progress: Hears how many rows are loaded.
    ///   - open: Opens the payload itself, from its first row.
    init(
        _ parts: PayloadFetch,
        progress: @escaping @Sendable (Int) -> Void,
        open: @escaping @Sendable () throws -> any BulkSource
    ) {
        self.parts = parts
        self.progress = progress
        self.open = open
    }

    func next(into batch: inout RowBatch) throws {
        firstRow += rowCount
        rowCount = 0
        if isFromOriginal {
            try original?.next(into: &batch)
        } else {
            switch parts.next() {
            case .batch(let next): batch = next
            case .end: break
            case .lost: try goOn(into: &batch)
            }
        }
        rowCount = batch.rowCount
    }

    /// Opens the payload and passes over the rows that the cache has given.
    private func goOn(into batch: inout RowBatch) throws {
        isFromOriginal = true
        let source = try open()
        original = source
        var left = firstRow
        repeat {
            batch.removeAll()
            try source.next(into: &batch)
            let passed = min(left, batch.rowCount)
            left -= passed
            if passed > 0 { batch.removeFirst(passed) } else if batch.rowCount == 0 { return }
        } while batch.rowCount == 0
    }

    func describe(row: Int) -> String { describe(pastRow: firstRow + row) }

    func describe(pastRow row: Int) -> String {
        // Which line of which file that is only the payload itself can tell.
        guard let source = try? open() else { return "row \(row + 1)" }
        return source.describe(pastRow: row)
    }

    func loaded(rows: Int) { progress(rows) }
}
