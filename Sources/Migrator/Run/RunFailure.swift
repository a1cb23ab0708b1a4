import Database
import MigrationDSL

/// Says of a failed run where it stopped, what remains, and what to do.
enum RunFailure {
    static func describe(
        _ error: any Error,
        at step: Step,
        of plan: Plan,
        after done: [RunReport.Step],
        rows: [RevisionID]
    ) -> any Error {
        switch error {
        case let failure as OperationFailure:
            if (failure.cause as? DatabaseError)?.code == .cancelled { return CancellationError() }
            return describe(failure, at: step, after: done, rows: rows)
        case let error as DatabaseError where error.code == .cancelled:
            return CancellationError()
        case let error as DatabaseError:
            return MigratorError(
                code(of: error),
                "revision \(step.revision) failed: \(text(of: error)) \(remains(done, rows))",
                revision: step.revision,
                cause: error
            )
        default:
            return error
        }
    }

    private static func describe(
        _ failure: OperationFailure,
        at step: Step,
        after done: [RunReport.Step],
        rows: [RevisionID]
    ) -> MigratorError {
        let cause = failure.cause
        let inner = cause as? MigratorError
        let place = failure.operation.location
        let what = "revision \(step.revision) failed at \(failure.operation.summary)"
        return MigratorError(
            inner?.code ?? (cause as? DatabaseError).map(code) ?? .statementFailed,
            "\(what): \(text(of: cause)) \(remains(done, rows))",
            revision: step.revision,
            location: inner?.location ?? place,
            cause: cause
        )
    }

    private static func text(of cause: any Error) -> String {
        let text =
            switch cause {
            case let error as MigratorError: error.message
            case let error as DatabaseError: error.message + (error.hint.map { "; \($0)" } ?? "")
            default: "\(cause)"
            }
        return text.hasSuffix(".") ? text : text + "."
    }

    /// Where the database is now.
    private static func remains(_ done: [RunReport.Step], _ rows: [RevisionID]) -> String {
        let place = rows.isEmpty ? "before its first revision" : "at \(rows.map(\.rawValue).joined(separator: ", "))"
        let before =
            switch done.count {
            case 0: "Nothing was changed"
            case 1: "It was rolled back; 1 step before it is done"
            default: "It was rolled back; \(done.count) steps before it are done"
            }
        return "\(before), and the database is \(place). Mend the cause and run the command again."
    }

    private static func code(of error: DatabaseError) -> MigratorError.Code {
        switch error.code {
        case .busy, .lockTimeout: .lockUnavailable
        case .cannotOpen, .connectionLost, .authenticationFailed: .databaseUnreachable
        case .permissionDenied, .readOnly: .permissionDenied
        default: .statementFailed
        }
    }
}

extension Operation {
    /// Where it stands, if it comes from a file of SQL.
    var location: SourceLocation? {
        switch self {
        case .execute(let execute): execute.location
        case .bulkInsert(let insert): insert.location
        default: nil
        }
    }
}
