import MigrationDSL
import Testing

@testable import MigratorCLI

@Suite struct GraphDrawingTests {
    /// Draws revisions given as `id parent parent`, newest first.
    private func draw(_ lines: String...) -> String {
        let nodes = lines.map { line -> GraphDrawing.Node in
            let words = line.split(separator: " ").map(String.init)
            return .init(id: RevisionID(words[0]), parents: words.dropFirst().map { RevisionID($0) }, text: words[0])
        }
        return GraphDrawing.draw(nodes).joined(separator: "\n")
    }

    @Test func drawsNothing() {
        #expect(GraphDrawing.draw([]) == [])
    }

    @Test func drawsALine() {
        #expect(draw("c b", "b a", "a") == "* c\n* b\n* a")
    }

    @Test func drawsABranchAndItsMerge() {
        #expect(
            draw("d b c", "b a", "c a", "a") == #"""
                * d
                |\
                * | b
                | * c
                |/
                * a
                """#
        )
    }

    @Test func drawsTwoHeads() {
        #expect(
            draw("c a", "b a", "a") == #"""
                * c
                | * b
                |/
                * a
                """#
        )
    }

    @Test func drawsSeveralBases() {
        #expect(
            draw("d c", "b a", "c", "a") == #"""
                * d
                | * b
                * | c
                 /
                * a
                """#
        )
    }

    @Test func partsHistoriesThatDoNotBelongTogether() {
        #expect(draw("b", "a") == "* b\n\n* a")
        #expect(draw("c a", "b", "d", "a") == "* c\n| * b\n|\n| * d\n* a")
    }

    @Test func drawsAMergeOfThree() {
        #expect(
            draw("m a b c", "a r", "b r", "c r", "r") == #"""
                * m
                |\
                |\ \
                * | | a
                | * | b
                |/ /
                | * c
                |/
                * r
                """#
        )
    }

    @Test func pushesOtherColumnsAside() {
        #expect(
            draw("x r", "m a b", "y r", "a r", "b r", "r") == #"""
                * x
                | * m
                | |\
                | | | * y
                | |_|/
                |/| |
                | * | a
                |/ /
                | * b
                |/
                * r
                """#
        )
    }

    @Test func joinsAcrossAColumn() {
        #expect(
            draw("x r", "y s", "z r", "s r", "r") == #"""
                * x
                | * y
                | | * z
                | |/
                |/|
                | * s
                |/
                * r
                """#
        )
    }

    @Test func mergesIntoAColumnThatIsThere() {
        #expect(
            draw("x a", "m b a", "b a", "a") == #"""
                * x
                | * m
                | |\
                | |/
                |/|
                | * b
                |/
                * a
                """#
        )
    }

    @Test func drawsTwinMerges() {
        #expect(
            draw("m a b", "n a b", "a r", "b r", "r") == #"""
                * m
                |\
                | | * n
                | | |\
                | |/ /
                |/| |
                | |/
                * | a
                | * b
                |/
                * r
                """#
        )
    }

    @Test func leavesOutParentsThatAreNotListed() {
        #expect(draw("c b", "b a") == "* c\n* b")
    }

    @Test func linesLeadWhereTheParentsAre() {
        var generator = Numbers(state: 7)
        for round in 0..<400 {
            let count = 1 + round % 40
            let reach = 1 + round % 9
            var nodes: [GraphDrawing.Node] = []
            var edges: Set<String> = []
            for index in 0..<count {
                var parents: [Int] = []
                for _ in 0..<Int.random(in: 0...3, using: &generator) where index < count - 1 {
                    let parent = index + Int.random(in: 1...min(count - index - 1, reach), using: &generator)
                    if !parents.contains(parent) { parents.append(parent) }
                }
                for parent in parents { edges.insert("n\(index) n\(parent)") }
                let ids = parents.map { RevisionID("n\($0)") }
                nodes.append(.init(id: RevisionID("n\(index)"), parents: ids, text: "n\(index)"))
            }
            let lines = GraphDrawing.draw(nodes)
            #expect(DrawingReader(lines).edges == edges, "\(lines.joined(separator: "\n"))")
            let drawn = lines.filter { $0.contains("*") }.compactMap { $0.split(separator: " ").last.map(String.init) }
            #expect(drawn == nodes.map(\.id.rawValue))
            #expect(lines.allSatisfy { $0.last != " " })
        }
    }

    @Test func drawsTenThousandRevisionsAtOnce() {
        let nodes = (0..<10_000).map { index -> GraphDrawing.Node in
            let parents = index % 7 == 0 ? [index + 1, index + 5] : [index + 1]
            return GraphDrawing.Node(
                id: RevisionID("n\(index)"),
                parents: parents.map { RevisionID("n\($0)") },
                text: "n\(index)"
            )
        }
        let clock = ContinuousClock()
        let time = clock.measure { #expect(GraphDrawing.draw(nodes).count > 10_000) }
        #expect(time < .seconds(5))
    }
}

/// Numbers that are the same in every run.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
