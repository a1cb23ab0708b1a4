import MigratorSystem
import Testing

@Suite struct ExactTextTests {
    /// Texts that Swift takes for the same: of other lengths, of the same length, and with marks in another order.
    static let pairs = [("\u{E9}", "e\u{301}"), ("\u{212B}", "A\u{30A}"), ("a\u{323}\u{307}", "a\u{307}\u{323}")]

    @Test(arguments: pairs) func whatOnlyLooksTheSameIsTwo(_ left: String, _ right: String) {
        #expect(left == right, "to Swift it is one")
        #expect(!left.isExactly(right) && left.isExactly(left))
        #expect(ExactText(left) != ExactText(right) && Set([ExactText(left), ExactText(right)]).count == 2)
        #expect((ExactText(left) < ExactText(right)) != (ExactText(right) < ExactText(left)))
        #expect([left].hasExactly(left) && ![left].hasExactly(right))
        #expect([left, right].isExactly([left, right]) && ![left, right].isExactly([right, left]))
    }

    @Test func sameBytesAreTheSameWhereverTheyLie() {
        for text in [
            "", "a", "fifteen letters", "more than fifteen letters", "\u{E9}\u{E9}\u{E9}\u{E9}\u{E9}\u{E9}\u{E9}\u{E9}",
        ] {
            let copy = String(decoding: Array(text.utf8), as: UTF8.self)
            #expect(text.isExactly(copy) && ExactText(text).hashValue == ExactText(copy).hashValue)
            #expect(!text.isExactly(text + "a") && !(text + "a").isExactly(text))
        }
        #expect(!["a"].isExactly(["a", "b"]) && !["a", "b"].isExactly(["a"]))
    }

    @Test func theOrderIsThatOfTheBytes() {
        let sorted = ["", "Z", "a", "ab", "e\u{301}", "z", "\u{E9}"].map(ExactText.init)
        #expect(sorted.reversed().sorted() == sorted)
    }
}
