extension Operation: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        if case .alterTable(let group) = self {
            group.spell(into: &text)
        } else {
            let details = details
            text.node(type(of: details).tag) { details.spell(into: &$0) }
        }
    }
}

extension [Operation] {
    /// The one spelling of a list of operations, of which the semantic checksum is taken.
    package func canonicalText(normalizing normalizeSQL: @escaping SQLNormalizer) -> String {
        var text = CanonicalText(normalizingSQL: normalizeSQL)
        for operation in self { operation.spell(into: &text) }
        return text.text
    }
}
