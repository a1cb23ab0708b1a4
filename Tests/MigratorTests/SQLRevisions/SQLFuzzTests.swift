import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources
import Testing

@Suite struct SQLFuzzTests {
    private static let pieces = [
        "'", "''", "\"", "`", "[", "]", "$$", "$a$", "$", "(", ")", ";", "--", "-- upgrade\n", "\n-- downgrade\n", "/*",
        "*/",
        "/", "*", "\n", "\r\n", " ", "\\", "E'", "x'", "U&'", "U&\"", "CREATE", " TRIGGER ", " TEMP ", " BEGIN ",
        " END", " CASE ",
        " FUNCTION ", " ATOMIC ", " or replace ", "COMMIT", "a", "1e", "+1", ".", "é",
        "\n-- bulk-insert into a from p.csv\n",
        "\n-- touches: a, b\n", "\n-- parents: x\n", "-- revision: a1\n", "\u{FEFF}", ":", ",", "=", "\u{0}",
    ]

    @Test(arguments: 0..<4)
    func neverCrashesAndKeepsItsPromises(_ seed: Int) throws {
        var generator = SQLFuzzGenerator(state: UInt64(seed))
        var valid = 0
        for _ in 0..<600 {
            var body = ""
            for _ in 0..<Int.random(in: 0..<24, using: &generator) {
                body += Self.pieces.randomElement(using: &generator) ?? ""
            }
            let text = Bool.random(using: &generator) ? body : SQLFixture.file(body)
            let file: SQLRevisionFile
            do throws(MigratorError) {
                file = try SQLFixture.parse(text)
            } catch {
                #expect(error.location != nil, "\(text)")
                continue
            }
            valid += 1
            for kind in DatabaseKind.known {
                guard let items = try? file.items(of: .upgrade, for: kind) else { continue }
                try checkStatements(items, kind)
            }
        }
        #expect(valid > 20)
    }

    /// A statement read by itself is one statement again, of the same canonical text.
    private func checkStatements(_ items: [SQLItem], _ kind: DatabaseKind) throws {
        for case .statement(let text, _, _) in items {
            _ = SQLTables.touched(by: text, kind: kind)
            let again = try SQLFixture.statements(text, kind)
            #expect(again == [text])
            let canonical = SQLCanonical.text(of: text, kind: kind)
            #expect(SQLCanonical.text(of: canonical, kind: kind) == canonical, "\(text)")
        }
    }

    @Test func survivesRandomBytes() {
        var generator = SQLFuzzGenerator(state: 99)
        for _ in 0..<1000 {
            let bytes = (0..<Int.random(in: 0..<64, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? SQLRevisionFile(path: "f.sql", contents: bytes)
            let ascii = Array("-- revision: a\n-- upgrade\n".utf8) + bytes.map { $0 & 0x7F }
            _ = try? SQLRevisionFile(path: "f.sql", contents: ascii)
        }
    }

    @Test func takesTimeInProportionToTheText() throws {
        let statements = 5_000
        let text = SQLFixture.file(String(repeating: "INSERT INTO t VALUES (1, 'x');\n", count: statements))
        let file = try SQLFixture.parse(text)
        let start = ContinuousClock.now
        #expect(try file.items(of: .upgrade, for: .sqlite).count == statements)
        let elapsed = ContinuousClock.now - start
        #expect(elapsed < .seconds(2))
    }
}
