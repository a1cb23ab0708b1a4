import CacheBridge
import MigrationDSL
import Migrator
import MigratorDatabase

/// An error of a run, and what it left behind.
struct RunStopped: Error {
    let cause: any Error
    /// The position of the run and the state of the database.
    let note: String
}

/// An error as it is shown, to people or to programs.
struct ErrorReport {
    var code = "failed"
    var message = ""
    var note: String?
    private(set) var revision: RevisionID?
    private(set) var location: SourceLocation?
    private(set) var sqlState: String?

    /// Something that is no error value.
    init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: any Error, showsValues: Bool) {
        let stopped = error as? RunStopped
        note = stopped?.note
        switch stopped?.cause ?? error {
        case let error as MigratorError:
            (code, message) = (error.code.description, error.message)
            (revision, location) = (error.revision, error.location)
            guard let cause = error.cause else { return }
            let below = ErrorReport(cause, showsValues: showsValues)
            if !message.contains(below.message) {
                // Words of the cause that the message has already are not repeated, but the rest is.
                if let cause = cause as? DatabaseFailure, message.contains(cause.message) {
                    let rest = below.message.dropFirst(cause.message.count)
                    let hasHint = cause.hint.map { message.contains($0) } ?? true
                    message += hasHint ? rest.drop { $0 != "\n" } : rest
                } else {
                    message += ": \(below.message)"
                }
            }
            sqlState = below.sqlState
            location = location ?? below.location
        case let error as DatabaseFailure:
            (code, message) = (error.code.description, error.description)
            sqlState = error.sqlState
            if showsValues, let detail = error.detail { message += "\n  detail: \(detail)" }
        case let error as CacheError:
            (code, message) = (error.code.description, error.message)
        case is CancellationError:
            (code, message) = ("cancelled", "cancelled")
        case let error as UsageError:
            (code, message) = ("usage", error.description)
        default:
            message = "\(error)"
        }
    }

    /// Whether the error is that the work was cancelled.
    static func isCancellation(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: true
        case let error as DatabaseFailure: error.code == .cancelled
        case let error as MigratorError: error.cause.map(isCancellation) ?? false
        case let stopped as RunStopped: isCancellation(stopped.cause)
        default: false
        }
    }

    /// The text for people: the location, the message, and what is left behind.
    func text(_ style: Style) -> String {
        var text = location.map { "\($0): " } ?? ""
        text += message
        if let revision, !text.contains(revision.rawValue) { text = "\(revision): \(text)" }
        text = "\(style.red("error:")) \(TerminalText.block(text))"
        if let note { text += "\n\(note)" }
        return text
    }

    /// For programs.
    var json: JSON {
        .object([
            "error": .object([
                "code": .string(code),
                "message": .string(message),
                "revision": revision.map { .string($0.rawValue) },
                "sqlstate": sqlState.map { .string($0) },
                "file": location.map { .string($0.file) },
                "line": location.map { .number($0.line) },
                "column": location.map { .number($0.column) },
            ])
        ])
    }
}
