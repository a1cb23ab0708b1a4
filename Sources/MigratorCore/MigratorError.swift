public import MigrationDSL

/// An error thrown while revisions are read, planned or run.
public struct MigratorError: Error, Sendable {
    /// What kind of failure this is.
    public let code: Code
    /// A sentence for a person, saying what to do about it when that is known; holds no bound values and no passwords.
    public let message: String
    /// The revision being read, planned or run, if any.
    public let revision: RevisionID?
    /// The place in a revision's file, if any.
    public let location: SourceLocation?
    /// The failure underneath, usually a `DatabaseFailure`.
    public let cause: (any Error)?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        revision: RevisionID? = nil,
        location: SourceLocation? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.revision = revision
        self.location = location
        self.cause = cause
    }
}

extension MigratorError: CustomStringConvertible {
    /// The location, if there is one, and the message.
    public var description: String {
        location.map { "\($0): \(message)" } ?? message
    }
}
