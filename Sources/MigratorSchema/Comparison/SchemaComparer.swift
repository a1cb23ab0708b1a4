import MigrationDSL
package import MigratorCatalogue
package import MigratorDialects
import MigratorSystem

/// Compares two schemas of one kind of database.
///
/// What is the same is found as early as possible, and a server is asked only about the rest, all at once:
///
/// 1. the fields of the catalogue, types by the spelling that their aliases share;
/// 2. expressions and statements by what the database surely reads alike;
/// 3. the server's own form of both texts;
/// 4. of defaults, the value that a column of the type keeps.
package struct SchemaComparer: Sendable {
    let dialect: any Dialect
    let renames: Renames
    private let oracle: any SchemaOracle

    /// Creates one.
    ///
    /// - Parameters:
    ///   - dialect: The dialect of both schemas.
    ///   - renames: The renames that are told, beside those that the new schema declares.
    ///   - oracle: The server that is asked.
    package init(_ dialect: any Dialect, renames: Renames = Renames(), oracle: any SchemaOracle = NoOracle()) {
        self.dialect = dialect
        self.renames = renames
        self.oracle = oracle
    }

    /// What is to be said of two schemas that are the same.
    package func sameness(of old: Schema, _ new: Schema) -> SchemaComparison {
        var comparison = SchemaComparison()
        comparison.unsupported = Self.once(old.unsupported + new.unsupported)
        return comparison
    }

    /// What turns one schema into the other.
    ///
    /// - Throws: What the oracle throws.
    package func differences(from old: Schema, to new: Schema) async throws -> SchemaComparison {
        let (oldObjects, newObjects) = PreparedObjects.both(old, new, dialect)
        let resolved = ResolvedRenames(
            renames,
            from: oldObjects.entries.map(\.object),
            to: newObjects.entries.map(\.object),
            dialect
        )
        let oldSide = ComparedSide(oldObjects, resolved, dialect)
        let newSide = ComparedSide(newObjects, .none, dialect)
        var pass = ComparisonPass(oldSide, newSide, [:], dialect)
        pass.walk()
        if !pass.questions.isEmpty {
            let answers = try await oracle.canonical(pass.questions)
            let known = Dictionary(zip(pass.questions, answers)) { first, _ in first }
            if !known.isEmpty {
                pass = ComparisonPass(oldSide, newSide, known, dialect)
                pass.walk()
            }
        }
        var comparison = SchemaComparison()
        comparison.differences = pass.differences
        comparison.renames = resolved
        comparison.unverified = pass.unverified
        comparison.unsupported = Self.once(old.unsupported + new.unsupported + pass.unsupported)
        if !comparison.differences.isEmpty {
            let candidates = RenameCandidates(oldSide, newSide, dialect)
            comparison.candidates = candidates.candidates
            comparison.pairs = candidates.pairs
        }
        return comparison
    }

    private static func once(_ objects: [Schema.Unsupported]) -> [Schema.Unsupported] {
        var seen: Set<Schema.Unsupported> = []
        return objects.filter { seen.insert($0).inserted }
    }
}
