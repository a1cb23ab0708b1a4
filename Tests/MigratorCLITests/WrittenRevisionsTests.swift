import MigrationDSL
import Migrator
import Testing

@testable import MigratorCLI

/// What was written since the program was built is part of the history that the next revision joins.
@Suite struct WrittenRevisionsTests {
    private struct First: Revision {
        static let id: RevisionID = "aaaa"
        func upgrade(_ op: Operations) {}
    }

    private static let first = "import MigrationDSL\nstruct First: Revision { static let id: RevisionID = \"aaaa\" }\n"

    private func registry(_ files: String = "aaaa_first.swift") -> RevisionRegistry {
        let entry = RevisionRegistry.Entry(First.self, file: files, line: 2, message: "first")
        return RevisionRegistry(name: "Test", sourceFolder: "/h", entries: [entry], payloads: [])
    }

    private func written(_ files: [String: String], _ registry: RevisionRegistry? = nil) throws -> WrittenRevisions {
        func names(_ folder: String) -> [String]? {
            let below = files.keys.filter { $0.hasPrefix(folder + "/") }.map { $0.dropFirst(folder.count + 1) }
            return below.isEmpty ? nil : Set(below.map { String($0.prefix { $0 != "/" }) }).sorted()
        }
        return try WrittenRevisions([registry ?? self.registry()], names: names) { files[$0] }
    }

    private func graph(_ files: [String: String]) throws -> RevisionGraph {
        try written(files).graph(beside: RevisionGraph([RevisionNode(id: "aaaa")]))
    }

    private func failure(_ files: [String: String]) -> String? {
        do {
            _ = try graph(files)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func revisionsInARowNeedNoBuildBetween() throws {
        var files = ["/h/aaaa_first.swift": Self.first]
        #expect(try written(files).nodes.isEmpty)
        for (number, id) in ["bbbb", "cccc", "dddd"].enumerated() {
            let parents = try graph(files).placement().parents
            #expect(parents == [["aaaa"], ["bbbb"], ["cccc"]][number])
            let text = RevisionDraft(RevisionID(id), parents: parents, message: "a note").swift(
                typeName: "T\(id)"
            )
            files["/h/\(id)_a_note.swift"] = text
        }
        #expect(try written(files).typeNames == ["Tbbbb", "Tcccc", "Tdddd"])
    }

    @Test func branchesThatWereJustBegunAreJoined() throws {
        var files = ["/h/aaaa_first.swift": Self.first]
        for id in ["left", "right"] {
            let template = RevisionDraft(
                RevisionID("\(id)1"),
                parents: ["aaaa"],
                branchLabels: [id],
                dependsOn: ["aaaa"],
                message: "it's \"quoted\" { struct Fake: Revision {"
            )
            files["/h/deep/\(id).swift"] = template.swift(typeName: "A\(id)")
        }
        let graph = try graph(files)
        #expect(Set(try graph.mergePlacement(of: ["heads"]).parents) == ["left1", "right1"])
        #expect(try graph.placement(onto: "left@head").parents == ["left1"])
        #expect(try graph.placement(onto: "left", dependsOn: ["right"]).dependsOn == ["right"])
        #expect(throws: MigratorError.self) { try graph.placement() }
    }

    @Test(arguments: [
        "static let id = RevisionID(\"b\" + \"c\")", "static var id: RevisionID { \"bbbb\" }", "static let ids = 1",
        "static let id: RevisionID = \"bbbb\"\n    static let parents = [First.id]",
        "static let id: RevisionID = \"\\(First.id)b\"",
    ])
    func whatOnlyABuildCanTellIsSaid(_ members: String) throws {
        let text = "struct Odd: ReversibleRevision {\n    \(members)\n    func upgrade(_ op: Operations) {}\n}\n"
        let said = failure(["/h/aaaa_first.swift": Self.first, "/h/odd.swift": text])
        #expect(said?.contains("/h/odd.swift:1:") == true, "\(said ?? "")")
        #expect(said?.contains("build first") == true, "\(said ?? "")")
    }

    @Test func helpersAndWhatSaysNothingOfRevisionsArePassedOver() throws {
        let files = [
            "/h/aaaa_first.swift": Self.first,
            "/h/Support/Names.swift": "struct Helper: Revision { static let id = \"x\" }",
            "/h/Types.swift":
                "// struct Old: Revision {}\nstruct Plain: Sendable { let revision = \"struct A: Revision {\" }",
            "/h/payloads/rows.json": "[]", "/h/.hidden.swift": "struct H: Revision {}",
        ]
        #expect(try written(files).nodes.isEmpty)
    }

    @Test func aFileThatIsGoneOrHasMoved() throws {
        #expect(failure(["/h/other.swift": "let x = 1"])?.contains("its file is gone; build first") == true)
        #expect(try written(["/h/new/name.swift": Self.first]).nodes.isEmpty, "it is the same revision")
        #expect(
            failure(["/h/aaaa_first.swift": Self.first, "/h/copy.swift": Self.first])?.contains("more than once")
                == true
        )
    }

    @Test func aProgramFromAnotherMachineHasNoFolders() throws {
        #expect(try WrittenRevisions([registry()], names: { _ in nil }, read: { _ in nil }).nodes.isEmpty)
    }
}
