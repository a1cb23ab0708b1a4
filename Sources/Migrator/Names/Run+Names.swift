import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

extension Run {
    /// Refuses names that are no table's or column's before anything is run.
    func checkNames(_ plan: Plan, _ prepared: [RevisionID: PreparedStep]) async throws {
        let works = plan.steps.compactMap { step in prepared[step.revision].map { (step, $0) } }
        guard works.contains(where: { $0.1.namesColumns(on: context.dialect) }) else { return }
        let steps = works.map { ($0, $1.operations) }
        var names = NameCheck(context.dialect, on: connection)
        for (step, operations) in steps {
            do {
                try await names.check(operations, of: step.revision)
            } catch let error as MigratorError {
                // Of tables that another run is changing, or that a step has half changed, this cannot judge.
                let rows = try await tables.versionTable.rows(connection) ?? []
                guard rows.areAll(plan.rowsBefore), try await !isBegun(step, prepared) else { return }
                throw error
            }
        }
    }

    private func isBegun(_ step: Step, _ prepared: [RevisionID: PreparedStep]) async throws -> Bool {
        guard prepared[step.revision]?.revision.isTransactional == false else { return false }
        return try await tables.journal.begun(step.revision, step.direction, connection) != nil
    }
}

extension PreparedStep {
    /// What it does, in order.
    var operations: [Operation] { Array(work.operations) }

    /// Whether it names what a database could lack: SQL of a file is the database's to judge.
    func namesColumns(on dialect: any Dialect) -> Bool {
        guard case .prepared(let work) = work else { return false }
        return work.map(\.operation).nameColumns(on: dialect)
    }
}

extension [Operation] {
    /// Whether any of them names what a database could lack.
    func nameColumns(on dialect: any Dialect) -> Bool {
        contains { operation in
            operation.ungrouped.contains { change in
                if change.details is CreateView { return true }
                return !change.names(on: dialect).isEmpty || !change.references(on: dialect).isEmpty
            }
        }
    }
}
