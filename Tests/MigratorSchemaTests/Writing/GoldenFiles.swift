import Foundation
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorSchema

/// Swift files that were generated, and that are compiled with the tests.
///
/// With `WRITE_GOLDEN=1` the tests write them anew instead of comparing; the build after that compiles them.
enum GoldenFiles {
    static let everything = RevisionDraft(
        "5b1f0c2d9e77",
        message: "Does all that can be done.",
        upgrade: SampleOperations.all,
        downgrade: .none("it is a sample")
    ).swift(typeName: "EveryOperation")

    static let postgres = schema(.postgres, prefix: "pg_")
    static let sqlite = schema(.sqlite, prefix: "lite_")

    static func schema(_ kind: DatabaseKind, prefix: String) -> GoldenSchema {
        var generator = SchemaGenerator(kind, seed: 7, prefix: prefix)
        return GoldenSchema(generator.schema(tables: 8))
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    /// The text of a file; what it should be is written there first if that is asked for.
    static func text(_ name: String, writing text: String) throws -> String {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return try String(contentsOf: file, encoding: .utf8)
    }
}
