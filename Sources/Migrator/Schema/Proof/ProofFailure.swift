import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// A function that a server did not make for what its body says.
struct RefusedBody: Error {
    let function: ObjectReference
    let reason: String
}

/// An operation of a plan that failed on an empty database.
struct ProofFailure {
    /// The operation; `nil` for what is no single one's, such as the commit.
    let operation: Operation?
    /// The tables with rows that it is about, by ``TableKey``.
    let tables: Set<ExactText>

    private let cause: any Error
    private let part: Int
    private let direction: Direction
    private let isOfOwnRows: Bool

    init(
        _ operation: Operation?,
        _ cause: any Error,
        in part: Int,
        _ direction: Direction,
        _ tables: Set<ExactText>,
        _ filled: SampleFill.Result
    ) {
        self.operation = operation
        self.cause = cause
        self.part = part
        self.direction = direction
        self.tables = tables
        isOfOwnRows = tables.contains { filled.sources[$0] == .own }
    }

    /// Whether the database refused it, and not the engine before it ran.
    var mayBeOfRows: Bool { operation != nil || cause is DatabaseFailure }

    private var what: String { operation?.summary ?? "the transaction" }

    private var reason: String {
        let text =
            switch cause {
            case let error as MigratorError: error.message
            case let error as DatabaseFailure: error.message + (error.hint.map { "; \($0)" } ?? "")
            default: "\(cause)"
            }
        // The revision has no name yet.
        let name = "revision \(PlannedRevision.id(part))"
        return text.replacing("\(name), ", with: "").replacing(name, with: "the revision")
    }

    /// It as a sentence without its full stop.
    var sentence: String { !mayBeOfRows ? reason : "\(what) fails: \(reason)" }

    /// It as the fault of the revision.
    var error: MigratorError {
        MigratorError(
            .statementFailed,
            "the generated upgrade does not run on an empty database: \(sentence)",
            cause: cause
        )
    }

    /// It as the fault of a function's body, if the database may make the function without looking at that.
    func refusedBody(_ plan: GeneratedPlan, _ dialect: any Dialect) -> RefusedBody? {
        guard dialect.leavingBodiesUnchecked != nil, let create = operation?.details as? CreateFunction,
            !plan.uncheckedBodies.contains(create.function.reference)
        else { return nil }
        return RefusedBody(function: create.function.reference, reason: reason)
    }

    /// It as the fault of rows.
    var onRows: ProofReport.FailureOnRows {
        ProofReport.FailureOnRows(
            operation: what,
            reason: reason,
            isOfDowngrade: direction == .downgrade,
            isOfOwnRows: isOfOwnRows
        )
    }
}
