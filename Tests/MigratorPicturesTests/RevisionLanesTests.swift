import Testing

@testable import MigratorPictures

@Suite struct RevisionLanesTests {
    @Test func aLineStaysInItsLane() {
        let lanes = lanes("c:b", "b:a", "a")
        #expect(lanes.lanes == [0, 0, 0])
        #expect(lanes.width == 1)
        #expect(lanes.edges[0] == [RevisionLanes.Edge(target: 1, lane: 0, isParent: true)])
    }

    @Test func aMergeTakesALaneForEachParent() {
        let lanes = lanes("d:b,c", "c:a", "b:a", "a")
        #expect(lanes.lanes == [0, 1, 0, 1])
        #expect(lanes.width == 2)
        // Both lead to the same revision, in the lane that was there first.
        #expect(lanes.edges[1] == [RevisionLanes.Edge(target: 3, lane: 1, isParent: true)])
        #expect(lanes.edges[2] == [RevisionLanes.Edge(target: 3, lane: 1, isParent: true)])
    }

    @Test func aLaneThatEndedIsUsedAgain() {
        let lanes = lanes("e:a", "d", "c:a", "b", "a")
        #expect(lanes.lanes == [0, 1, 1, 1, 0])
        #expect(lanes.width == 2)
    }

    @Test func whatIsNotInTheRangeIsLeftOut() {
        let lanes = lanes("b:a,z", "a:y")
        #expect(lanes.edges.map(\.count) == [1, 0])
    }

    @Test func aDependencyIsNoParent() {
        var above = PictureRevision(id: "b")
        above.dependsOn = ["a"]
        let lanes = RevisionLanes([above, PictureRevision(id: "a")])
        #expect(lanes.edges[0] == [RevisionLanes.Edge(target: 1, lane: 0, isParent: false)])
    }

    /// No line that leads down passes through a revision.
    @Test(arguments: [9, 100, 1000]) func noLineRunsThroughARevision(count: Int) {
        let revisions = (0..<count).reversed().map { number in
            var revision = PictureRevision(id: String(number))
            let below = [number - 1 - number % 3, number % 7 == 6 ? number - 5 : -1].filter { $0 >= 0 }
            revision.parents = below.map(String.init)
            return revision
        }
        let lanes = RevisionLanes(revisions)
        for (row, edges) in lanes.edges.enumerated() {
            for edge in edges where edge.target - row > 1 {
                #expect(!(row + 1..<edge.target).contains { lanes.lanes[$0] == edge.lane })
            }
        }
    }

    private func lanes(_ lines: String...) -> RevisionLanes {
        RevisionLanes(
            lines.map { line in
                let parts = line.split(separator: ":")
                var revision = PictureRevision(id: String(parts[0]))
                if parts.count > 1 { revision.parents = parts[1].split(separator: ",").map(String.init) }
                return revision
            }
        )
    }
}
