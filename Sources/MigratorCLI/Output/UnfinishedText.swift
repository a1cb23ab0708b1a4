import MigrationDSL
import Migrator

/// The message about a step outside of a transaction that is half done.
enum UnfinishedText {
    /// The complaint of a verb that only looks.
    static func error(_ steps: [UnfinishedStep]) -> ErrorReport {
        ErrorReport(UnfinishedStep.error(steps), showsValues: false)
    }

    static func json(_ steps: [UnfinishedStep]) -> JSON? {
        guard !steps.isEmpty else { return nil }
        return .array(
            steps.map { step in
                .object([
                    "revision": .string(step.revision.rawValue),
                    "direction": .string(step.direction.rawValue),
                    "done": .number(step.done),
                    "since": .string(step.since),
                ])
            }
        )
    }
}
