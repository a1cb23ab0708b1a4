import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorSchema

extension GeneratedRevisions {
    /// What the files of revisions are written in.
    public enum Language: Hashable, Sendable {
        /// Statements of the database that the schemas are of.
        case sql
        /// Swift that compiles as it is; each revision is a type of its own.
        case swift(typeNames: [String])
    }
}

extension MigrationEngine {
    /// Writes generated revisions as the texts of files, one for each.
    ///
    /// - Parameters:
    ///   - generated: The revisions.
    ///   - headings: What their files say beside the operations, in the same order.
    ///   - language: What they are written in.
    ///   - scratch: The URL of a server on which an empty database may be made; `nil` for that of the engine's database.
    /// - Returns: The texts.
    /// - Throws: `MigratorError` for headings or names of types that are not as many as the revisions, for what SQL
    ///   cannot say, or if that needs an empty database and there is none; `DatabaseFailure`.
    public func texts(
        of generated: GeneratedRevisions,
        under headings: [RevisionHeading],
        as language: GeneratedRevisions.Language,
        scratch: String? = nil
    ) async throws -> [String] {
        let revisions = generated.revisions
        guard headings.count == revisions.count else {
            throw MigratorError(
                .invalidSetting,
                "\(headings.count) headings were given for \(revisions.count) revisions"
            )
        }
        let drafts = zip(headings, revisions).map { $0.draft($1) }
        switch language {
        case .swift(let names):
            guard names.count == drafts.count else {
                throw MigratorError(
                    .invalidSetting,
                    "\(names.count) names of types were given for \(drafts.count) revisions"
                )
            }
            return zip(drafts, names).map { $0.swift(typeName: $1) }
        case .sql:
            let dialect = generated.differences.dialect
            let found = try await statements(of: generated, scratch)
            return try zip(drafts, found).map { try $0.sql(dialect, found: $1) }
        }
    }

    /// The statements of what a dialect does beside a database, found out on an empty one.
    private func statements(
        of generated: GeneratedRevisions,
        _ scratch: String?
    ) async throws -> [RevisionDraft.Statements] {
        let report = generated.differences
        let revisions = generated.revisions
        guard let form = try? report.dialect.script(lockTimeout: settings.lockTimeout) else {
            return revisions.map { _ in RevisionDraft.Statements() }
        }
        let old = SchemaText(report.schemas.old, report.dialect)
        let finder = StatementFinder(for: .revision, from: old, report.dialect, form)
        let back = revisions.reversed().map(\.downgrade.operations)
        let scratches = try Scratches(on: report.dialect.kind, server: scratch, connectOther: connectOther)
        let found = try await finder.statements(of: revisions.map(\.upgrade) + back, scratches).map { found in
            Self.statements(found, keysOff: form.foreignKeys(false))
        }
        let count = revisions.count
        return (0..<count).map { index in
            RevisionDraft.Statements(upgrade: found[index], downgrade: found[2 * count - 1 - index])
        }
    }

    /// The statements of a transaction by the indices of their operations.
    private static func statements(_ found: [StatementFinder.Found], keysOff: [String]) -> [Int: [String]] {
        var statements = Dictionary(uniqueKeysWithValues: found.indices.map { ($0, found[$0].statements) })
        // Said anywhere in a transaction, it holds for all of it.
        if let first = found.firstIndex(where: \.needsForeignKeysOff) {
            statements[first, default: []].insert(contentsOf: keysOff, at: 0)
        }
        return statements
    }
}
