import MigratorDatabase
import MigratorDialects
import MigratorPayloads

/// What a run may be told; the defaults are right for most.
public struct MigratorSettings: Sendable {
    /// The version table's name and schema.
    public var versionTable = TableName(EngineTableNames.version)
    /// How long to wait for another run to end.
    public var lockTimeout: Duration = .seconds(30)
    /// How long a statement waits for a lock of PostgreSQL before its revision is rolled back and tried again, so that
    /// what the application asks meanwhile does not queue behind it for longer; `nil` for as long as it takes.
    public var statementLockTimeout: Duration? = .seconds(1)
    /// How often a revision is tried again for want of a lock, and for how long at most.
    public var lockRetries = 100
    /// How long a revision is tried again for want of a lock.
    public var lockRetryTime: Duration = .seconds(300)
    /// How long the delivery of events waits for an answer of PostgreSQL before it connects anew; a run's own statements
    /// may take as long as they do.
    public var answerTimeout: Duration = .seconds(10)
    /// Whether all steps are one transaction.
    public var isSingleTransaction = false
    /// What to do about a statement of which nobody can tell whether an earlier run has carried it out.
    public var interruptedStatement: InterruptedStatement?
    /// A folder that payloads are looked for in before anywhere else.
    public var payloadFolder: String?
    /// What reads payloads that are compressed; `nil` if none may be.
    ///
    /// `GzipStream` and `ZstdStream` have the method that `PayloadDecompressor` asks for.
    public var payloadDecompressors: PayloadDecompressors?
    /// What revisions read as `op.arguments`.
    public var arguments: [String: String] = [:]
    /// A word of the operator's about the run, which revisions read as `op.tag` and the journal keeps.
    public var tag: String?
    /// Whether messages may show what a server says about row values.
    public var showsValues = false

    /// What an operator has found out about a statement that was interrupted.
    public enum InterruptedStatement: Hashable, Sendable {
        /// It was carried out.
        case markDone
        /// It was not, or does no harm a second time.
        case runAgain
    }

    /// Creates settings with their defaults.
    public init() {}
}
