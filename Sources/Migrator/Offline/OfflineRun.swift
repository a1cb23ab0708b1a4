import CacheBridge
import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorOutbox

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes the script of a plan, in the order in which a run does things.
struct OfflineRun {
    private let frame: ScriptFrame

    init(_ frame: ScriptFrame) {
        self.frame = frame
    }

    private var form: any ScriptForm { frame.form }
    private var writer: ScriptWriter { frame.writer }
    private var kind: DatabaseKind { frame.options.kind }

    /// Writes all steps of a plan.
    func write(_ plan: Plan, _ steps: [OfflineStep]) throws -> [RunReport.Step] {
        let verb = plan.direction == .upgrade ? "Upgrades" : "Downgrades"
        let title = "\(verb) a \(kind.title) database at \(form.position(of: plan.rowsBefore)) to \(plan.target)."
        guard !steps.isEmpty else {
            try writer.comment(title)
            try writer.comment("There is nothing to do.")
            try writer.flush()
            return []
        }
        try frame.open(title)
        var done = frame.settings.isSingleTransaction ? try writeTogether(plan, steps) : try writeApart(plan, steps)
        try frame.close()
        done[done.count - 1].sql += writer.takePieces()
        return zip(steps, done).map(report)
    }

    /// What was written for a step.
    private struct Written {
        let items: OfflineItems
        var sql: [String]
    }

    /// Writes all steps in one transaction.
    private func writeTogether(_ plan: Plan, _ steps: [OfflineStep]) throws -> [Written] {
        var done: [Written] = []
        try writer.comment("")
        try frame.transaction(makingTables: true, leadingTo: plan.rowsAfter) {
            try frame.expect(plan.rowsBefore)
            for step in steps {
                try writer.comment("")
                try writer.comment("revision \(step.title)")
                var items = OfflineItems(of: step, frame)
                for item in step.items { try items.write(item) }
                try finish(step, items)
                try writer.statements(form.ending(after: step.statements))
                done.append(Written(items: items, sql: writer.takePieces()))
            }
        }
        return done
    }

    /// Writes each step in a transaction of its own, or in several.
    private func writeApart(_ plan: Plan, _ steps: [OfflineStep]) throws -> [Written] {
        var done: [Written] = []
        var rows = plan.rowsBefore
        for step in steps {
            try writer.comment("")
            try writer.comment("revision \(step.title)")
            let isFirst = done.isEmpty
            let items =
                step.prepared.revision.isTransactional
                ? try write(step, at: rows, isFirst: isFirst)
                : try writeWithoutTransaction(step, at: rows, isFirst: isFirst)
            try writer.statements(form.ending(after: step.statements))
            done.append(Written(items: items, sql: writer.takePieces()))
            rows = step.step.rowChange.applied(to: rows)
        }
        return done
    }

    // MARK: One step

    private func write(_ step: OfflineStep, at rows: [RevisionID], isFirst: Bool) throws -> OfflineItems {
        var items = OfflineItems(of: step, frame)
        let preludes = step.prepared.preludes.flatMap(\.items)
        if !preludes.isEmpty {
            try frame.transaction(makingTables: isFirst) {
                try frame.expect(rows)
                for case .statement(let sql) in preludes { try items.write(.statement(sql.text)) }
            }
        }
        let isRebuilding = step.prepared.needsForeignKeysOff
        if isRebuilding { try writer.statements(form.foreignKeys(false)) }
        let rowsAfter = step.step.rowChange.applied(to: rows)
        try frame.transaction(makingTables: isFirst && preludes.isEmpty, leadingTo: rowsAfter) {
            try frame.expect(rows)
            for item in step.items { try items.write(item) }
            try finish(step, items)
        }
        if isRebuilding { try writer.statements(form.foreignKeys(true)) }
        return items
    }

    private func writeWithoutTransaction(
        _ step: OfflineStep,
        at rows: [RevisionID],
        isFirst: Bool
    ) throws -> OfflineItems {
        var items = OfflineItems(of: step, frame)
        try frame.transaction(makingTables: isFirst) { try frame.expect(rows) }
        let hasKeysOff = step.prepared.needsForeignKeysOff
        let pieces = step.prepared.work.flatMap { work in
            work.items.map { StatementPiece(operation: work.operation, item: $0) }
        }
        var statements: [String] = []
        let told = UUID()
        for (index, (item, piece)) in zip(step.items, pieces).enumerated() {
            try items.writeAlone(item, checking: !hasKeysOff)
            if let statement = piece.statement { statements.append(statement) }
            // As in a run: others see what it did before the step ends. A role that was set may not write the outbox.
            guard piece.changesAnswers(frame.dialect), form.keepsRole(after: statements) else { continue }
            let effect = StepEffect(of: pieces.prefix(index + 1).map(\.operation), on: frame.dialect)
            let event = event(told, of: step.step, effect)
            try writer.statement(frame.tables.outbox.removal(of: "'\(event.uuid)'"))
            try frame.write(event)
        }
        try writer.statements(form.restoring(after: step.statements, inTransaction: false))
        let rowsAfter = step.step.rowChange.applied(to: rows)
        try frame.transaction(makingTables: false, leadingTo: rowsAfter) {
            try frame.expect(rows)
            try record(step, items)
        }
        return items
    }

    /// Ends a step within its transaction.
    private func finish(_ step: OfflineStep, _ items: OfflineItems) throws {
        try writer.statements(form.restoring(after: step.statements, inTransaction: true))
        try record(step, items)
    }

    /// Writes down that a step was done: its version rows, its row in the journal, its event.
    private func record(_ step: OfflineStep, _ items: OfflineItems) throws {
        // The time is that at which the script is run.
        var entry = Journal.Entry(
            revision: step.step.revision,
            direction: step.step.direction.rawValue,
            startedAt: .now
        )
        entry.checksum = step.prepared.checksum
        entry.operations = step.prepared.work.digests
        entry.arguments = step.prepared.arguments
        entry.tag = frame.settings.tag
        entry.payloads = items.digests
        entry.statements = items.statements
        entry.rows = items.rows
        let event = event(entry.uuid, of: step.step, step.prepared.effect(on: frame.dialect))
        try frame.change(step.step.rowChange, [entry], event)
    }

    private func event(_ uuid: UUID, of step: Step, _ effect: StepEffect) -> InvalidationEvent {
        InvalidationEvent(uuid, of: step, effect, frame.migrator.caches.dependencies, frame.tables.versionTable)
    }

    private func report(_ step: OfflineStep, _ written: Written) -> RunReport.Step {
        RunReport.Step(
            revision: step.step.revision,
            direction: step.step.direction,
            message: step.prepared.revision.node.message,
            duration: .zero,
            statements: written.items.statements,
            rows: written.items.rows,
            sql: frame.options.reportsSQL ? written.sql : nil
        )
    }
}
