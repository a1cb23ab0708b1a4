import Foundation
import MigratorCompression
import MigratorTestSupport
import Testing

/// Payloads in gzip and zstd, as the program loads them.
struct CompressedPayloadTests {
    private static let csv = "id,note\n" + (1...5000).map { "\($0),note \($0)\n" }.joined()

    private struct Attempt {
        let folder = TemporaryFolder("compressed")
        let tool: Tool

        init(_ path: String, _ bytes: [UInt8]) throws {
            tool = Tool(in: folder.path)
            try folder.write(
                "revisions/1.sql",
                """
                -- revision: aaaa
                -- upgrade
                CREATE TABLE t (id bigint, note text);
                -- bulk-insert into t from \(path)
                """
            )
            try folder.write("revisions/\(path)", Data(bytes))
        }

        func run(_ arguments: String...) throws -> ToolResult {
            try tool.run(
                arguments + ["--revisions", "revisions", "--database", "sqlite:test.db", "--format", "json"]
            )
        }

        /// How many rows were loaded.
        func rows() throws -> Int? {
            let result = try run("upgrade", "head")
            #expect(result.status == 0, "\(result.errors)")
            return (try result.json()["steps"] as? [[String: Any]])?.first?["rows"] as? Int
        }

        func failure() throws -> String? {
            let result = try run("upgrade", "head")
            #expect(result.status == 1)
            return try result.jsonError()["message"] as? String
        }
    }

    @Test(arguments: ["gz", "zst"])
    func compressedFilesLoadAsPlainOnesDo(_ suffix: String) throws {
        let plain = Array(Self.csv.utf8)
        let bytes = suffix == "gz" ? try GzipWriter.compress(plain) : try ZstdCodec().compress(plain)
        #expect(try Attempt("rows.csv.\(suffix)", bytes).rows() == 5000)
        #expect(try Attempt("rows.csv", bytes).rows() == 5000, "the first bytes say what the name does not")
        let other = suffix == "gz" ? "zst" : "gz"
        #expect(try Attempt("rows.csv.\(other)", bytes).rows() == 5000, "the first bytes are believed, not the name")
    }

    @Test(arguments: ["gz", "zst"])
    func cutAndChangedFilesAreErrorsThatNameTheFile(_ suffix: String) throws {
        let plain = Array(Self.csv.utf8)
        let bytes = suffix == "gz" ? try GzipWriter.compress(plain) : try ZstdCodec().compress(plain)
        let cut = try Attempt("rows.csv.\(suffix)", Array(bytes.dropLast(20)))
        let message = try cut.failure() ?? ""
        #expect(message.contains("rows.csv.\(suffix): cannot be decompressed: "), "\(message)")
        #expect(message.contains("ends too early"), "\(message)")
        #expect(try cut.run("current").json()["heads"] as? [String] == [], "nothing of the revision is there")
        let text = try Attempt("rows.csv.\(suffix)", plain)
        #expect(try text.failure()?.contains("rows.csv.\(suffix): cannot be decompressed: ") == true)
        let empty = try Attempt("rows.csv.\(suffix)", [])
        #expect(try empty.failure()?.contains("rows.csv.\(suffix): cannot be decompressed: ") == true)
    }

    /// 256 MiB of rows from a few KiB.
    @Test func bombsAreCutShort() throws {
        let row = Array("1,\(String(repeating: "x", count: 4093))\n".utf8)
        var bomb = Array("id,note\n".utf8)
        for _ in 0..<16_384 * 4 { bomb.append(contentsOf: row) }
        let attempt = try Attempt("rows.csv.zst", try ZstdCodec().compress(bomb))
        let message = try attempt.failure() ?? ""
        #expect(message.contains("rows.csv.zst: cannot be decompressed: it holds more than the "), "\(message)")
    }
}
