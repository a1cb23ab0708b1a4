import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

extension MigrationEngine {
    /// Looks for what would go wrong, or has: what a CI job runs.
    ///
    /// - Parameters:
    ///   - kinds: What to look for; `nil` for what is looked for by default.
    ///   - scratch: Opens an empty, throw-away database of the same kind, on which all revisions are tried and
    ///     payloads are held against their tables; without it these are not looked for.
    /// - Returns: What was found.
    /// - Throws: `MigratorError` or `DatabaseFailure` if looking itself failed.
    public func check(
        _ kinds: Set<CheckReport.Kind>? = nil,
        scratch: Connect? = nil
    ) async throws -> CheckReport {
        var options = CheckOptions(model: model == nil ? nil : .model)
        for kind in CheckReport.Kind.allCases {
            guard let kinds else { break }
            if !kinds.contains(kind) { options.gates[kind] = .off }
            if kinds.contains(kind), options[kind] == .off { options.gates[kind] = .error }
        }
        return try await check(with: options, scratch: scratch)
    }

    /// Looks for what would go wrong, or has, as each gate is set.
    ///
    /// - Parameters:
    ///   - options: What to look for, and how much of it counts.
    ///   - scratch: Opens an empty, throw-away database of the same kind, on which all revisions are tried and payloads
    ///     are held against their tables. Those on which schemas are compared are had by ``connectOther``.
    /// - Returns: What was found.
    /// - Throws: `MigratorError` or `DatabaseFailure` if looking itself failed.
    public func check(with options: CheckOptions, scratch: Connect? = nil) async throws -> CheckReport {
        let kinds = options.kinds
        var result = CheckResult(options)
        if kinds.contains(.heads) { result.findings += headFindings() }
        var databases = DatabaseKind.known
        var own: DatabaseKind?
        if !kinds.isDisjoint(with: [.pending, .edited, .payload]) {
            let (found, database) = try await withConnection { (try await databaseFindings(kinds, $0), $0.kind) }
            result.findings += found
            own = database
            if !databases.contains(database) { databases.append(database) }
        }
        if kinds.contains(.irreversible) { result.findings += try irreversibleFindings(on: databases, options) }
        if kinds.contains(.broken) || kinds.contains(.payload) {
            try await rehearse(kinds, options, scratch, &result)
        }
        let gates = SchemaGates(self, options)
        if kinds.contains(.drift) {
            let isAskedAnyway = !kinds.isDisjoint(with: [.pending, .edited]) || options.required.contains(.drift)
            let unasked = SchemaGates.Outcome.skipped("neither 'pending' nor 'edited' asks the database")
            result.take(.drift, isAskedAnyway ? try await gates.drift() : unasked)
        }
        if kinds.contains(.model) { result.take(.model, try await gates.model()) }
        if kinds.contains(.offline) {
            let kind = if let own { own } else { try await withConnection { $0.kind } }
            result.take(.offline, try OfflineGate(self, options, kind).outcome())
        }
        return result.report(on: revisions.graph)
    }

    /// Tries the revisions and their payloads on an empty database.
    private func rehearse(
        _ kinds: Set<CheckReport.Kind>,
        _ options: CheckOptions,
        _ scratch: Connect?,
        _ result: inout CheckResult
    ) async throws {
        guard let scratch else {
            let why = options.whyNoScratch.map { ": \($0)" } ?? ""
            let command = "check --scratch URL"
            if kinds.contains(.broken) {
                result.skip(.broken, "there is no empty database to try revisions on\(why)", command: command)
            }
            if kinds.contains(.payload) {
                let what = "there is no empty database to hold payloads against\(why)"
                result.halve(.payload, what, command: command)
            }
            return
        }
        let found = try await Rehearsal(self, scratch, options).found()
        result.findings += found.findings.filter { kinds.contains($0.kind) }
        // Where nothing says so already, what comes behind a revision that does not run was not tried.
        let isSaid = kinds.contains(.broken) && found.findings.contains { $0.kind == .broken }
        guard let end = found.end, !isSaid else { return }
        if kinds.contains(.broken) { result.skip(.broken, end, command: "check") }
        if kinds.contains(.payload) { result.halve(.payload, end, command: "check") }
    }

    private func headFindings() -> [CheckReport.Finding] {
        let heads = revisions.graph.heads
        guard heads.count > 1 else { return [] }
        let list = heads.map(\.rawValue).joined(separator: ", ")
        return [
            CheckReport.Finding(
                kind: .heads,
                message: "there are \(heads.count) heads: \(list); join them with 'merge heads'",
                command: "merge heads -m TEXT",
                location: heads.last.flatMap { revisions.graph[$0]?.source }
            )
        ]
    }

    private func databaseFindings(
        _ kinds: Set<CheckReport.Kind>,
        _ connection: any DatabaseConnection
    ) async throws -> [CheckReport.Finding] {
        let run = try await Run(self, connection)
        let rows = try await run.tables.versionTable.rows(connection) ?? []
        var findings: [CheckReport.Finding] = []
        let status = run.context.planner.current(rows: rows)
        if kinds.contains(.edited) {
            for row in status.unknown {
                let message = UnknownRows.sentence([row.rawValue])
                findings.append(
                    CheckReport.Finding(
                        kind: .edited,
                        rule: .unknownRow,
                        revision: row,
                        message: message,
                        command: "current -v"
                    )
                )
            }
            for step in try await run.tables.journal.unfinished(connection, mayBeMissing: true) {
                let message = UnfinishedStep.error([step]).message
                findings.append(
                    CheckReport.Finding(
                        kind: .edited,
                        rule: .unfinished,
                        revision: step.revision,
                        message: message,
                        command: step.direction == .upgrade ? "upgrade \(step.revision)" : "downgrade TARGET"
                    )
                )
            }
            let (implied, maximal) = revisions.graph.implied(among: status.rows)
            for row in implied {
                let rows = maximal.map(\.rawValue).joined(separator: " ")
                let message = "a version row that the others imply, which keeps an upgrade; 'stamp \(rows)' removes it"
                findings.append(
                    CheckReport.Finding(
                        kind: .edited,
                        rule: .impliedRow,
                        revision: row,
                        message: message,
                        command: "stamp \(rows)"
                    )
                )
            }
            for error in try await Integrity(run).edited(rows: status.rows) {
                findings.append(
                    CheckReport.Finding(
                        kind: .edited,
                        revision: error.revision,
                        message: error.message,
                        command: "revision -m TEXT"
                    )
                )
            }
        }
        if kinds.contains(.payload) { findings += try await payloadFindings(run, rows: status.rows) }
        if kinds.contains(.pending) {
            for id in status.pending {
                let message = "not applied yet: \(revisions.graph[id]?.message ?? "")"
                findings.append(
                    CheckReport.Finding(kind: .pending, revision: id, message: message, command: "upgrade heads")
                )
            }
            findings += try await repeatableFindings(run)
        }
        return findings
    }

    /// Repeatables whose texts have not run.
    private func repeatableFindings(_ run: Run) async throws -> [CheckReport.Finding] {
        guard !revisions.repeatables.isEmpty else { return [] }
        let journal = try await run.tables.journal.repeats(run.connection)
        return try journal.states(of: revisions.repeatables).filter { $0.state == .due }.map { repeatable, _ in
            CheckReport.Finding(
                kind: .pending,
                rule: .repeatable,
                revision: repeatable.id,
                message: "its text has not run yet: \(repeatable.node.message)",
                command: "upgrade heads",
                location: repeatable.node.source
            )
        }
    }

    /// Payloads whose files are not what was loaded.
    private func payloadFindings(_ run: Run, rows: [RevisionID]) async throws -> [CheckReport.Finding] {
        let loaded = try await run.tables.journal.appliedPayloads(run.connection)
        guard !loaded.isEmpty else { return [] }
        var findings: [CheckReport.Finding] = []
        for id in run.context.planner.applied(rows) {
            for (path, digest) in (loaded[id] ?? [:]).sorted(by: { $0.key < $1.key }) {
                let revision = try revisions.revision(id)
                // One that is gone is the rehearsal's to report, if it is still named.
                guard let now = try? PayloadLoader(run, revision).digest(of: path), now != digest else { continue }
                let message = "payload \(path) was edited after it was loaded; a downgrade would look for other rows"
                findings.append(
                    CheckReport.Finding(
                        kind: .payload,
                        rule: .payloadEdited,
                        revision: id,
                        message: message,
                        command: "revision -m TEXT",
                        location: revision.payloads.file(of: path, preferred: settings.payloadFolder)
                            .map { SourceLocation(file: $0, line: 1) }
                    )
                )
            }
        }
        return findings
    }

    /// Revisions that cannot be downgraded, save those that say so themselves.
    private func irreversibleFindings(
        on databases: [DatabaseKind],
        _ options: CheckOptions
    ) throws(MigratorError) -> [CheckReport.Finding] {
        var findings: [CheckReport.Finding] = []
        func find(_ id: RevisionID, _ message: String) {
            findings.append(
                CheckReport.Finding(kind: .irreversible, revision: id, message: message, command: "edit \(id)")
            )
        }
        for node in revisions.graph.revisions where options.looks(at: node.id) {
            let revision = try revisions.revision(node.id)
            if let message = try revision.whyIrreversible() {
                find(node.id, message)
                continue
            }
            for kind in databases {
                guard let loss = try revisions.loss(of: revision, for: try kind.dialect(), settings) else { continue }
                find(node.id, "revision \(node.id) cannot be downgraded: \(loss)")
                break
            }
        }
        return findings
    }
}
