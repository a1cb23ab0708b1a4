import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Finds out what became of a statement that ran outside of a transaction when its run was killed.
struct StatementFate {
    private let run: Run
    private let step: Step
    private let piece: StatementPiece
    private let number: Int

    init(_ run: Run, _ step: Step, _ piece: StatementPiece, number: Int) {
        self.run = run
        self.step = step
        self.piece = piece
        self.number = number
    }

    /// Whether it was carried out; if not, it may run again.
    ///
    /// - Throws: ``MigratorError`` with code `.interruptedStatement` if nobody can tell.
    func isDone(_ begun: StatementProgress.Begun) async throws -> Bool {
        switch run.context.settings.interruptedStatement {
        case .markDone: return true
        case .runAgain: return false
        case nil: break
        }
        guard begun.digest == piece.digest else {
            throw unknown("it was edited since")
        }
        guard let sql = piece.statement, let kind = run.context.dialect.nonTransactional(sql) else {
            if case .perform(let perform) = piece.item, perform.isRepeatable { return false }
            throw unknown("nothing in the database tells whether it was carried out")
        }
        switch kind {
        case .setting, .repeatable: return false
        case .index, .other:
            let process = ServerProcess(backend: begun.backend, start: begun.backendStart)
            guard let traces = piece.traces(run.context.dialect, run.connection) else {
                throw unknown("nothing in the database tells whether it was carried out")
            }
            switch try await traces.fate(of: process, waiting: run.context.settings.lockTimeout) {
            case .done: return true
            case .notDone: return false
            case .unknown(let reason): throw unknown(reason)
            }
        }
    }

    private func unknown(_ reason: String) -> MigratorError {
        MigratorError(
            .interruptedStatement,
            "revision \(step.revision) was interrupted in its piece \(number), \(piece.operation.summary): \(reason). "
                + "Look at the database; then say --mark-done if it was carried out, or --run-again if it was not",
            revision: step.revision,
            location: piece.operation.location ?? run.context.revisions.graph[step.revision]?.source
        )
    }
}
