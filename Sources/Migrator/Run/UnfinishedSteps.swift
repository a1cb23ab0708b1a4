import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keeps a run from going past a step that an earlier one has begun and not ended.
///
/// Such a step is part of what the database is. It is finished first, or settled by whoever has looked at the database;
/// until then nothing else is run.
struct UnfinishedSteps {
    private let steps: [UnfinishedStep]

    init(_ steps: [UnfinishedStep]) {
        self.steps = steps
    }

    /// The plan, with the unfinished step first if it is one of the plan's.
    ///
    /// - Throws: ``MigratorError`` with code `.unfinishedStep` if it is not.
    func arrange(_ plan: Plan, _ planner: Planner) throws(MigratorError) -> Plan {
        guard let first = steps.first else { return plan }
        guard let outside = outside(of: plan) else {
            do {
                return try planner.beginning(with: first.revision, plan)
            } catch {
                throw UnfinishedStep.error(steps)
            }
        }
        throw UnfinishedStep.error([outside])
    }

    /// A step that is not the plan's to finish.
    func outside(of plan: Plan) -> UnfinishedStep? {
        steps.first { unfinished in
            unfinished.direction != plan.direction || !plan.steps.contains { $0.revision == unfinished.revision }
        }
    }

    /// The step that the plan goes on with.
    var first: UnfinishedStep? { steps.first }
}

/// How far a run has read the journal for steps that others have begun.
final class JournalWatch: Sendable {
    private let last = Mutex<Int64>(0)

    /// Whether a step was begun, since this was asked last, that is not this one.
    func hasOther(but step: Step?, _ journal: Journal, _ connection: any DatabaseConnection) async throws -> Bool {
        let found = try await journal.begun(after: last.withLock { $0 }, but: step, connection)
        if !found.hasOther { last.withLock { $0 = found.last } }
        return found.hasOther
    }
}

extension Run {
    /// Refuses to go on where another run has begun a step that is not this one, and no lock has kept it from that.
    func refuseUnfinished(but step: Step? = nil) async throws {
        guard !lock.isHeldBetweenTransactions, try await context.watch.hasOther(but: step, tables.journal, connection)
        else {
            return
        }
        let others = try await tables.journal.unfinished(connection).filter { unfinished in
            unfinished.revision != step?.revision || unfinished.direction != step?.direction
        }
        guard others.isEmpty else { throw UnfinishedStep.error(others) }
    }

    /// Refuses a plan that does not begin with what a run has left that was at work when this one looked.
    func refuseUnfinished(before plan: Plan) async throws {
        let unfinished = try await tables.journal.unfinished(connection)
        guard let first = unfinished.first, let next = plan.steps.first else { return }
        guard unfinished.count == 1, first.revision == next.revision, first.direction == next.direction else {
            throw UnfinishedStep.error(unfinished)
        }
    }

    /// Takes an unfinished step for done, or for never begun, as an operator says who has looked at the database.
    func settle(_ unfinished: UnfinishedStep, as fate: MigratorSettings.InterruptedStatement) async throws {
        try await underLock { run in
            let (tables, connection) = (run.tables, run.connection)
            guard try await tables.journal.unfinished(connection).contains(unfinished) else {
                throw MigratorError(
                    .rowsMoved,
                    "another program has gone on with \(unfinished); look at 'current' and run the command again",
                    revision: unfinished.revision
                )
            }
            guard fate == .markDone else {
                let voiding = tables.journal.settle(unfinished, as: Journal.void, connection)
                try await connection.execute(voiding.sql, voiding.parameters)
                return ((), [])
            }
            let rows = try await tables.versionTable.rows(connection) ?? []
            let step = try run.context.planner.step(unfinished.revision, unfinished.direction, rows: rows)
            let event = run.stampEvent(UUID(), unfinished.revision)
            let done = tables.journal.settle(unfinished, as: Journal.done, connection)
            let others = [done] + (try run.statements(writing: event))
            try await tables.versionTable.apply(step.rowChange, to: rows, with: others, connection)
            return ((), [event])
        }
        context.observe(.unfinishedSettled(unfinished, fate))
    }
}
