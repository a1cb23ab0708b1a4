public import MigrationDSL
import MigratorCore
public import MigratorDatabase

/// Something that happens during a run, for a progress bar or a log.
public enum RunEvent: Sendable {
    /// The plan is made; so many steps will be run.
    case planned(steps: Int)
    /// Another run holds the database, and this one waits.
    case waitingForLock
    /// A step begins: the how-manieth of how many.
    case stepBegan(revision: RevisionID, direction: Direction, message: String, index: Int, total: Int)
    /// A step is tried again, as a lock was not to be had; the how-manieth time.
    case stepRetried(revision: RevisionID, reason: String, attempt: Int)
    /// A step was done by another process meanwhile.
    case stepSkipped(revision: RevisionID)
    /// A step goes on that an earlier run has begun.
    case stepResumed(UnfinishedStep)
    /// A step that an earlier run has begun counts as done, or as never begun, as the operator said.
    case unfinishedSettled(UnfinishedStep, MigratorSettings.InterruptedStatement)
    /// Rows are being loaded; bytes are of the payload's file, where it is one.
    case loading(table: String, rows: Int, bytes: Int, totalBytes: Int?)
    /// A step is committed.
    case stepFinished(RunReport.Step)
    /// So many events wait for a cache, which could not be told, and why; whoever reaches it next delivers them.
    case eventsWaiting(target: String, count: Int, reason: String?)
    /// The database says something beside its answers.
    case notice(DatabaseNotice)
}
