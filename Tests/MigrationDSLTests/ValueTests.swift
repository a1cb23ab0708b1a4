import MigrationDSL
import Testing

struct ValueTests {
    @Test func literalsAreValues() {
        let row: Row = [
            "name": "fox", "weight": 0.5, "count": 7, "enabled": true, "nothing": nil,
            "traits": ["clever", 1, nil], "data": ["a": [true]],
        ]
        #expect(row["name"] == .text("fox"))
        #expect(row["traits"]?.jsonText == #"["clever", 1, null]"#)
        #expect(row["data"]?.jsonText == #"{"a": [true]}"#)
        #expect(row["missing"] == nil)
    }

    @Test func jsonEscapesWhatItMust() {
        #expect(Value.text("a\"b\\c\n\u{1}é🦊").jsonText == "\"a\\\"b\\\\c\\n\\u0001é🦊\"")
    }

    @Test func predicatesKnowTheirColumns() {
        let predicate = (Field("a") == 1 && !(Field("b") == nil)) || Field("c").isOne(of: [1, 2])
        #expect(predicate.columns == ["a", "b", "c"])
    }

    @Test(arguments: [
        "a@b", "a-b", "a+b", "a:b", "a b", "", ".a", "a/b", "a\u{7}", "a'b", String(repeating: "x", count: 256),
    ])
    func idsThatTargetsCouldNotNameAreRefused(_ id: String) {
        #expect(RevisionID(id).problem != nil)
    }

    @Test(arguments: ["5b1f0c2d9e77", "a", "ünï", "a.b", "a_b", String(repeating: "x", count: 255)])
    func otherIdsAreNot(_ id: String) {
        #expect(RevisionID(id).problem == nil)
    }
}
