import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema

/// A schema that a golden file declares.
struct GoldenSchema {
    let schema: Schema

    init(_ schema: Schema) {
        self.schema = schema
    }

    /// The file that declares it.
    func swift(named name: String) throws -> String {
        SchemaText(schema, try schema.kind.dialect()).swift(named: name)
    }

    /// The objects, each in the spelling that checksums are taken of, in an order of their own.
    static func spellings(_ objects: [SchemaObject]) -> [String] {
        objects.map { object in
            let op = Operations()
            object.record(op, homeSchema: "public")
            return op.recorded.canonicalText { text, database in SQLCanonical.text(of: text, kind: database.kind) }
        }.sorted()
    }
}
