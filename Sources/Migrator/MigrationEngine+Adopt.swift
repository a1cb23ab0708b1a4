import MigrationDSL
import MigratorCore
public import MigratorDatabase
import MigratorGraph
import MigratorImport
import MigratorSources

extension MigrationEngine {
    /// Takes over a database that another tool has run so far, or that has no history.
    ///
    /// The tool's table is held against the revisions that were imported from it, those that it has run are replayed on
    /// an empty database, and if the two schemas are equal the version rows are written. Without a revision that comes
    /// from another tool all revisions count as run. Nothing of the other tool's is changed; `stamp` with a purge takes
    /// the rows back.
    ///
    /// - Parameters:
    ///   - table: The name of the tool's table, where it is not the usual one.
    ///   - options: The part of the schema that is compared.
    ///   - dryRun: Whether nothing is written.
    ///   - observe: Hears what happens, from any thread.
    /// - Returns: What was found; without ``AdoptReport/stamp`` where the schemas differ or nothing was run yet.
    /// - Throws: `MigratorError` with what to do for version rows that are there already, for migrations that are half
    ///   done, unknown or out of order, and where there is no empty database; `DatabaseFailure`.
    public func adopt(
        table: TableName? = nil,
        _ options: SchemaOptions = SchemaOptions(),
        dryRun: Bool = false,
        observe: Observer? = nil
    ) async throws -> AdoptReport {
        let adoption = try Adoption(revisions)
        let rows = try await versionRows()
        guard rows.isEmpty else { return try await inPlace(adoption, rows, options, isDryRun: dryRun) }
        var found: Adoption.Found?
        if !adoption.isOfNoTool || table != nil {
            found = try await withConnection { try await adoption.find(table, $0) }
        }
        let applied =
            try found.map { found throws(MigratorError) in try adoption.applied(found) }
            ?? revisions.graph.revisions.map(\.id)
        func report(_ comparison: DiffReport?, _ stamp: StampReport?) -> AdoptReport {
            AdoptReport(
                tool: found?.table.format.rawValue,
                table: found?.name.description,
                revisions: applied,
                comparison: comparison,
                stamp: stamp,
                isDryRun: dryRun
            )
        }
        let heads = adoption.heads(of: applied)
        guard let head = heads.first else { return report(nil, nil) }
        guard heads.count == 1 || found == nil else {
            let list = heads.map(\.rawValue).joined(separator: ", ")
            throw MigratorError(.multipleHeads, "what was run has several heads (\(list)); a merge revision joins them")
        }
        var options = options
        options.exclude += found?.patterns ?? []
        let target: Target? = heads.count == 1 ? Target(head.rawValue) : nil
        let comparison = try await diff(from: .history(target), to: .database, options)
        guard comparison.isEqual else { return report(comparison, nil) }
        var settings = settings
        let origin = found.map { "from \($0.table.format.rawValue) (\($0.name))" } ?? "with no history"
        settings.tag = settings.tag ?? "adopted \(origin)"
        let engine = MigrationEngine(revisions: revisions, settings: settings, caches: caches, connect: connect)
        let stamp = try await engine.stamp(heads.map(\.rawValue), dryRun: dryRun, observe: observe)
        return report(comparison, stamp)
    }

    /// A database of Alembic's is run on as it is: its rows are the engine's.
    private func inPlace(
        _ adoption: Adoption,
        _ rows: [RevisionID],
        _ options: SchemaOptions,
        isDryRun: Bool
    ) async throws -> AdoptReport {
        guard adoption.isOfAlembic else {
            let list = rows.map(\.rawValue).joined(separator: ", ")
            throw MigratorError(
                .rowsMoved,
                "the database is run by this program already, and is at \(list); there is nothing to adopt. "
                    + "'stamp --purge base' forgets that"
            )
        }
        let comparison = try await diff(from: .applied, to: .database, options)
        let planner = Planner(revisions.graph)
        let applied = planner.applied(rows)
        return AdoptReport(
            tool: "alembic",
            table: settings.versionTable.description,
            revisions: applied,
            comparison: comparison,
            stamp: nil,
            isDryRun: isDryRun
        )
    }
}
