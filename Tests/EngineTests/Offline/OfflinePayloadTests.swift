import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Rows of payloads in scripts, every odd value of them.
struct OfflinePayloadTests {
    /// Texts that one shell or the other could take for something else.
    static let texts = [
        "", " ", "\t", "a\tb", "\\", "\\.", "\\N", "\\n", "a\\", "'", "''", "it's", "\"", "\n", "\r", "\r\n",
        "a\r\n.quit\r\nb",
        "line\n.exit\nline", "line\n\\q\nline", "line\n/\nline", "line\ngo\nline", ";", "--", "/*", "\n-- x\n", "\\r",
        "\\r_\r",
        "größe 日本 🦊 e\u{301} '\u{301}", "\u{FEFF}x", "$migrator$", "$1", ":x", ":'x'", "%s%%", "NULL", "null",
        "\u{7F}\u{1}",
        String(repeating: "long ' \r\n", count: 2000),
    ]

    static let numbers: [Double] = [
        0, 0.1, 0.85, 1.0 / 3, 1e-5, 1.5, 123_456_789.123_456_789, 1e15, 1e16, 1e300, 9_007_199_254_740_992, -2.5e-7,
        4.35, 0.000_123_456_789_012_345_67, 1.797_693_134_862_315_7e308, 2.225_073_858_507_201_4e-308,
    ]

    struct Values: Revision {
        static let id: RevisionID = "values"

        func upgrade(_ op: Operations) {
            op.createTable("texts") {
                Column("id", .integer).primaryKey()
                Column("t", .text)
                Column("v", .string(20_000))
                Column("j", .json)
            }
            op.createTable("numbers") {
                Column("id", .integer).primaryKey()
                Column("d", .double)
                Column("i", .bigInt)
                Column("n", .decimal(15, 3))
                Column("b", .boolean)
            }
            op.createTable("others") {
                Column("id", .integer).primaryKey()
                Column("raw", .bytes)
                Column("u", .uuid)
                Column("day", .date)
                Column("clock", .time)
                Column("at", .timestamp)
                Column("when", .timestampTZ)
                Column("note", .text).default("none")
            }
            op.bulkInsert(
                into: "texts",
                texts.enumerated().map { index, text in
                    ["id": .int(Int64(index)), "t": .text(text), "v": .text(text), "j": .text(text)]
                } + [
                    ["id": -1, "t": nil, "v": nil, "j": nil],
                    ["id": -2, "t": "x", "v": "x", "j": ["a": [1, nil, true]]],
                ]
            )
            op.bulkInsert(
                into: "numbers",
                numbers.enumerated().map { index, number in
                    [
                        "id": .int(Int64(index)), "d": .double(number),
                        "i": .int(index == 0 ? .min : .max - Int64(index)),
                        "n": .decimal("-\(index).50\(index % 10)"), "b": .bool(index % 2 == 0),
                    ]
                }
            )
            op.bulkInsert(
                into: "others",
                [
                    [
                        "id": 1, "raw": .bytes([0, 0x5C, 0x0A, 0xFF]),
                        "u": .uuid("00000000-0000-4000-8000-00000000ABCD"),
                        "day": .date("2024-02-29"), "clock": "23:59:59.5", "at": .timestamp("0001-01-01 00:00:00"),
                        "when": .timestamp("2026-01-01T12:00:00+01:00"),
                    ],
                    [
                        "id": 2, "raw": .bytes([]), "u": nil, "day": nil, "clock": nil, "at": nil, "when": nil,
                        "note": "given",
                    ],
                    ["id": 3, "raw": nil, "u": nil, "day": nil, "clock": nil, "at": nil, "when": nil],
                ]
            )
        }
    }

    @Test func everyValueArrivesAsOnline() async throws {
        try await OfflineBench([Values.self]).compare(.upgrade, "head")
    }

    struct Existing: Revision {
        static let id: RevisionID = "existing"

        func upgrade(_ op: Operations) {
            op.createTable("kept") {
                Column("id", .integer).primaryKey()
                Column("a", .text)
                Column("b", .text).default("none")
            }
            op.bulkInsert(into: "kept", [["id": 1, "a": "old", "b": "old"], ["id": 2, "a": "old", "b": "old"]])
        }
    }

    struct Again: ReversibleRevision {
        static let id: RevisionID = "again"
        static let parents: [RevisionID] = ["existing"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "kept", [["id": 1, "a": "skipped"], ["id": 3, "a": "new"]], onConflict: .doNothing)
            op.bulkInsert(
                into: "kept",
                [
                    ["id": 2, "a": "first"], ["id": 2, "a": "last"], ["id": 4, "a": "x", "b": "y"],
                    ["id": 3, "a": "z"],
                ],
                onConflict: .update(key: ["id"])
            )
        }

        func downgrade(_ op: Operations) { op.delete(from: "kept", where: Field("id") > 2) }
    }

    @Test func rowsThatAreThereAlreadyAreSkippedOrChanged() async throws {
        let bench = OfflineBench([Existing.self, Again.self])
        try await bench.compare(.upgrade, "existing")
        try await bench.compare(.upgrade, "existing:again")
        try await bench.compare(.downgrade, "again:existing")
    }

    struct Files: Revision {
        static let id: RevisionID = "files"
        static let parents: [RevisionID] = ["existing"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "kept", from: .csv("rows.csv"), key: ["id"])
            op.bulkInsert(into: "kept", from: .ndjson("rows.ndjson"), key: ["id", "a"])
            op.bulkInsert(
                into: "kept",
                from: .computed("squares", inputs: ["rows.csv"]) { inputs in
                    (1...3).map { ["id": .int(Int64(9000 + $0 * $0)), "a": .text("\(inputs["rows.csv"].count)")] }
                },
                key: ["id"]
            )
        }
    }

    @Test func filesAreReadAndTheirDigestsJournalled() async throws {
        let bench = OfflineBench([Existing.self, Files.self])
        let lines = (10..<5000).map { "\($0),\"row \"\"\($0)\"\"\n\",\($0 % 2 == 0 ? "" : "\"\"")" }
        try bench.folder.write("rows.csv", "id,a,b\n" + lines.joined(separator: "\n"))
        try bench.folder.write(
            "rows.ndjson",
            #"{"id": 6000, "a": "x"}"# + "\n" + #"{"id": 6001, "a": "\\.\\", "b": null}"#
        )
        try await bench.compare(.upgrade, "head")
        let dump = try await bench.dump("offline")
        #expect(dump.contains { $0.hasPrefix("migrator_journal") && $0.contains(#"{"rows.csv": ""#) })
        try await bench.compare(.downgrade, "files:existing")
    }

    @Test func aBadPayloadIsRefusedBeforeAnythingIsWritten() async throws {
        let bench = OfflineBench([Existing.self, Files.self])
        try bench.folder.write("rows.csv", "id,a,b\n10,a,b\n11,a\n")
        try bench.folder.write("rows.ndjson", "")
        let error = try #require(try await bench.refusal("head"))
        #expect(error.code == .payloadInvalid)
        #expect(error.description.contains("rows.csv:3"), "\(error)")
    }

    /// The sink is called again and again, with pieces of a bounded size.
    @Test func aBigPayloadIsWrittenPieceByPiece() async throws {
        let bench = OfflineBench([Existing.self, Files.self])
        try bench.folder.write("rows.csv", "id,a,b\n" + (10..<100_000).map { "\($0),a,b" }.joined(separator: "\n"))
        try bench.folder.write("rows.ndjson", "")
        let sizes = Sizes()
        try await bench.blindMigrator().upgradeScript("head", bench.options()) { sizes.add($0) }
        #expect(sizes.count > 20)
        #expect(sizes.most < 1 << 20)
    }

    private final class Sizes {
        private(set) var count = 0
        private(set) var most = 0

        func add(_ piece: String) {
            count += 1
            most = max(most, piece.utf8.count)
        }
    }
}
