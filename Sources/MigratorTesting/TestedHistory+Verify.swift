public import MigrationDSL
import Migrator
public import MigratorDatabase

extension TestedHistory {
    /// Checks the history as `migrator check` does.
    ///
    /// It has one head and runs on an empty database, its payloads fit, each revision can be taken back or says why not, and
    /// it gives the declared schema.
    ///
    /// - Parameters:
    ///   - model: The declared schema, if there is one.
    ///   - kind: The kind of database.
    /// - Throws: ``HistoryProblems``; `MigratorError` or `DatabaseFailure` if looking itself failed.
    public func verify(model: DeclaredSchema? = nil, on kind: DatabaseKind = .sqlite) async throws {
        var engine = try TestDrivers.engine(try revisions(), on: kind)
        engine.model = model
        let needed: Set<CheckReport.Kind> = [.heads, .broken, .payload, .irreversible]
        var options = CheckOptions(
            [.pending: .off, .edited: .off, .drift: .off],
            required: model == nil ? needed : needed.union([.model]),
            model: model == nil ? nil : .model
        )
        if model == nil { options.gates[.model] = .off }
        let report = try await check(engine, options, on: kind)
        let problems = report.findings.filter { $0.level == .error }.map { finding in
            (finding.location.map { "\($0): " } ?? "") + finding.message
        }
        guard problems.isEmpty else { throw HistoryProblems(problems) }
    }

    private func check(
        _ engine: MigrationEngine,
        _ options: CheckOptions,
        on kind: DatabaseKind
    ) async throws -> CheckReport {
        let scratches = try Scratches(on: kind, connectOther: engine.connectOther)
        do {
            return try await scratches.withScratch { try await engine.check(with: options, scratch: $0) }
        } catch let none as NoScratch {
            throw MigratorError(
                .invalidSetting,
                "there is no empty database to try revisions on: \(none.reason)",
                cause: none
            )
        }
    }
}

extension RevisionRegistry {
    /// Checks the history of this target alone: ``TestedHistory/verify(model:on:)``.
    ///
    /// - Throws: ``HistoryProblems``; `MigratorError` or `DatabaseFailure` if looking itself failed.
    public func verify(model: DeclaredSchema? = nil, on kind: DatabaseKind = .sqlite) async throws {
        try await TestedHistory(self).verify(model: model, on: kind)
    }
}
