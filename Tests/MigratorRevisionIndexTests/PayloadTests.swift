import Foundation
import Testing

@testable import MigratorRevisionIndex

@Suite struct PayloadTests {
    static let hostile = "\"quoted\" \\(x) \"# \"\"\"# \r\n\t\0\u{1}\u{7F} é e\u{301}🦊 \u{2028}\u{202E}\u{FEFF}\u{301}"

    @Test func literalsHaveExactlyTheBytes() {
        // The same literal twice: as the generator writes it, and as the compiler reads it.
        let written = Self.hostile.swiftLiteral
        let read: StaticString =
            "\"quoted\" \\(x) \"# \"\"\"# \r\n\t\u{0}\u{1}\u{7f} é e\u{301}🦊 \u{2028}\u{202e}\u{feff}\u{301}"
        #expect(
            written
                == ####""\"quoted\" \\(x) \"# \"\"\"# \r\n\t\u{0}\u{1}\u{7f} é e\u{301}🦊 \u{2028}\u{202e}\u{feff}\u{301}""####
        )
        #expect(read.withUTF8Buffer { Array($0) } == bytes(Self.hostile))
        #expect(read.utf8CodeUnitCount == Self.hostile.utf8.count)
    }

    @Test func literalsOfEveryScalarStayOnOneLine() {
        let ranges: [ClosedRange<UInt32>] = [0...0x2FFF, 0xD7F0...0xFFFF, 0x1_F300...0x1_F6FF, 0xE_0000...0xE_01FF]
        for value in ranges.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let literal = String(scalar).swiftLiteral
            let isOneLine = !literal.contains(where: \.isNewline)
            #expect(isOneLine)
            #expect(unescaped(literal) == bytes(String(scalar)))
        }
    }

    /// The bytes of a literal, read without the compiler.
    private func unescaped(_ literal: String) -> [UInt8] {
        let body = literal.unicodeScalars.dropFirst().dropLast()
        guard body.first == "\\" else { return bytes(String(String.UnicodeScalarView(body))) }
        switch body.dropFirst().first {
        case "n": return [0x0A]
        case "r": return [0x0D]
        case "t": return [0x09]
        case "u":
            let digits = String(String.UnicodeScalarView(body.dropFirst(3).dropLast()))
            return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { bytes(String($0)) } ?? []
        case let other?: return bytes(String(other))
        case nil: return []
        }
    }

    @Test func whatIsNoTextBecomesBase64() {
        let raw: [UInt8] = [0x1F, 0x8B, 0xFF, 0x00]
        let payload = EmbeddedPayload(path: "payloads/a.json.gz", bytes: raw)
        #expect(payload.literal.isBase64)
        #expect(payload.literal.text == "\"H4v/AA==\"")
        #expect(!EmbeddedPayload(path: "payloads/a", bytes: []).literal.isBase64)
        #expect(EmbeddedPayload(path: "payloads/a", bytes: [0xED, 0xA0, 0x80]).literal.isBase64)
    }

    @Test func foldersNamedPayloadsHoldPayloads() {
        #expect(EmbeddedPayload.isPayload("payloads/a.json"))
        #expect(EmbeddedPayload.isPayload("payloads/deep/a.json"))
        #expect(EmbeddedPayload.isPayload("2024/payloads/a.json"))
        #expect(!EmbeddedPayload.isPayload("payloads"))
        #expect(!EmbeddedPayload.isPayload("a/payloads.json"))
    }

    @Test func embedsUpToTheLimit() throws {
        let limit = EmbeddedPayload.maximumSize
        let history = try history([
            "payloads/b.csv": [UInt8](repeating: 0x61, count: limit),
            "payloads/c.csv": [UInt8](repeating: 0x61, count: limit + 1),
            "payloads/a/empty.csv": [],
            "notes.txt": [0x61],
        ])
        #expect(history.problems == [])
        #expect(history.payloads.map(\.path) == ["payloads/a/empty.csv", "payloads/b.csv"])
        #expect(history.warning == nil)
    }

    @Test func warnsOfManyPayloads() throws {
        let full = [UInt8](repeating: 0x61, count: EmbeddedPayload.maximumSize)
        let files = (0..<17).map { ("payloads/\($0).csv", full) }
        let history = try history(Dictionary(uniqueKeysWithValues: files))
        #expect(
            history.warning
                == "warning: Sample embeds 4352 KB of payloads and SQL, more than 4096 KB; payloads of over 256 KB stay files"
        )
    }

    @Test func linksThatLeadOutsideAreLeftOut() throws {
        try withFolder(["in/payloads/a.csv": [0x61], "out/secret.csv": [0x62]]) { folder in
            let inside = "\(folder)/in/payloads/inside.csv"
            let outside = "\(folder)/in/payloads/outside.csv"
            let files = FileManager.default
            try files.createSymbolicLink(atPath: inside, withDestinationPath: "\(folder)/in/payloads/a.csv")
            try files.createSymbolicLink(atPath: outside, withDestinationPath: "\(folder)/out/secret.csv")
            let history = History(target: "Sample", folder: "\(folder)/in", files: [inside, outside])
            #expect(history.payloads.map(\.path) == ["payloads/inside.csv"])
        }
    }
}
