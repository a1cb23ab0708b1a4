import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSafety
import MigratorSources

extension MigrationEngine {
    /// Looks for what revisions would do to a running system: who waits, what data goes, what breaks.
    ///
    /// Both directions of each revision are looked at, on what the revisions before it have made. No statement is run.
    /// - Parameter options: Which revisions, and what is known of the database.
    /// - Returns: What was found.
    /// - Throws: `MigratorError` for a range or a version that cannot be, or a revision that cannot be read;
    ///   `DatabaseFailure` if the database is asked and cannot be.
    public func lint(_ options: LintOptions) async throws -> LintReport {
        let chosen = try await chosen(options)
        let dialect = try options.kind.dialect()
        let linter = Linter(dialect, options.levels)
        let preparation = LintPreparation(dialect: dialect, settings: settings)
        let version = try version(options, dialect)
        let facts = options.facts.byName
        func scope(_ inventory: Inventory, _ revision: any LoadedRevision) -> EffectScope {
            var scope = EffectScope(inventory, facts: facts, version: version, isTransaction: revision.isTransactional)
            scope.switchesForeignKeys = true
            return scope
        }
        var replay = try SafetyReplay(revisions, preparation, linter)
        var (findings, looked): ([SafetyFinding], [RevisionID]) = ([], [])
        for id in replay.steps {
            let revision = try revisions.revision(id)
            let upgrade = try preparation.revision(revision, .upgrade)
            var up = scope(try replay.before(id), revision)
            let effects = linter.effects(of: upgrade, in: &up)
            replay.keep(up.inventory, after: id)
            guard chosen?.contains(id) ?? true else { continue }
            looked.append(id)
            var lint = linter.findings(of: effects, in: upgrade)
            if let downgrade = try downgrade(revision, preparation) {
                var down = scope(up.inventory, revision)
                down.undoes = up.inventory.revision
                lint.add(linter.findings(of: linter.effects(of: downgrade, in: &down), in: downgrade))
            } else if let why = try revision.whyIrreversible() {
                lint.findings += linter.missingDowngrade(of: id, why, at: revision.node.source)
            }
            findings += lint.findings + linter.unused(lint, of: id)
        }
        let new = findings.filter { !options.baseline.holds($0) }
        return LintReport(findings: new, revisions: looked, known: findings.count - new.count)
    }

    /// The revisions that are looked at; `nil` for all.
    private func chosen(_ options: LintOptions) async throws -> Set<RevisionID>? {
        if let range = options.range {
            // A range may count from where the database stands.
            let needsRows = Self.needsRows(range)
            guard !needsRows || options.asksDatabase else {
                throw MigratorError(
                    .invalidSetting,
                    "the range \(range) counts from where the database stands, which is not to be asked"
                )
            }
            let rows = needsRows ? try await current().rows : []
            // A word alone is a revision.
            guard range.contains(":") else { return Set(try revisions.graph.resolve(range, rows: rows)) }
            return Set(try revisions.graph.history(range: range, rows: rows))
        }
        guard options.asksDatabase else { return nil }
        return Set(try await current().pending)
    }

    private func version(_ options: LintOptions, _ dialect: any Dialect) throws(MigratorError) -> ServerAge {
        guard let text = options.serverVersion else { return dialect.oldestServer }
        guard let version = ServerAge(text), version >= ServerAge(1) else {
            throw MigratorError(.invalidSetting, "'\(text)' is no version of a server; write 15 or 3.40")
        }
        return version
    }

    private func downgrade(
        _ revision: any LoadedRevision,
        _ preparation: LintPreparation
    ) throws(MigratorError) -> LintedRevision? {
        do {
            return try preparation.revision(revision, .downgrade)
        } catch {
            guard error.code == .irreversible else { throw error }
            return nil
        }
    }
}
