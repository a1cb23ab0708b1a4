import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Scripts that an administrator runs by hand: no database is opened.
extension MigrationEngine {
    /// Writes a script that does what ``upgrade(to:dryRun:observe:)`` would.
    ///
    /// `psql` or `sqlite3` runs it. It stops at its first error, which undoes the open step, and at once if the database
    /// is not where the range begins. Rows of payloads are part of it; memory does not grow with them.
    ///
    /// - Parameters:
    ///   - range: A target, for a database that is empty, or `A:B`, for one that is at `A`; several rows are written
    ///     with commas.
    ///   - options: Which database the script is for, and how it is written.
    ///   - write: Takes the script, piece by piece.
    /// - Returns: What the script does; nothing was run.
    /// - Throws: `MigratorError` with code `.unsupportedOffline` for what no script can do, before anything is written,
    ///   and what `write` throws.
    @discardableResult
    public func upgradeScript(
        _ range: String = "head",
        _ options: ScriptOptions,
        to write: @escaping (String) throws -> Void
    ) async throws -> RunReport {
        try await script(try Planner(revisions.graph).offlineUpgrade(range), options, to: write)
    }

    /// Writes a script that does what ``downgrade(to:dryRun:observe:)`` would; the range has to say where it begins.
    ///
    /// - Parameters:
    ///   - range: `A:B`, for a database that is at `A`; several rows are written with commas.
    ///   - options: Which database the script is for, and how it is written.
    ///   - write: Takes the script, piece by piece.
    /// - Returns: What the script does; nothing was run.
    /// - Throws: As ``upgradeScript(_:_:to:)``.
    @discardableResult
    public func downgradeScript(
        _ range: String,
        _ options: ScriptOptions,
        to write: @escaping (String) throws -> Void
    ) async throws -> RunReport {
        try await script(try Planner(revisions.graph).offlineDowngrade(range), options, to: write)
    }

    private func script(
        _ plan: Plan,
        _ options: ScriptOptions,
        to write: @escaping (String) throws -> Void
    ) async throws -> RunReport {
        let writer = ScriptWriter(collectingPieces: options.reportsSQL, to: write)
        let frame = try ScriptFrame(self, options, options.kind.dialect(), writer)
        // What a database has run of them, no script can ask: each does no harm a second time.
        let isWhole = plan.direction == .upgrade && Planner(revisions.graph).current(rows: plan.rowsAfter).isAtHead
        let repeats = isWhole ? revisions.repeatables.map { Step(repeating: $0.id) } : []
        let steps = try await OfflineRecording(frame).steps(of: plan, and: repeats)
        return RunReport(
            direction: plan.direction,
            target: plan.target.text,
            isDryRun: true,
            steps: try OfflineRun(frame).write(plan, steps),
            heads: revisions.graph.inLoadOrder(plan.rowsAfter),
            eventsPending: 0
        )
    }

    /// Writes a script that does what ``stamp(_:purge:dryRun:observe:)`` would.
    ///
    /// - Parameters:
    ///   - targets: Revisions, `heads`, or `base` for none; each may be `A:B`, with one `A` for all: where the database
    ///     is. Without it the database has no version rows.
    ///   - purge: Whether to forget all version rows first, whatever they are.
    ///   - options: Which database the script is for.
    ///   - write: Takes the script.
    /// - Returns: What the script does; nothing was run.
    /// - Throws: `MigratorError` for targets that cannot be stamped, and what `write` throws.
    @discardableResult
    public func stampScript(
        _ targets: [String],
        purge: Bool = false,
        _ options: ScriptOptions,
        to write: @escaping (String) throws -> Void
    ) throws -> StampReport {
        let (plan, rows) = try Planner(revisions.graph).offlineStamp(to: targets, purge: purge)
        let writer = ScriptWriter(collectingPieces: options.reportsSQL, to: write)
        let frame = try ScriptFrame(self, options, options.kind.dialect(), writer)
        try frame.open("Stamps a \(options.kind.title) database as \(plan.targets.joined(separator: " ")).")
        try writer.comment("")
        try frame.transaction(makingTables: true, leadingTo: plan.rowsAfter) {
            if purge { try frame.forgetRows() } else { try frame.expect(rows) }
            let entries = (purge ? plan.rowsAfter : plan.added).map { revision in
                var entry = Journal.Entry(
                    revision: revision,
                    direction: purge ? Journal.purge : Journal.stamp,
                    startedAt: .now
                )
                entry.tag = settings.tag
                return entry
            }
            let change =
                purge
                ? VersionRowChange(removed: [], added: plan.rowsAfter)
                : VersionRowChange(removed: plan.removed, added: plan.added)
            let isEmpty = plan.isEmpty && !purge
            let event = InvalidationEvent(
                uuid: (entries.last?.uuid ?? UUID()).text,
                revision: plan.rowsAfter.last,
                .stamp,
                .stamp,
                caches.dependencies,
                VersionTable(name: settings.versionTable)
            )
            try frame.change(change, entries, isEmpty ? nil : event)
        }
        try frame.close()
        return StampReport(
            targets: plan.targets,
            isDryRun: true,
            removed: plan.removed.map(\.rawValue),
            added: plan.added,
            heads: revisions.graph.inLoadOrder(plan.rowsAfter),
            eventsPending: 0,
            sql: options.reportsSQL ? writer.takePieces() : nil
        )
    }

    /// Writes a script that makes the engine's own tables where they are missing.
    ///
    /// On PostgreSQL it says in comments which rights a role needs that may make no tables itself.
    ///
    /// - Parameters:
    ///   - options: Which database the script is for.
    ///   - write: Takes the script.
    /// - Returns: The statements of the script.
    /// - Throws: What `write` throws.
    @discardableResult
    public func ensureVersionScript(
        _ options: ScriptOptions,
        to write: @escaping (String) throws -> Void
    ) throws -> [String] {
        let writer = ScriptWriter(collectingPieces: true, to: write)
        let frame = try ScriptFrame(self, options, options.kind.dialect(), writer)
        try frame.open("Makes migrator's own tables in a \(options.kind.title) database.")
        try writer.comment("")
        try frame.transaction(makingTables: false) { try frame.makeTablesPlainly() }
        try frame.close()
        let pieces = writer.takePieces()
        if !frame.form.addsMissingColumns {
            try frame.advise("For a database whose tables an older migrator has made:", frame.columnGrowth)
        }
        try frame.advise("For a role that may make no tables, here called app_role:", frame.grants(to: "app_role"))
        try writer.flush()
        return pieces
    }
}
