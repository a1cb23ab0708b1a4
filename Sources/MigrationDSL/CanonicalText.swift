/// Writes values in the one spelling that checksums are taken of.
///
/// Strings are prefixed with their length, so that no two values share a spelling; what is absent or at its default
/// is left out, so that an operation may gain a field without changing the checksums of applied revisions.
package struct CanonicalText {
    package private(set) var text = ""
    private let normalizeSQL: SQLNormalizer

    /// Creates an empty text; `normalizeSQL` strips a statement of white space and comments that mean nothing.
    package init(normalizingSQL normalizeSQL: @escaping SQLNormalizer) {
        self.normalizeSQL = normalizeSQL
    }

    package mutating func node(_ tag: String, _ body: (inout CanonicalText) -> Void) {
        text += "(" + tag
        body(&self)
        text += ")"
    }

    package mutating func string(_ name: String, _ value: String?) {
        guard let value else { return }
        text += " \(name)=\(value.utf8.count):\(value)"
    }

    package mutating func sql(_ name: String, _ value: String?, _ database: RevisionDatabase = .postgres) {
        string(name, value.map { normalizeSQL($0, database) })
    }

    package mutating func flag(_ name: String, _ value: Bool) {
        if value { text += " " + name }
    }

    package mutating func number(_ name: String, _ value: Int?) {
        guard let value else { return }
        text += " \(name)=\(value)"
    }

    package mutating func strings(_ name: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        node(name) { list in for value in values { list.string("", value) } }
    }

    /// Settings by their names, whose order says nothing.
    package mutating func settings(_ name: String, _ values: [String: String]) {
        guard !values.isEmpty else { return }
        node(name) { list in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                list.string("", key)
                list.string("is", value)
            }
        }
    }

    package mutating func value(_ name: String, _ value: (some CanonicallySpelled)?) {
        guard let value else { return }
        node(name) { value.spell(into: &$0) }
    }

    package mutating func values(_ name: String, _ values: [some CanonicallySpelled]) {
        guard !values.isEmpty else { return }
        node(name) { list in for value in values { list.node("") { value.spell(into: &$0) } } }
    }

    /// A list whose order says nothing.
    package mutating func unordered(_ name: String, _ values: [some CanonicallySpelled]) {
        guard !values.isEmpty else { return }
        let spellings = values.map { value in
            var text = CanonicalText(normalizingSQL: normalizeSQL)
            value.spell(into: &text)
            return text.text
        }
        node(name) { list in for spelling in spellings.sorted() { list.text += " " + spelling } }
    }
}

/// Strips SQL, read as this database would, of what means nothing.
package typealias SQLNormalizer = (String, RevisionDatabase) -> String

/// A value that has one spelling for checksums, on any machine.
package protocol CanonicallySpelled {
    func spell(into text: inout CanonicalText)
}
