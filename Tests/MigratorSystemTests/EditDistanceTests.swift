import MigratorSystem
import Testing

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "xabc", 1), ("abc", "xyz", 3),
        ("kitten", "sitting", 3),
    ])
    func editsAreCounted(_ left: String, _ right: String, _ edits: Int) {
        for swaps in [true, false] {
            let (one, other) = (Array(left), Array(right))
            #expect(EditDistance.between(one, other, swaps: swaps, limit: 3) == edits)
            #expect(EditDistance.between(other, one, swaps: swaps, limit: edits) == edits)
            #expect(EditDistance.between(one, other, swaps: swaps, limit: edits - 1) == nil)
        }
    }

    @Test func aSwapIsOneEditOrTwo() {
        #expect(EditDistance.between(Array("heads"), Array("haeds"), swaps: true, limit: 2) == 1)
        #expect(EditDistance.between(Array("heads"), Array("haeds"), swaps: false, limit: 2) == 2)
    }

    @Test func aSuggestionTakesASwapForOneEditAndANearNameForTwo() {
        #expect(Suggestion.nearest(to: "haed", among: ["base", "head"]) == "head")
        #expect(!NearName.isNear("haed", "head") && NearName.isNear("haeds", "heads"))
        #expect(NearName.isNear("Name", "nam") && !NearName.isNear("id", "name"))
        #expect(Suggestion.suffix(for: "hx", among: ["hy"]).isEmpty)
    }
}
