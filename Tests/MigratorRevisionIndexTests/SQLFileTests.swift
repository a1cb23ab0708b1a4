import Testing

@testable import MigratorRevisionIndex

/// SQL that becomes part of the executable.
@Suite struct SQLFileTests {
    private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func revisionsAndRepeatablesAreEmbedded() throws {
        let history = try history([
            "1_first.sql": text("-- A note.\n\n-- revision: aaaa\n-- upgrade\nSELECT 'é\"';\n"),
            "2024/2.sql": text("--revision: x\n-- revision: bbbb\r\n-- upgrade\n"),
            "views/v.sql": text("-- repeatable\nSELECT 1;"),
            "payloads/data.sql": text("SELECT 1"),
            "notes.txt": text("x"),
        ])
        #expect(history.problems == [])
        #expect(history.sqlFiles.map(\.path) == ["1_first.sql", "2024/2.sql", "views/v.sql"])
        #expect(history.sqlFiles.map { $0.id?.value } == ["aaaa", "bbbb", nil])
        #expect(history.payloads.map(\.path) == ["payloads/data.sql"])
        let source = history.payloadSource
        #expect(source.contains(#"path: "1_first.sql", content: "-- A note.\n\n-- revision: aaaa"#))
        #expect(source.contains(#"SELECT 'é\"';"#) && source.contains(#"path: "views/v.sql""#))
        #expect(!history.registrySource.contains("aaaa"))
    }

    @Test(arguments: ["SELECT 1;\n-- revision: a", "-- nothing", "", "-- revision:\n"])
    func aFileThatIsNeitherIsAnError(_ content: String) throws {
        let problems = try history(["a.sql": text(content)]).problems
        #expect(problems.count == 1 && problems[0].message.hasPrefix("a SQL file begins with"), "\(problems)")
        #expect(problems.first?.path.hasSuffix("/a.sql") == true)
    }

    @Test func whatIsNoTextIsAnError() throws {
        let problems = try history(["a.sql": [0x2D, 0x2D, 0xFF]]).problems
        #expect(problems.map(\.message) == ["a SQL file is UTF-8 text, and this is none"])
    }

    @Test func anIDIsThereOnce() throws {
        let problems = try history([
            "a.sql": text("-- revision: aaaa\n"), "b.sql": text("\n-- revision: aaaa\n"),
        ]).problems
        #expect(problems.map(\.message) == ["the id 'aaaa' is taken by a.sql:1"])
        #expect(problems.first?.position.line == 2)
    }
}
