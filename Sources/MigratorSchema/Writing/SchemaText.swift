package import MigratorCatalogue
package import MigratorDialects

/// A schema as text: Swift that declares it, SQL that makes it, or JSON.
///
/// The same schema gives the same text, in whichever order its objects are held.
package struct SchemaText: Sendable {
    let schema: Schema
    let dialect: any Dialect

    /// Takes a schema and the dialect of its kind of database.
    package init(_ schema: Schema, _ dialect: any Dialect) {
        self.schema = schema.namingSequences(dialect)
        self.dialect = dialect
    }

    /// The objects that cannot be written, each in a sentence.
    var remarks: [String] {
        let sorted = schema.unsupported.sorted { ($0.kind, $0.object) < ($1.kind, $1.object) }
        return sorted.map { Self.line("Not written: \($0.kind) \($0.object): \($0.why)") }
    }

    /// A text on one line, fit for a comment.
    package static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line += " "
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
