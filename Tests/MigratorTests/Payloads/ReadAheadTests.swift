import MigratorDatabase
import MigratorPayloads
import MigratorTestSupport
import Synchronization
import Testing

/// A source that is read ahead gives what it would give by itself.
struct ReadAheadTests {
    /// Batches of these sizes with rows numbered from 0, and perhaps an error after them.
    private final class Batches: BulkSource {
        struct Broken: Error {}

        /// What was asked and told, from whichever thread.
        final class Log: Sendable {
            let given = Mutex(0)
            let loaded = Mutex<[Int]>([])
            let isLetGo = Mutex(false)
        }

        private var sizes: [Int]
        private let fails: Bool
        private var number: Int64 = 0
        private let log: Log

        init(_ sizes: [Int], fails: Bool, _ log: Log) {
            self.sizes = sizes
            self.fails = fails
            self.log = log
        }

        deinit { log.isLetGo.withLock { $0 = true } }

        func next(into batch: inout RowBatch) throws {
            #expect(batch.rowCount == 0)
            batch.columns = ["n"]
            guard !sizes.isEmpty else {
                if fails { throw Broken() }
                return
            }
            for _ in 0..<sizes.removeFirst() {
                batch.append(number)
                number += 1
            }
            log.given.withLock { $0 += 1 }
        }

        func describe(row: Int) -> String { "never asked, as the source is further on" }
        func describe(pastRow row: Int) -> String { "row \(row)" }
        func loaded(rows: Int) { log.loaded.withLock { $0.append(rows) } }
    }

    @Test(arguments: [[], [1], [3, 1], [5, 5, 5, 2], [Int](repeating: 2, count: 200)], [false, true])
    func givesTheSameBatches(_ sizes: [Int], _ fails: Bool) throws {
        let log = Batches.Log()
        let source = ReadAheadSource(Batches(sizes, fails: fails, log))
        var batch = RowBatch()
        var count = 0
        var seen: [Int] = []
        func next() throws {
            batch.removeAll()
            try source.next(into: &batch)
        }
        for (index, size) in sizes.enumerated() {
            try next()
            #expect(batch.cells.map { Int($0.bits) } == Array(count..<count + size))
            #expect(source.describe(row: size - 1) == "row \(count + size - 1)")
            #expect(log.given.withLock { $0 } <= index + 3)
            count += size
            seen.append(batch.rowCount)
            source.loaded(rows: count)
        }
        #expect(seen == sizes)
        if fails {
            #expect(throws: Batches.Broken.self) { try next() }
            return
        }
        for _ in 0..<3 {
            try next()
            #expect(batch.rowCount == 0)
        }
        // Each count is told in order, some not if a later one came before it could be; the last always.
        let told = log.loaded.withLock { $0 }
        #expect(told == told.sorted() && told.last == (sizes.isEmpty ? nil : count))
    }

    @Test func oneThatIsLetGoOfReadsNoFurther() async throws {
        let log = Batches.Log()
        do {
            let source = ReadAheadSource(Batches([Int](repeating: 1, count: 1000), fails: false, log))
            var batch = RowBatch()
            try source.next(into: &batch)
        }
        try await poll(for: "what was begun") { log.isLetGo.withLock { $0 } }
        #expect(log.given.withLock { $0 } == 3)
    }
}
