import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// The name of a sequence as a text, as `nextval` takes it.
enum SequenceName {
    /// The name without the home schema, each part in quotes.
    static func own(_ text: String, _ dialect: any Dialect) -> String {
        guard var path = path(of: text, dialect.kind) else { return text }
        if path.count == 2, path[0].isExactly(dialect.homeSchema) { path.removeFirst() }
        return path.map { TableName.quote(dialect.comparedName($0)) }.joined(separator: ".")
    }

    /// The parts of the name; `nil` for a text that is none.
    static func path(of text: String, _ kind: DatabaseKind) -> [String]? {
        guard let tokens = ExpressionToken.read(text, kind, takesNamesForText: false) else { return nil }
        var path: [String] = []
        for (index, token) in tokens.enumerated() {
            if index % 2 == 1 {
                guard token.text == "." else { return nil }
            } else {
                guard token.kind == .word || token.kind == .name else { return nil }
                path.append(token.text)
            }
        }
        return path.isEmpty ? nil : path
    }
}
