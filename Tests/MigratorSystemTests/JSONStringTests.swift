import Foundation
import MigratorSystem
import Testing

@Suite struct JSONStringTests {
    @Test func onlyWhatMustBeIsEscaped() {
        #expect(JSONString.quoted("") == #""""#)
        #expect(JSONString.quoted("a\"b\\c/\n\r\t\u{0}\u{1B}") == #""a\"b\\c/\n\r\t\u0000\u001b""#)
        #expect(JSONString.quoted("\u{7F}é🦊") == "\"\u{7F}é🦊\"")
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let scalars = (0..<0x300).compactMap { Unicode.Scalar(UInt32($0)) }
        let text = String(String.UnicodeScalarView(scalars)) + "🦊\u{10FFFF}"
        let read = try JSONDecoder().decode([String].self, from: Data("[\(JSONString.quoted(text))]".utf8))
        #expect(read == [text])
    }

    @Test func charactersHaveFourDigits() {
        var bytes: [UInt8] = []
        JSONString.append(unit: 0x9B, to: &bytes)
        JSONString.append(unit: 0xFEFF, to: &bytes)
        #expect(bytes == Array(#"\u009b\ufeff"#.utf8))
    }
}
