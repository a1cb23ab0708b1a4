import MigratorDatabase
import Testing

/// A batch's cells as bytes, and back.
struct RowBatchBytesTests {
    private func batch() -> RowBatch {
        var batch = RowBatch(columns: ["a", "b"])
        batch.append(Int64.min)
        batch.append(text: "ü\u{0}x")
        batch.append(-0.0)
        batch.appendNull()
        batch.append(text: "")
        [UInt8]([0, 255]).withUnsafeBytes { batch.append(blob: $0) }
        return batch
    }

    private func read(_ bytes: [UInt8], _ columns: [String] = ["a", "b"]) -> RowBatch? {
        bytes.withUnsafeBytes { RowBatch(columns: columns, cellBytes: $0) }
    }

    private func cells(_ batch: RowBatch) -> [[UInt64]] {
        batch.cells.map { [UInt64($0.kind.rawValue), UInt64($0.length), $0.bits] }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let batch = batch()
        let bytes = try #require(batch.cellBytes())
        let copy = try #require(read(bytes))
        #expect(copy.columns == batch.columns && copy.rowCount == 3)
        #expect(cells(copy) == cells(batch) && copy.bytes == batch.bytes)
    }

    @Test func bytesOfAnotherMakingAreRefused() throws {
        let bytes = try #require(batch().cellBytes())
        #expect(read(bytes, ["a", "b", "c", "d"]) == nil, "six cells are no rows of four")
        for count in bytes.indices { #expect(read(Array(bytes.prefix(count))) == nil, "cut at \(count)") }
        #expect(read(bytes + [0]) == nil)
        // Whatever is changed, nothing is read that is not there.
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                guard let read = read(changed) else { continue }
                for cell in read.cells where cell.kind == .text || cell.kind == .blob {
                    #expect(Int(cell.bits) + Int(cell.length) <= read.bytes.count)
                }
            }
        }
    }

    @Test func aBatchThatLostItsFirstRowsIsNotWritten() {
        var batch = batch()
        batch.removeFirst(1)
        #expect(batch.rowCount == 2 && batch.cellBytes() == nil)
        batch.removeFirst(2)
        #expect(batch.rowCount == 0)
    }
}
