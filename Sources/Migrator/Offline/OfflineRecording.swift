import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorPayloads
import MigratorSources
import MigratorSystem

/// Finds out all that a script has to say before a line of it is written, and refuses what no script can say.
struct OfflineRecording {
    let migrator: MigrationEngine
    let options: ScriptOptions
    let dialect: any Dialect
    let form: any ScriptForm

    private var settings: MigratorSettings { migrator.settings }

    init(_ frame: ScriptFrame) {
        migrator = frame.migrator
        options = frame.options
        dialect = frame.dialect
        form = frame.form
    }

    /// The steps of a plan, and those of repeatables after them, with their SQL and the columns of the tables that rows go into.
    ///
    /// - Throws: ``MigratorError`` with code `.unsupportedOffline` that names what cannot be written, and the
    ///   errors of a revision or a payload.
    func steps(of plan: Plan, and repeats: [Step] = []) async throws -> [OfflineStep] {
        var prepared: [(Step, PreparedStep)] = []
        for step in plan.steps + repeats {
            let revision = try migrator.revisions.revision(step.revision)
            let work = try PreparedStep(revision, step.direction, for: dialect, settings)
            try refuse(step, work)
            prepared.append((step, work))
        }
        try migrator.revisions.refuseLoss(in: plan, for: dialect, settings)
        let before = try await checkNames(prepared, after: plan.rowsBefore)
        let steps =
            needsTrial(prepared)
            ? try await triedSteps(prepared, after: plan.rowsBefore) : try recordedSteps(prepared, before)
        for step in steps { try checkPayloads(of: step) }
        return steps
    }

    /// Refuses names that are no table's or column's, and returns the tables that the script finds.
    private func checkNames(
        _ prepared: [(Step, PreparedStep)],
        after rows: [RevisionID]
    ) async throws -> Catalogue {
        let kind = options.kind
        var catalogue = Catalogue(dialect)
        let isNaming = prepared.contains { $0.1.namesColumns(on: dialect) }
        guard isNaming || prepared.contains(where: { $0.1.work.operations.contains(where: \.hasPayload) }) else {
            return catalogue
        }
        for step in try ancestors(of: rows) {
            let revision = try migrator.revisions.revision(step.revision)
            let arguments = RevisionArguments(settings.arguments)
            let operations = try revision.operations(.upgrade, arguments, tag: settings.tag, for: kind)
            for operation in operations { catalogue.apply(operation) }
        }
        guard isNaming else { return catalogue }
        var names = NameCheck(dialect, after: catalogue)
        for (step, work) in prepared { try await names.check(work.operations, of: step.revision) }
        return catalogue
    }

    /// The steps that take an empty database to these rows.
    func ancestors(of rows: [RevisionID]) throws(MigratorError) -> [Step] {
        let planner = Planner(migrator.revisions.graph)
        let positions = try planner.graph.positions(ofRows: rows)
        return planner.upgrade(to: positions, named: "heads", from: []).steps
    }

    // MARK: Refusals

    /// A statement as the shell reads it unchanged.
    func shellText(_ sql: String, _ step: Step) throws(MigratorError) -> String {
        do {
            return try form.statement(sql)
        } catch {
            throw .offline(step, error.reason, error.advice)
        }
    }

    func refuse(_ step: Step, _ prepared: PreparedStep) throws(MigratorError) {
        let verb = step.direction.rawValue
        for work in prepared.work {
            for case .perform(let perform) in work.items {
                throw .offline(
                    step,
                    "it performs '\(perform.name)', which is Swift that needs the open database",
                    "Write one script up to it and one that begins after it, and \(verb) it against the database between"
                )
            }
        }
        guard settings.isSingleTransaction else { return }
        let advice = "Leave the single transaction out, so that each revision has one of its own"
        guard prepared.revision.isTransactional else {
            throw .offline(step, "it does not run in a transaction, and all was to be one", advice)
        }
        guard prepared.preludes.isEmpty else {
            throw .offline(
                step,
                "it uses a value that it adds to an enum type, and all was to be one transaction",
                advice
            )
        }
        guard !prepared.needsForeignKeysOff else {
            throw .offline(
                step,
                "it rebuilds a table or says that foreign keys are off, which they must be before the transaction "
                    + "begins, and all was to be one",
                advice
            )
        }
    }

    /// Reads all payloads to their ends: a script that breaks off in the middle of one is worse than none.
    private func checkPayloads(of step: OfflineStep) throws {
        for item in step.items {
            switch item {
            case .load(let insert, let columns):
                try check(insert.payload, insert.table, columns, step)
            case .remove(let remove, let columns):
                if let missing = remove.key.first(where: { key in !columns.contains { $0.name.isExactly(key) } }) {
                    throw MigratorError(
                        .payloadInvalid,
                        "key column \(missing) is no column of table \(remove.table)",
                        revision: step.step.revision
                    )
                }
                try check(remove.payload, remove.table, columns, step)
            case .statement, .rebuild: break
            }
        }
    }

    private func check(
        _ payload: Payload,
        _ table: ObjectName,
        _ columns: [CatalogColumn],
        _ step: OfflineStep
    ) throws {
        let target = PayloadTarget(table: table.description, columns: columns, database: options.kind)
        let opening = PayloadOpening(settings, step.prepared.revision) { _ in }
        _ = try PayloadCheck.run(try opening.source(payload, into: target, nil))
    }
}

extension Operation {
    /// Whether it loads or removes rows, for which the columns of their table have to be known.
    var hasPayload: Bool {
        switch details {
        case is BulkInsert, is RemoveRows: true
        default: false
        }
    }
}
