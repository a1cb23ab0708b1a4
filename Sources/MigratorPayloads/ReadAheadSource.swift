import Dispatch
package import MigratorDatabase
import Synchronization

/// Reads the next batches while the driver loads the one before them, on a queue of its own.
///
/// A payload of one batch is read where it is asked for. No more than two batches are ahead.
package final class ReadAheadSource: BulkSource {
    private let reader: Reader
    private var isAhead = false
    /// The number of rows before the last batch, and in it.
    private var firstRow = 0
    private var rowCount = 0

    private static let depth = 2

    package init(_ source: sending any BulkSource) {
        reader = Reader(source)
    }

    package func next(into batch: inout RowBatch) throws {
        firstRow += rowCount
        rowCount = 0
        if isAhead {
            try reader.take(&batch)
        } else {
            try reader.read(into: &batch)
            guard batch.rowCount > 0 else { return }
            isAhead = true
            for _ in 0..<Self.depth { reader.readAhead(into: RowBatch()) }
        }
        rowCount = batch.rowCount
    }

    package func describe(row: Int) -> String { reader.describe(pastRow: firstRow + row) }

    package func describe(pastRow row: Int) -> String { reader.describe(pastRow: row) }

    package func loaded(rows: Int) { reader.loaded(rows: rows) }
}

/// Reads one batch at a time, on any thread.
private final class Reader: Sendable {
    private struct State {
        var batches: [Result<RowBatch, any Error>] = []
        var isAtEnd = false
        /// How many rows are loaded, if the source was not told yet.
        var loaded: Int?
    }

    private let source: Mutex<any BulkSource>
    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "migrator.payload")

    init(_ source: sending any BulkSource) {
        self.source = Mutex(source)
    }

    func read(into batch: inout RowBatch) throws {
        var filled = batch
        batch = RowBatch()
        defer { batch = filled }
        try source.withLock { source in try source.next(into: &filled) }
    }

    /// Reads one batch more, unless there is none.
    func readAhead(into empty: RowBatch) {
        queue.async { [self] in
            guard !state.withLock({ $0.isAtEnd }) else { return }
            tell()
            var batch = empty
            let result = Result<RowBatch, any Error> {
                try read(into: &batch)
                return batch
            }
            let isLast = (try? result.get().rowCount) ?? 0 == 0
            state.withLock { state in
                state.isAtEnd = isLast
                state.batches.append(result)
            }
            filled.signal()
        }
    }

    /// Waits for the next batch, and has another read into the memory of the one that was loaded.
    func take(_ batch: inout RowBatch) throws {
        let isOver = state.withLock { $0.isAtEnd && $0.batches.isEmpty }
        guard !isOver else { return }
        filled.wait()
        let next = state.withLock { $0.batches.removeFirst() }
        let empty = batch
        batch = try next.get()
        guard batch.rowCount > 0 else { return queue.sync { tell() } }
        readAhead(into: empty)
    }

    /// Tells the source what it would not hear while it reads.
    private func tell() {
        guard let count = state.withLock({ state in state.loaded.take() }) else { return }
        source.withLock { $0.loaded(rows: count) }
    }

    func loaded(rows: Int) {
        state.withLock { $0.loaded = rows }
        queue.async { [self] in tell() }
    }

    func describe(pastRow row: Int) -> String {
        source.withLock { $0.describe(pastRow: row) }
    }
}
