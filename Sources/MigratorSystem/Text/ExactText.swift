/// A text that is told from others by its bytes, for sets and dictionaries of what databases hold.
///
/// Its hash is the text's own: what has the same bytes is equal to Swift as well.
package struct ExactText: Hashable, Sendable {
    /// The text.
    package let text: String

    /// Creates it of a text.
    package init(_ text: String) {
        self.text = text
    }

    /// Whether the bytes are the same.
    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.isExactly(right.text)
    }
}

extension ExactText: Comparable {
    /// Orders by bytes, which for valid text is the order of its code points.
    package static func < (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
