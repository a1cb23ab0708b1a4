import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSchema
import MigratorSystem

/// One run of a plan on an empty database: the old schema is made and filled, upgraded, looked at, and taken back.
struct ProofTrial {
    /// The tables that are left without rows.
    struct Empty {
        var isAll = false
        /// By ``TableKey``.
        var tables: Set<ExactText> = []
    }

    /// What came of it.
    struct Outcome {
        var report = ProofReport()
        /// Whether any table had rows.
        var hasRows = false
        /// The operation that failed, if one did; of a trial without rows only one of the upgrade is.
        var failure: ProofFailure?
    }

    let dialect: any Dialect
    let plan: GeneratedPlan
    private let engine: MigrationEngine
    private let reader: SchemaReader
    private let old: Schema
    private let new: Schema
    private let kept: [KeptTable]

    init(
        _ engine: MigrationEngine,
        _ reader: SchemaReader,
        _ renames: Renames,
        _ plan: GeneratedPlan,
        from old: Schema,
        to new: Schema
    ) throws(MigratorError) {
        var settings = MigratorSettings()
        // Its schema may not be there.
        settings.versionTable = TableName(engine.settings.versionTable.name)
        settings.arguments = engine.settings.arguments
        self.engine = MigrationEngine(revisions: try PlannedRevision.history(plan), settings: settings) {
            throw DatabaseFailure(.connectionLost, "the connection to the empty database was lost")
        }
        self.reader = reader
        self.plan = plan
        self.old = old
        self.new = new
        dialect = reader.dialect
        kept = SchemaComparer(reader.dialect, renames: renames).keptTables(from: old, to: new)
    }

    func run(
        _ connection: any DatabaseConnection,
        rows own: [ExactText: OwnRows.Rows],
        leaving empty: Empty
    ) async throws -> Outcome {
        let spaces = try await OldSchema(old, dialect).make(connection)
        var filled = SampleFill.Result()
        if !empty.isAll {
            var fill = SampleFill(old, dialect, on: connection, rows: own, leaving: empty.tables)
            filled = try await fill.fill()
        }
        var outcome = Outcome(hasRows: !filled.sources.isEmpty)
        outcome.report.tablesWithRows = filled.names
        outcome.report.tablesWithoutRows = filled.missing
        var states = [try await schema(connection, without: spaces)]
        let values = KeptValues(kept, plan.parts.flatMap(\.upgrade), old, dialect)
        let before = try await values.read(connection, .old)
        for index in plan.parts.indices {
            do {
                try await go(.upgrade, to: Target(PlannedRevision.id(index).rawValue), connection)
            } catch {
                outcome.failure = try failure(error, in: index, .upgrade, filled)
                return outcome
            }
            states.append(try await schema(connection, without: spaces))
        }
        try await refuseDifference(states[plan.parts.count])
        if let table = values.difference(before, try await values.read(connection, .new)) {
            throw MigratorError(.statementFailed, "the generated upgrade does not keep the rows of table \(table)")
        }
        try await goBack(connection, states, spaces, filled, &outcome)
        if outcome.failure == nil, outcome.report.irreversible.isEmpty,
            let table = values.difference(before, try await values.read(connection, .old))
        {
            outcome.report.irreversible[0] = "its downgrade does not keep the rows of table \(table)"
        }
        return outcome
    }

    // MARK: Back

    /// Takes the parts back, the last first, up to the first that cannot be.
    private func goBack(
        _ connection: any DatabaseConnection,
        _ states: [Schema],
        _ spaces: [String],
        _ filled: SampleFill.Result,
        _ outcome: inout Outcome
    ) async throws {
        for index in plan.parts.indices.reversed() {
            if case .none(let reason) = plan.parts[index].draft {
                outcome.report.irreversible[index] = reason
            } else {
                do {
                    let target = index == 0 ? "base" : PlannedRevision.id(index - 1).rawValue
                    try await go(.downgrade, to: Target(target), connection)
                } catch {
                    let failure = try failure(error, in: index, .downgrade, filled)
                    let isOfRows = outcome.hasRows && failure.mayBeOfRows
                    if isOfRows || failure.refusedBody(plan, dialect) != nil {
                        outcome.failure = failure
                        return
                    }
                    outcome.report.irreversible[index] = failure.sentence
                }
                if outcome.report.irreversible[index] == nil {
                    let found = try await differences(try await schema(connection, without: spaces), states[index])
                    if let found { outcome.report.irreversible[index] = "its downgrade leaves a difference: \(found)" }
                }
            }
            guard outcome.report.irreversible[index] != nil else { continue }
            for earlier in 0..<index {
                guard case .none(let reason) = plan.parts[earlier].draft else {
                    outcome.report.irreversible[earlier] = "the part after it cannot be taken back"
                    continue
                }
                outcome.report.irreversible[earlier] = reason
            }
            return
        }
    }

    // MARK: Runs

    /// Goes one step, as any run does.
    private func go(_ direction: Direction, to target: Target, _ connection: any DatabaseConnection) async throws {
        var run = try await Run(engine, connection)
        let look = try await run.tables.look([], withChecksums: true, connection)
        let prepared = try await run.prepare(direction, to: target, from: look, dryRun: false)
        try await run.takeLock()
        let steps = prepared.plan.steps.compactMap { step in prepared.steps[step.revision].map { (step, $0) } }
        do {
            _ = try await StepRun(run, steps, expecting: prepared.plan.rowsBefore, announce: { _ in }).run()
            await run.lock.release()
        } catch {
            await run.lock.release()
            throw error
        }
    }

    /// - Throws: The error itself, if it is none of an operation.
    private func failure(
        _ error: any Error,
        in part: Int,
        _ direction: Direction,
        _ filled: SampleFill.Result
    ) throws -> ProofFailure {
        let cause = (error as? StepFailure)?.cause ?? error
        let inner = (cause as? OperationFailure)?.cause ?? cause
        switch inner {
        case let error as DatabaseFailure where error.code == .cancelled: throw CancellationError()
        case let error as DatabaseFailure where error.code == .connectionLost: throw error
        case is DatabaseFailure, is MigratorError: break
        default: throw inner
        }
        let operation = (cause as? OperationFailure)?.operation
        return ProofFailure(operation, inner, in: part, direction, filled.keys(of: operation, kept, dialect), filled)
    }

    // MARK: Looks

    private func schema(_ connection: any DatabaseConnection, without spaces: [String]) async throws -> Schema {
        let declared = (old.objects + new.objects).map(\.object.reference)
        var schema = reader.filter.filtered(
            try await reader.reflection(of: connection, engine.settings),
            declared: declared
        )
        // Nobody asked for those that were made for want of them.
        schema.objects.removeAll { entry in
            guard case .schema(let space) = entry.object else { return false }
            return spaces.contains { $0.isExactly(space.name) }
        }
        return schema
    }

    private func refuseDifference(_ made: Schema) async throws {
        guard let found = try await differences(made, new) else { return }
        throw MigratorError(.statementFailed, "the generated upgrade does not give the new schema: \(found)")
    }

    /// What turns one schema into another, in words; `nil` if they are equal.
    private func differences(_ from: Schema, _ to: Schema) async throws -> String? {
        let oracle = ScratchOracle(reader.scratches, dialect, for: to)
        let found = try await SchemaComparer(dialect, oracle: oracle).differences(from: from, to: to).differences
        guard !found.isEmpty else { return nil }
        let shown = found.prefix(3).map { "\($0.summary)" }.joined(separator: "; ")
        return found.count > 3 ? "\(shown); and \(found.count - 3) more" : shown
    }
}
