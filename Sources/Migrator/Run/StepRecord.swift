import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorGraph
import MigratorSources

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is written down of a step, while it goes on.
struct StepRecord {
    let step: Step
    let prepared: PreparedStep
    var worker: StepWorker
    var uuid = UUID()
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let startedAt = Timestamp.now
    private let tag: String?
    private let digests: [OperationDigest]
    /// Of a large file they take as long as half of running it, and are made beside that; for others no thread is woken.
    private let digesting: Task<[OperationDigest], Never>?
    private static let most = 1000

    init(_ run: Run, _ step: Step, _ prepared: PreparedStep) {
        self.step = step
        self.prepared = prepared
        worker = StepWorker(run, prepared.revision)
        start = clock.now
        tag = run.context.settings.tag
        let work = prepared.work
        digests = work.count > Self.most ? [] : work.digests
        digesting = work.count > Self.most ? Task.detached { work.digests } : nil
    }

    /// What the journal is to hold of it.
    func entry() async -> Journal.Entry {
        var entry = Journal.Entry(
            uuid: uuid,
            revision: step.revision,
            direction: step.direction.rawValue,
            startedAt: startedAt
        )
        entry.checksum = prepared.checksum
        entry.operations = await digesting?.value ?? digests
        entry.arguments = prepared.arguments
        entry.tag = tag
        entry.payloads = worker.payloadDigests
        entry.duration = clock.now - start
        entry.statements = worker.statements
        entry.rows = worker.rows
        return entry
    }

    var report: RunReport.Step {
        RunReport.Step(
            revision: step.revision,
            direction: step.direction,
            message: prepared.revision.node.message,
            duration: clock.now - start,
            statements: worker.statements,
            rows: worker.rows,
            sql: nil
        )
    }
}

/// A step that failed; of several in one transaction, this one.
struct StepFailure: Error {
    let step: Step
    let cause: any Error
    /// How often it was tried.
    var tries = 1
    /// How much of it is done, if it was no transaction.
    var partly: (done: Int, of: Int)?
    /// What it has left beside that, in a sentence.
    var left: String?
}

/// A COMMIT that the server never answered: it may have been carried out.
struct UnansweredCommit: Error {
    let step: Step
    /// The steps that it would have made durable.
    let uuid: UUID
    let reports: [RunReport.Step]
    let events: [InvalidationEvent]
    let cause: DatabaseFailure
}
