import MigratorCore
import MigratorDatabase
import MigratorPayloads
import Synchronization
import Testing

@Suite struct PayloadSourceTests: PayloadTesting {
    private var table: PayloadTarget { target(column("a", .integer(bits: 64)), column("b", .text(maximumLength: nil))) }

    @Test func boundsBatchesAndDescribesTheirRows() throws {
        let text = "[\n" + (1...5000).map { "{\"a\":\($0),\"b\":\"x\"}" }.joined(separator: ",\n") + "\n]"
        let source = try PayloadSource.memory(Array(text.utf8), name: "payloads/x.json", format: .json, into: table)
        var batch = RowBatch()
        try source.next(into: &batch)
        #expect(batch.rowCount == 2000)
        #expect(batch.columns == ["a", "b"])
        batch.removeAll()
        try source.next(into: &batch)
        #expect(source.describe(row: 0) == "payloads/x.json: row 2001 (line 2002)")
        #expect(source.describe(row: 16) == "payloads/x.json: row 2017 (line 2018)")
    }

    @Test func describesRowsInSmallWindows() throws {
        let text = (1...50).map { "{\"a\":\($0),\"b\":\"x\"}" }.joined(separator: "\n")
        var options = PayloadOptions()
        options.windowBytes = 100
        options.batchBytes = 30
        let source = try PayloadSource.memory(
            Array(text.utf8),
            name: "x",
            format: .ndjson,
            into: table,
            options: options
        )
        var batch = RowBatch()
        var first = 1
        while true {
            batch.removeAll()
            try source.next(into: &batch)
            if batch.rowCount == 0 { break }
            for row in 0..<batch.rowCount {
                #expect(source.describe(row: row) == "x: row \(first + row) (line \(first + row))")
            }
            first += batch.rowCount
        }
        #expect(first == 51)
    }

    @Test func aRowOfOtherColumnsOpensABatch() throws {
        let table = target(column("a", .integer(bits: 64)), column("b", .integer(bits: 64), hasDefault: true))
        let text = "{\"a\":1,\"b\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":x}"
        let source = try PayloadSource.memory(Array(text.utf8), name: "x", format: .ndjson, into: table)
        var batch = RowBatch()
        try source.next(into: &batch)
        #expect(batch.columns == ["a", "b"] && batch.rowCount == 1)
        #expect(source.describe(row: 0) == "x: row 1 (line 1)")
        batch.removeAll()
        #expect(throws: MigratorError.self) { try source.next(into: &batch) }
        #expect(batch.columns == ["a"] && batch.rowCount == 2)
        #expect(source.describe(row: 1) == "x: row 3 (line 3)")
    }

    @Test func readsFilesWithDigestAndProgress() throws {
        let folder = try PayloadFolder()
        let path = try folder.write("x.ndjson", Array("{\"a\":1,\"b\":\"é\"}\n".utf8))
        let receipt = PayloadReceipt()
        let heard = Mutex<[PayloadProgress]>([])
        var options = PayloadOptions()
        options.digests = true
        options.receipt = receipt
        options.progress = { progress in heard.withLock { $0.append(progress) } }
        let source = try PayloadSource.file(path, name: "x.ndjson", into: table, options: options)
        #expect(receipt.summary == nil)
        #expect(try PayloadCheck.run(source) == 1)
        // printf '{"a":1,"b":"é"}\n' | sha256sum
        let digest = "86fe296db8927e9cb5d8818cc9f99ec24ab069f3b9860878fa5ecc673da84b59"
        let summary = try #require(receipt.summary)
        #expect((summary.rows, summary.bytes, summary.digest) == (1, 17, digest))
        let progress = heard.withLock { $0 }
        #expect(progress.map(\.rows) == [1])
        #expect(progress.map(\.bytesRead) == [17] && progress.map(\.totalBytes) == [17])
    }

    @Test func readsEmbeddedPayloads() throws {
        let source = PayloadSource.embedded("[{\"a\":1,\"b\":\"🦊\"}]", name: "x", format: .json, into: table)
        #expect(try rows(of: source).map(\.cells) == [[.int(1), .text("🦊")]])
    }

    @Test func refusesWhatItCannotRead() throws {
        let folder = try PayloadFolder()
        let zipped = try folder.write("x.json.gz", [0x1F, 0x8B])
        let unknown = try folder.write("x.txt", [])
        func message(_ path: String) -> String {
            do {
                _ = try PayloadSource.file(path, name: "p", into: table)
                return ""
            } catch {
                return error.message
            }
        }
        #expect(message(zipped) == "p: gzip payloads cannot be read by this build; give the plain file")
        #expect(message(unknown).contains("must end in .json"))
        #expect(message(folder.path + "/none.json").contains("cannot be opened"))
        try folder.write("x.csv/y", [])
        #expect(message(folder.path + "/x.csv").contains("not a regular file"))
    }

    @Test func usesADecompressor() throws {
        /// Takes one off each byte.
        final class Shift: PayloadDecompressor {
            func decompress(
                into output: UnsafeMutableRawBufferPointer,
                from read: (UnsafeMutableRawBufferPointer) throws -> Int
            ) throws -> Int {
                let count = try read(output)
                for index in 0..<count { output[index] &-= 1 }
                return count
            }
        }
        let folder = try PayloadFolder()
        let path = try folder.write("x.json.zst", Array("[{\"a\":7,\"b\":\"x\"}]".utf8).map { $0 + 1 })
        var options = PayloadOptions()
        options.decompressors = { compression, _ in compression == .zstd ? Shift() : nil }
        #expect(
            try rows(of: .file(path, name: "x", into: table, options: options)).map(\.cells) == [[.int(7), .text("x")]]
        )
    }

    @Test func knowsFormats() {
        #expect(PayloadFormat(path: "a/b.JSON") == .json)
        #expect(PayloadFormat(path: "b.jsonl.gz") == .ndjson)
        #expect(PayloadFormat(path: "b.ndjson") == .ndjson)
        #expect(PayloadFormat(path: "b.csv.zst") == .csv)
        #expect(PayloadFormat(path: "json") == nil)
        #expect(PayloadCompression(path: "b.csv.zst") == .zstd)
        #expect(PayloadCompression(path: "b.csv") == nil)
    }
}
