import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects

@testable import MigratorSchema

/// Plans between two schemas that are written down, the old one as if a database had it.
struct Generating {
    let kind: DatabaseKind
    var renames = Renames()

    static let postgres = Generating(kind: .postgres)
    static let sqlite = Generating(kind: .sqlite)

    func plan(_ old: DeclaredSchema, _ new: DeclaredSchema) async throws -> GeneratedPlan {
        var comparing = Comparing(kind: kind)
        comparing.renames = renames
        comparing.oracle = WordsOracle()
        let (before, after) = (comparing.read(old.objects), Schema(new, for: kind))
        let comparison = try await comparing.result(before, after)
        return PlanGenerator(try kind.dialect()).plan(from: before, to: after, comparison)
    }

    /// The statements of operations; a rebuild as the changes that it makes.
    func sql(_ operations: [Operation]) throws -> [String] {
        let dialect = try kind.dialect()
        return try operations.flatMap { try dialect.render($0).map(\.script) }
    }
}

/// A server to which texts of other words mean other things.
private struct WordsOracle: SchemaOracle {
    func canonical(_ questions: [SchemaQuestion]) async throws -> [SchemaAnswer] {
        questions.map { SchemaAnswer($0.text) }
    }
}

extension GeneratedPlan {
    /// The operations of all parts in words, with a line between two parts.
    var words: [String] {
        Array(parts.map { $0.upgrade.map(\.words) }.joined(separator: ["--"]))
    }

    /// How each part is taken back.
    var ways: [String] {
        parts.map { part in
            switch part.downgrade {
            case .derived: "derived"
            case .operations(let operations): operations.map(\.words).joined(separator: ", ")
            case .none: "none"
            }
        }
    }
}

extension Operation {
    /// What it is about; of a group of changes each of them.
    fileprivate var words: String {
        guard let group = details as? AlterTable else { return summary }
        return "\(summary): " + group.changes.map(\.summary).joined(separator: ", ")
    }
}
