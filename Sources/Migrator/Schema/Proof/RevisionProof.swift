import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// Shows on an empty database that a generated revision turns the old schema into the new one, and back.
///
/// The tables have rows meanwhile. What fails on rows alone is no fault of the revision: it is reported, and the tables
/// that are in the way are left empty the next time.
struct RevisionProof {
    private let engine: MigrationEngine
    private let reader: SchemaReader
    private let renames: Renames

    init(_ engine: MigrationEngine, _ reader: SchemaReader, _ renames: Renames) {
        self.engine = engine
        self.reader = reader
        self.renames = renames
    }

    /// How often some tables are left empty before all are.
    private static let patience = 3

    /// Runs a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - old: The schema that it begins with.
    ///   - new: The schema that it is to end with.
    /// - Returns: What was found beside: which parts cannot be taken back, and what fails on rows.
    /// - Throws: ``RefusedBody`` for a function that is not made as it is; ``MigratorError`` that names the operation which fails, or the object which differs after the upgrade, or
    ///   says that there is no empty database; `DatabaseFailure`.
    func prove(_ plan: GeneratedPlan, from old: Schema, to new: Schema) async throws -> ProofReport {
        guard !plan.parts.isEmpty else { return ProofReport() }
        let trial = try ProofTrial(engine, reader, renames, plan, from: old, to: new)
        let own = await OwnRows(engine, reader, old).sample()
        var empty = ProofTrial.Empty()
        var failures: [ProofReport.FailureOnRows] = []
        for attempt in 0... {
            if attempt == Self.patience { empty.isAll = true }
            let outcome = try await onScratch { try await trial.run($0, rows: own, leaving: empty) }
            guard let failure = outcome.failure else {
                var report = outcome.report
                // What fails without rows as well is no fault of theirs.
                report.failsOnRows = failures.filter { failure in
                    !report.irreversible.values.contains { $0.hasPrefix("\(failure.operation) fails: ") }
                }
                return report
            }
            if let body = failure.refusedBody(plan, reader.dialect) { throw body }
            guard outcome.hasRows else { throw failure.error }
            failures.append(failure.onRows)
            let tables = failure.tables
            if tables.isEmpty { empty.isAll = true } else { empty.tables.formUnion(tables) }
        }
        return ProofReport()
    }

    private func onScratch<Result>(_ body: (any DatabaseConnection) async throws -> Result) async throws -> Result {
        do {
            return try await reader.scratches.withScratch { connect in
                let connection = try await connect()
                do {
                    let result = try await body(connection)
                    await connection.close()
                    return result
                } catch {
                    await connection.close()
                    throw error
                }
            }
        } catch let none as NoScratch {
            throw MigratorError(
                .invalidSetting,
                "a generated revision is proved on an empty database, and there is none (\(none.reason)); a role with "
                    + "CREATEDB may make one, also on another server that is given as the scratch, or --no-proof writes the "
                    + "revision without a proof"
            )
        }
    }
}
