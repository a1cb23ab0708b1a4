import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph

/// Says of a failed run where it stopped, what remains, and what to do.
struct RunFailure {
    private let failure: StepFailure
    private let done: [RunReport.Step]
    private let rows: [RevisionID]
    /// Where the revision is declared: the place of what has none of its own.
    private let source: SourceLocation?

    /// The error of a run that ends with a failed step.
    static func describe(
        _ failure: StepFailure,
        after done: [RunReport.Step],
        rows: [RevisionID],
        source: SourceLocation?
    ) -> any Error {
        RunFailure(failure: failure, done: done, rows: rows, source: source).error
    }

    private var error: any Error {
        switch failure.cause {
        case let operation as OperationFailure:
            if (operation.cause as? DatabaseFailure)?.code == .cancelled { return CancellationError() }
            return describe(operation)
        case let error as DatabaseFailure where error.code == .cancelled:
            return CancellationError()
        case let error as MigratorError where error.code == .rowsMoved:
            return MigratorError(
                error.code,
                "revision \(failure.step.revision) failed: \(text(of: error)) \(remains)",
                revision: failure.step.revision
            )
        case let error as DatabaseFailure:
            return MigratorError(
                Self.code(of: error),
                "revision \(failure.step.revision) failed: \(text(of: error)) \(remains)",
                revision: failure.step.revision,
                location: source,
                cause: error
            )
        default:
            return failure.cause
        }
    }

    private func describe(_ operation: OperationFailure) -> MigratorError {
        let cause = operation.cause
        let inner = cause as? MigratorError
        let place = operation.operation.location
        let what = "revision \(failure.step.revision) failed at \(operation.operation.summary)"
        return MigratorError(
            inner?.code ?? (cause as? DatabaseFailure).map(Self.code) ?? .statementFailed,
            "\(what): \(text(of: cause, advice(on: operation))) \(remains)",
            revision: failure.step.revision,
            location: inner?.location ?? place ?? source,
            cause: cause
        )
    }

    /// What the database refuses in a transaction, or for want of a lock, has a way out.
    private func advice(on operation: OperationFailure) -> String? {
        guard failure.partly == nil, let error = operation.cause as? DatabaseFailure else { return nil }
        return error.transactionAdvice(file: operation.operation.location?.file)
    }

    private func text(of cause: any Error, _ advice: String? = nil) -> String {
        var text =
            switch cause {
            case let error as MigratorError: error.message
            case let error as DatabaseFailure: error.message + (error.hint.map { "; \($0)" } ?? "")
            default: "\(cause)"
            }
        if let advice = advice ?? (cause as? DatabaseFailure)?.waitingAdvice { text += "; \(advice)" }
        let end = text.hasSuffix(".") ? text : text + "."
        return failure.tries > 1 ? "\(end) It was tried \(failure.tries) times." : end
    }

    /// Where the database is now.
    private var remains: String {
        let place = rows.isEmpty ? "before its first revision" : "at \(rows.map(\.rawValue).joined(separator: ", "))"
        let left = failure.left.map { " \($0)." } ?? ""
        return "\(undone), and the database is \(place).\(left) Mend the cause and run the command again\(resumption)."
    }

    private var undone: String {
        let before = done.count == 1 ? "1 step before it is done" : "\(done.count) steps before it are done"
        if let partly = failure.partly, partly.done > 0 {
            let part = "\(partly.done) of its \(partly.of) statements are done and stay"
            return done.isEmpty ? part.capitalizedFirst : "\(part.capitalizedFirst), \(before)"
        }
        guard failure.left == nil else {
            return done.isEmpty ? "It was not carried out" : "It was not carried out; \(before)"
        }
        return done.isEmpty ? "Nothing was changed" : "It was rolled back; \(before)"
    }

    private var resumption: String {
        (failure.partly?.done ?? 0) > 0 ? ", which goes on from there" : ""
    }

    private static func code(of error: DatabaseFailure) -> MigratorError.Code {
        switch error.code {
        case .busy, .lockTimeout: .lockUnavailable
        case .cannotOpen, .connectionLost, .authenticationFailed: .databaseUnreachable
        case .permissionDenied, .readOnly: .permissionDenied
        default: .statementFailed
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}

extension Operation {
    /// Where it stands, if it comes from a file of SQL.
    var location: SourceLocation? {
        switch details {
        case let execute as ExecuteSQL: execute.location
        case let insert as BulkInsert: insert.location
        default: nil
        }
    }
}
