import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph

extension OfflineRecording {
    /// The steps as their operations tell, and so the columns of tables; no database is asked.
    func recordedSteps(
        _ prepared: [(Step, PreparedStep)],
        _ before: Catalogue
    ) throws(MigratorError) -> [OfflineStep] {
        var catalogue = before
        // Only a script that writes rows has to know columns.
        let needsColumns = prepared.contains { $0.1.operations.contains(where: \.hasPayload) }
        var steps: [OfflineStep] = []
        for (step, work) in prepared {
            var items: [OfflineStep.Item] = []
            for work in work.work {
                for item in work.items {
                    switch item {
                    case .statement(let sql): items.append(.statement(try shellText(sql.text, step)))
                    case .bulkInsert(let insert):
                        items.append(.load(insert, try columns(insert.table, catalogue, step, insert.location)))
                    case .removeRows(let remove):
                        items.append(.remove(remove, try columns(remove.table, catalogue, step, nil)))
                    // Closures were refused, and a rebuild is tried on a database.
                    case .perform, .rebuild: break
                    }
                }
                if needsColumns { catalogue.apply(work.operation) }
            }
            steps.append(OfflineStep(step: step, prepared: work, items: items))
        }
        return steps
    }

    private func columns(
        _ table: ObjectName,
        _ catalogue: Catalogue,
        _ step: Step,
        _ location: SourceLocation?
    ) throws(MigratorError) -> [CatalogColumn] {
        switch catalogue.table(table) {
        case .columns(let columns): return columns
        case .unknown(let reason):
            throw .offline(
                step,
                "it has rows for table \(table), whose columns the history does not tell: \(reason)",
                "Make the table with createTable, or run the revision against the database",
                at: location
            )
        case .gone, nil:
            throw .offline(
                step,
                "it has rows for table \(table), which no revision before it makes",
                "Make the table with createTable, or run the revision against the database",
                at: location
            )
        }
    }
}
