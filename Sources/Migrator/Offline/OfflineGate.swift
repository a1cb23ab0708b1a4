import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Finds for `check` the revisions that cannot be written into a script, in either direction.
///
/// A revision that does not run, or whose payload does not fit, is for other gates.
struct OfflineGate {
    private let engine: MigrationEngine
    private let options: CheckOptions
    private let kind: DatabaseKind

    init(_ engine: MigrationEngine, _ options: CheckOptions, _ kind: DatabaseKind) {
        self.engine = engine
        self.options = options
        self.kind = kind
    }

    func outcome() throws -> SchemaGates.Outcome {
        let recording: OfflineRecording
        do {
            let writer = ScriptWriter(collectingPieces: false) { _ in }
            recording = OfflineRecording(try ScriptFrame(engine, ScriptOptions(kind: kind), kind.dialect(), writer))
        } catch let error as MigratorError where error.code == .unsupportedOffline {
            return .skipped(error.message)
        }
        var catalogue = Catalogue(recording.dialect)
        var findings: [CheckReport.Finding] = []
        for step in try recording.ancestors(of: engine.revisions.graph.effectiveHeads) {
            do throws(MigratorError) {
                guard let refusal = try recording.refusal(of: step, &catalogue), options.looks(at: step.revision) else {
                    continue
                }
                findings.append(finding(refusal, step))
            } catch {
                let faults: [MigratorError.Code] = [.unsupportedByDialect, .invalidRevision, .irreversible]
                guard faults.contains(error.code) else { throw error }
                let what = "revision \(step.revision) cannot be read, and what is behind it was not looked at"
                return .looked(findings, remarks: ["\(what): \(error.message)"])
            }
        }
        return .looked(findings, remarks: [])
    }

    private func finding(_ refusal: MigratorError, _ step: Step) -> CheckReport.Finding {
        CheckReport.Finding(
            kind: .offline,
            revision: step.revision,
            message: refusal.message,
            command: "upgrade \(step.revision)",
            location: refusal.location
        )
    }
}

extension OfflineRecording {
    /// Says why a revision cannot be written into a script.
    ///
    /// - Parameters:
    ///   - step: The step up; the way down is looked at as well, if there is one.
    ///   - catalogue: The tables that are there before it, and after it.
    /// - Returns: The refusal; `nil` if it can be written.
    /// - Throws: The errors of the revision.
    fileprivate func refusal(of step: Step, _ catalogue: inout Catalogue) throws(MigratorError) -> MigratorError? {
        let revision = try migrator.revisions.revision(step.revision)
        let prepared = try PreparedStep(revision, .upgrade, for: dialect, migrator.settings)
        let before = catalogue
        for operation in prepared.operations { catalogue.apply(operation) }
        do {
            try refuseStatements(step, prepared)
            // Elsewhere the history is tried on an empty database, which knows the columns.
            if !form.needsTrial { _ = try recordedSteps([(step, prepared)], before) }
            // How a revision is taken back may depend on rows; that it cannot be is for another gate.
            guard let back = try? PreparedStep(revision, .downgrade, for: dialect, migrator.settings) else {
                return nil
            }
            let down = Step(revision: step.revision, direction: .downgrade, rowChange: step.rowChange)
            try refuseStatements(down, back)
            return nil
        } catch {
            guard error.code == .unsupportedOffline else { throw error }
            return error
        }
    }

    /// Refuses what no script can say, with its place in the file if there is one.
    private func refuseStatements(_ step: Step, _ prepared: PreparedStep) throws(MigratorError) {
        try refuse(step, prepared)
        for work in prepared.work {
            for case .statement(let sql) in work.items {
                do throws(MigratorError) {
                    _ = try shellText(sql.text, step)
                } catch {
                    let place = work.operation.location
                    throw MigratorError(error.code, error.message, revision: error.revision, location: place)
                }
            }
        }
    }
}
