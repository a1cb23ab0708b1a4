/// A row written down in a revision: values by column name, in order.
///
/// ```swift
/// ["name": "fox", "weight": 1.0, "traits": ["clever", "quick"]]
/// ```
public struct Row: Hashable, Sendable {
    /// The columns and their values, as written.
    public let fields: [Value.Member]

    /// Creates a row.
    public init(_ fields: [Value.Member]) {
        self.fields = fields
    }
}

extension Row: ExpressibleByDictionaryLiteral {
    /// Creates a row from a literal; a column written twice is an error when the row is loaded.
    public init(dictionaryLiteral elements: (String, Value)...) {
        fields = elements.map { Value.Member($0.0, $0.1) }
    }
}

extension Row: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        for field in fields.sorted(by: { $0.name < $1.name }) {
            text.node("") { column in
                column.string("column", field.name)
                field.value.spell(into: &column)
            }
        }
    }
}
