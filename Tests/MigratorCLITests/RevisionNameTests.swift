import MigrationDSL
import Migrator
import Testing

@testable import MigratorCLI

@Suite struct RevisionNameTests {
    @Test(arguments: [
        ("add spirit titles", "add_spirit_titles"),
        ("Add: the (audit) log!", "add_the_audit_log"),
        ("", ""),
        ("!!!", ""),
        ("naïve Übung", "naïve_übung"),
        ("one two three four five six seven eight nine ten", "one_two_three_four_five_six_seven_eight"),
        ("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"),
        ("../../etc/passwd", "etc_passwd"),
    ])
    func makesSlugs(message: String, slug: String) {
        #expect(RevisionName.slug(message) == slug)
    }

    @Test(arguments: [
        ("add spirit titles", "AddSpiritTitles"),
        ("", "Revision"),
        ("50 races", "Revision50Races"),
        ("column", "ColumnRevision"),
        ("create table", "CreateTableRevision"),
        ("constraint", "ConstraintRevision"),
        ("operations", "OperationsRevision"),
        ("reversible revision", "ReversibleRevisionRevision"),
        ("type", "TypeRevision"),
        ("naïve", "Nave"),
        ("users", "Users_5b1f0c2d9e77"),
    ])
    func makesTypeNames(message: String, name: String) {
        let expected = message.isEmpty ? "RevisionRevision" : name
        #expect(RevisionName.typeName(message, "5b1f0c2d9e77", taken: ["Users"]) == expected)
    }

    @Test func makesIDsOfTwelveDigits() {
        var ids: Set<RevisionID> = []
        for _ in 0..<200 {
            let id = RevisionName.newID { ids.contains($0) }
            #expect(id.rawValue.count == 12)
            #expect(id.rawValue.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            #expect(id.problem == nil)
            ids.insert(id)
        }
        #expect(ids.count == 200)
    }

    @Test func keepsAMessageOnOneLine() {
        #expect(RevisionName.message("a\n b\r\n\tc\u{1B}[31m \u{2028}d  ") == "a b c [31m d")
    }

    @Test func namesFiles() {
        #expect(RevisionName.fileName("aaaa", "add a table", .sql) == "aaaa_add_a_table.sql")
        #expect(RevisionName.fileName("aaaa", "?", .swift) == "aaaa.swift")
    }
}

@Suite struct RevisionDraftTests {
    private let full = RevisionDraft(
        "5b1f0c2d9e77",
        parents: ["22ebdcff71c4", "cc04580c04ef"],
        branchLabels: ["titles"],
        dependsOn: ["agents"],
        message: "Adds the titles."
    )

    @Test func writesSwift() {
        #expect(
            full.swift(typeName: "AddTitles") == """
                import MigrationDSL

                /// Adds the titles.
                struct AddTitles: Revision {
                    static let id: RevisionID = "5b1f0c2d9e77"
                    static let parents: [RevisionID] = ["22ebdcff71c4", "cc04580c04ef"]
                    static let branchLabels = ["titles"]
                    static let dependsOn: [RevisionID] = ["agents"]

                    func upgrade(_ op: Operations) {
                    }
                }

                """
        )
    }

    @Test func writesABaseInSwift() {
        #expect(
            RevisionDraft("aaaa", message: "").swift(typeName: "First") == """
                import MigrationDSL

                struct First: Revision {
                    static let id: RevisionID = "aaaa"

                    func upgrade(_ op: Operations) {
                    }
                }

                """
        )
    }

    @Test func writesSQL() {
        #expect(
            full.sql() == """
                -- revision: 5b1f0c2d9e77
                -- parents: 22ebdcff71c4, cc04580c04ef
                -- branch-labels: titles
                -- depends-on: agents
                -- message: Adds the titles.

                -- upgrade

                -- downgrade

                """
        )
        #expect(
            RevisionDraft("aaaa", message: "").sql() == "-- revision: aaaa\n\n-- upgrade\n\n-- downgrade\n"
        )
    }
}

@Suite struct RevisionFoldersTests {
    private func folders(compiled: [String] = [], sql: [String] = []) -> RevisionFolders {
        RevisionFolders(compiled: compiled, sql: sql, resolve: { $0 == "missing" ? nil : $0 })
    }

    @Test func followsTheFirstParent() throws {
        let known = folders(compiled: ["/src/naming", "/src/ecs"], sql: ["/sql"])
        #expect(
            try known.choose(path: nil, parentFile: "/src/ecs/2026/a.swift", language: nil)
                == .init(folder: "/src/ecs/2026", language: .swift)
        )
        #expect(
            try known.choose(path: nil, parentFile: "/sql/a.sql", language: nil)
                == .init(folder: "/sql", language: .sql)
        )
        #expect(
            try known.choose(path: nil, parentFile: "/src/ecs/a.swift", language: .sql)
                == .init(folder: "/sql", language: .sql)
        )
    }

    @Test func takesTheOnlyFolder() throws {
        #expect(
            try folders(sql: ["revisions"]).choose(path: nil, parentFile: nil, language: nil)
                == .init(folder: "revisions", language: .sql)
        )
    }

    @Test func refusesToGuess() {
        let two = folders(compiled: ["/a", "/b"])
        #expect(throws: (any Error).self) { try two.choose(path: nil, parentFile: nil, language: nil) }
        #expect(throws: (any Error).self) { try two.choose(path: nil, parentFile: nil, language: .sql) }
        #expect(throws: (any Error).self) { try folders().choose(path: nil, parentFile: nil, language: nil) }
    }

    @Test func takesOnlyFoldersThatAreRead() throws {
        let known = folders(compiled: ["/src/naming"], sql: ["/sql"])
        #expect(
            try known.choose(path: "/src/naming/sub", parentFile: nil, language: nil)
                == .init(folder: "/src/naming/sub", language: .swift)
        )
        for path in ["/src/namingX", "/src", "/sql/sub", "missing"] {
            #expect(throws: (any Error).self) { try known.choose(path: path, parentFile: nil, language: nil) }
        }
        #expect(throws: (any Error).self) { try known.choose(path: "/sql", parentFile: nil, language: .swift) }
    }
}
