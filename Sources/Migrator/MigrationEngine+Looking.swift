public import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

extension MigrationEngine {
    /// Says where the database stands; makes no table.
    ///
    /// - Parameter cached: Whether what somebody found earlier will do, if it is remembered: then the database is not
    ///   asked, and the report says how old its answer is.
    /// - Returns: Where it stands, and who says so.
    /// - Throws: `DatabaseFailure` if the database is asked and cannot be.
    public func current(cached: Bool = false) async throws -> CurrentReport {
        if cached, let status = await StatusCache(self)?.status() {
            return report(rows: status.rows.map { RevisionID($0) }, [], .cache(age: status.age))
        }
        let standing = try await standing()
        return report(rows: standing.rows, standing.unfinished, isBeingRun: standing.isBeingRun, .database)
    }

    /// Whether nothing is pending, and no row is unknown.
    ///
    /// - Parameter maxAge: How old an answer from the cache may be. One that says yes and is young enough is given
    ///   without asking the database; everything else the database decides. By default it always does.
    /// - Returns: Whether `upgrade heads` would have nothing to do.
    /// - Throws: `DatabaseFailure` if the database is asked and cannot be.
    public func isUpToDate(maxAge: Duration = .zero) async throws -> Bool {
        let cache = StatusCache(self)
        // Of repeatables only the journal knows.
        let repeatables = revisions.repeatables
        if maxAge > .zero, repeatables.isEmpty, let status = await cache?.status(), status.age <= maxAge,
            report(rows: status.rows.map { RevisionID($0) }, [], .cache(age: status.age)).isAtHead
        {
            return true
        }
        return try await withConnection { connection in
            let tables = try await EngineTables.locate(settings, connection, withPlace: cache != nil)
            let rows = try await tables.versionTable.rows(connection) ?? []
            let unfinished = try await tables.journal.unfinished(connection, mayBeMissing: true)
            if unfinished.isEmpty { await cache?.refresh(tables, connection) }
            guard report(rows: rows, unfinished, .database).isAtHead else { return false }
            guard !repeatables.isEmpty else { return true }
            return try await tables.journal.repeats(connection).states(of: repeatables).allSatisfy { $0.state != .due }
        }
    }

    private func report(
        rows: [RevisionID],
        _ unfinished: [UnfinishedStep],
        isBeingRun: Bool = false,
        _ source: CurrentReport.Source
    ) -> CurrentReport {
        let status = Planner(revisions.graph).current(rows: rows)
        return CurrentReport(
            rows: status.rows,
            implied: status.implied,
            pending: status.pending,
            isAtHead: status.isAtHead && unfinished.isEmpty,
            unknown: status.unknown.map(\.rawValue),
            unfinished: unfinished,
            isBeingRun: isBeingRun,
            source: source
        )
    }

    /// The version rows; empty if there is no version table.
    func versionRows() async throws -> [RevisionID] {
        try await standing().rows
    }

    /// Where a database stands between its revisions, too.
    private struct Standing {
        /// The version rows.
        var rows: [RevisionID] = []
        var unfinished: [UnfinishedStep] = []
        var isBeingRun = false
        /// What was run of repeatables.
        var repeats = Journal.Repeats()
    }

    private func standing() async throws -> Standing {
        try await withConnection { connection in
            let tables = try await EngineTables.locate(settings, connection, withPlace: false)
            guard let rows = try await tables.versionTable.rows(connection) else { return Standing() }
            var standing = Standing(
                rows: rows,
                unfinished: try await tables.journal.unfinished(connection, mayBeMissing: true)
            )
            if !standing.unfinished.isEmpty {
                standing.isBeingRun = try await tables.dialect.isLocked(tables.versionTable.name, connection)
            }
            if !revisions.repeatables.isEmpty { standing.repeats = try await tables.journal.repeats(connection) }
            return standing
        }
    }

    /// Lists the revisions of a range, newest first.
    ///
    /// - Parameters:
    ///   - range: `A:B`, `A:` or `:B`, ends included; all if `nil`. `current` and relative ends ask the database.
    ///   - withRows: Whether to ask the database which revisions it has.
    /// - Returns: The revisions, and version rows that none of them explains.
    /// - Throws: `MigratorError` for a range that is none.
    public func history(range: String? = nil, withRows: Bool = false) async throws -> HistoryReport {
        let asksDatabase = withRows || range.map(Self.needsRows) ?? false
        let standing = asksDatabase ? try await standing() : nil
        let rows = standing?.rows
        let (known, unknown) = revisions.graph.split(rows: rows ?? [])
        let ids = try revisions.graph.history(range: range, rows: known)
        let applied = rows.map { _ in Set(Planner(revisions.graph).applied(known)) }
        let current = rows.map { _ in Set(known) }
        return HistoryReport(
            entries: ids.compactMap { entry($0, applied: applied, current: current) },
            unknown: unknown.map(\.rawValue),
            unfinished: standing.map { $0.isBeingRun ? [] : $0.unfinished } ?? [],
            repeatables: try repeatables(standing?.repeats)
        )
    }

    /// The repeatables, with whether they are due if somebody has asked the journal.
    private func repeatables(_ journal: Journal.Repeats?) throws -> [RepeatableEntry] {
        let states = try (journal ?? Journal.Repeats()).states(of: revisions.repeatables)
        return states.map { repeatable, state in
            RepeatableEntry(
                name: Repeatable.name(of: repeatable.id) ?? "",
                dependsOn: repeatable.node.dependsOn,
                message: repeatable.node.message,
                source: repeatable.node.source,
                isDue: journal.map { _ in state == .due }
            )
        }
    }

    /// Whether a range counts from the version rows.
    static func needsRows(_ range: String) -> Bool {
        range.split(separator: ":", omittingEmptySubsequences: false).contains { end in
            end == "current" || end.hasPrefix("+") || end.hasPrefix("-") || end.contains("@+") || end.contains("@-")
                || end.hasPrefix("current")
        }
    }

    /// The heads by parents only, and those with dependencies counted.
    public func heads() -> HeadsReport {
        HeadsReport(heads: revisions.graph.heads, effectiveHeads: revisions.graph.effectiveHeads)
    }

    /// The branch points and what follows each, newest first.
    public func branches() -> [BranchReport] {
        revisions.graph.branchPoints().map { BranchReport(revision: $0.revision, children: $0.children) }
    }

    /// Finds the revisions that a target names; `current` asks the database.
    ///
    /// - Throws: `MigratorError` if it names none.
    public func show(_ target: String) async throws -> [HistoryEntry] {
        let rows = target.hasPrefix("current") ? try await versionRows() : []
        let (known, unknown) = revisions.graph.split(rows: rows)
        guard unknown.isEmpty else { throw UnknownRows.error(unknown) }
        let ids = target == "current" ? known : try revisions.graph.resolve(target, rows: known)
        return ids.compactMap { entry($0, applied: nil, current: nil) }
    }

    /// The revision of an id as `history` lists it, or `nil` if there is none.
    public func entry(_ id: RevisionID) -> HistoryEntry? {
        entry(id, applied: nil, current: nil)
    }

    private func entry(_ id: RevisionID, applied: Set<RevisionID>?, current: Set<RevisionID>?) -> HistoryEntry? {
        let graph = revisions.graph
        guard let node = graph[id] else { return nil }
        return HistoryEntry(
            revision: id,
            parents: node.parents,
            dependsOn: graph.dependencies(of: id),
            branchLabels: node.branchLabels,
            message: node.message,
            source: node.source,
            isHead: graph.isHead(id),
            isBase: node.parents.isEmpty,
            isMerge: graph.isMerge(id),
            isBranchPoint: graph.isBranchPoint(id),
            isApplied: applied?.contains(id),
            isCurrent: current?.contains(id)
        )
    }
}
