extension Operation: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        if let group = details as? AlterTable {
            group.spell(into: &text)
        } else {
            text.node(type(of: details).tag) { details.spell(into: &$0) }
        }
    }
}

extension [Operation] {
    /// The canonical text of a list of operations; the semantic checksum is computed from it.
    package func canonicalText(normalizing normalizeSQL: @escaping SQLNormalizer) -> String {
        var text = CanonicalText(normalizingSQL: normalizeSQL)
        for operation in self { operation.spell(into: &text) }
        return text.text
    }
}
