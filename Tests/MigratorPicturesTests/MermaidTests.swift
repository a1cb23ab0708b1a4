import Testing

@testable import MigratorPictures

@Suite struct MermaidTests {
    private let classes = """
          classDef applied fill:#d3f0dc,stroke:#1c7c3c,color:#111111
          classDef pending fill:#fdf3d0,stroke:#946200,color:#111111
          classDef current fill:#a9e2ba,stroke:#0d4f24,stroke-width:4px,color:#111111
          classDef elsewhere fill:#eeeeee,stroke:#777777,stroke-dasharray:4,color:#111111
        """

    @Test func drawsAHistoryFromItsBeginning() {
        #expect(
            PictureSamples.history.mermaid() == """
                ```mermaid
                flowchart TB
                  r3["aaaa<br/>begin"]:::applied
                  r2["bbbb<br/>(shop)"]:::current
                  r1["cccc<br/>say #34;hi#34; #60;b#62;"]:::pending
                  r0(["dddd<br/>join"]):::pending
                  r3 --> r2
                  r3 --> r1
                  r2 -.-> r1
                  r2 --> r0
                  r1 --> r0
                \(classes)
                ```

                """
        )
    }

    @Test func drawsTablesAndWhatTheyPointTo() {
        #expect(
            PictureSamples.schema.mermaid() == """
                ```mermaid
                erDiagram
                  t0["customers"] {
                    bigint id PK
                    character_varying(80) full_name "full name character varying(80)"
                  }
                  t1["orders"] {
                    bigint id PK
                    bigint customer FK
                  }
                  t1 }o--|| t0 : "customer"
                ```

                """
        )
    }

    @Test(arguments: ["%%{init: x}%%", "a\"]; click r0", "```", "#quot;", "a\nb", "\u{202E}abc", "{|}\\"])
    func aNameIsNothingButText(name: String) {
        var object = PictureObject(key: name, kind: "table", name: name)
        object.columns = [PictureColumn(name: name, type: name)]
        let text = SchemaPicture(title: name, objects: [object]).mermaid()
        let lines = text.split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines[2].hasPrefix("  t0[\"") && lines[2].hasSuffix("\"] {"))
        for line in [lines[2], lines[3]] {
            #expect(line.count(where: { $0 == "\"" }) == 2)
            #expect(!line.contains("%") && !line.contains("`") && !line.contains("\u{202E}"))
        }
    }

    @Test(arguments: [400, 600, 3000])
    func aDiagramKeepsToTheLimits(count: Int) throws {
        let revisions = (0..<count).reversed().map { number in
            let parents = [1, 2, 3].map { number - $0 }.filter { $0 >= 0 }.map(String.init)
            return PictureSamples.revision(String(number), parents: parents, "a message of some length") { _ in }
        }
        let diagrams = try diagrams(of: HistoryPicture(title: "", revisions: revisions).mermaid())
        #expect(diagrams.count > 1)
        var edges: Set<Substring> = []
        for diagram in diagrams {
            #expect(diagram.utf16.count <= MermaidDocument.mostCharacters)
            let lines = diagram.split(separator: "\n")
            let drawn = lines.filter { $0.contains("-->") }
            #expect(drawn.count <= MermaidDocument.mostEdges)
            let boxes = Set(lines.filter { $0.contains("[") }.map { $0.prefix { $0 != "[" && $0 != "(" } })
            for edge in drawn {
                #expect(edges.insert(edge).inserted)
                // Both of its ends are boxes of the same diagram.
                let ends = edge.split(separator: " ").filter { $0 != "-->" }
                #expect(ends.allSatisfy { boxes.contains("  \($0)") })
            }
        }
        #expect(edges.count == 3 * count - 6)
    }

    @Test func aTableWithMoreRelationsThanADiagramHoldsIsInSeveral() throws {
        var hub = PictureObject(key: "hub", kind: "table", name: "hub")
        var objects: [PictureObject] = []
        for number in 0..<1200 {
            objects.append(PictureObject(key: "t\(number)", kind: "table", name: "t\(number)"))
            hub.relations.append(PictureRelation(target: "t\(number)", targetName: "t\(number)"))
        }
        let diagrams = try diagrams(of: SchemaPicture(title: "", objects: [hub] + objects).mermaid())
        #expect(diagrams.count >= 3)
        let counts = diagrams.map { $0.split(separator: "\n").count { $0.contains("o--o") || $0.contains("--o|") } }
        #expect(counts.allSatisfy { $0 <= MermaidDocument.mostEdges } && counts.reduce(0, +) == 1200)
        #expect(diagrams.allSatisfy { $0.utf16.count <= MermaidDocument.mostCharacters })
    }

    @Test func aTableOfManyColumnsSaysHowManyMoreThereAre() throws {
        var table = PictureObject(key: "wide", kind: "table", name: "wide")
        table.columns = (0..<1600).map { PictureColumn(name: "a_rather_long_name_of_a_column_\($0)", type: "text") }
        let text = SchemaPicture(title: "", objects: [table]).mermaid()
        #expect(text.utf16.count < MermaidDocument.mostCharacters)
        #expect(text.contains("and_more columns \""))
    }

    /// What is between the fences.
    private func diagrams(of text: String) throws -> [String] {
        let pieces = text.split(separator: "```mermaid\n").map(String.init)
        return pieces.compactMap { piece in
            guard let end = piece.firstRange(of: "```") else { return nil }
            return String(piece[..<end.lowerBound])
        }
    }
}
