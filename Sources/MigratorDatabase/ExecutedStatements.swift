/// How far a list of statements was run.
public struct ExecutedStatements: Sendable {
    /// How many rows each of them changed that was run without an error.
    public var changes: [Int]
    /// Why the statement after those failed; `nil` if none did.
    public var failure: DatabaseFailure?

    /// Creates it; a driver does.
    public init(changes: [Int] = [], failure: DatabaseFailure? = nil) {
        self.changes = changes
        self.failure = failure
    }
}
