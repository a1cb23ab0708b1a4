public import MigrationDSL
import MigratorCore

/// A step of a revision outside of a transaction that was begun and has not ended: some of its statements are done.
public struct UnfinishedStep: Hashable, Sendable, CustomStringConvertible {
    /// The revision.
    public let revision: RevisionID
    /// Which way.
    public let direction: Direction
    /// How many of its statements are done.
    public let done: Int
    /// When it was begun, as the database writes it.
    public let since: String

    /// `upgrade of 9f94d908afb9, begun 2026-01-01 00:00:00, 2 statements done`.
    public var description: String {
        let count = done == 1 ? "1 statement is done" : "\(done == 0 ? "none" : "\(done)") of its statements are done"
        return "the \(direction.rawValue) of revision \(revision), begun \(since), is unfinished: \(count)"
    }

    /// Says which steps are in the way, and the ways out.
    package static func error(_ steps: [UnfinishedStep]) -> MigratorError {
        let first = steps[0]
        let finish =
            switch first.direction {
            case .upgrade: "'upgrade \(first.revision)' goes on with it"
            case .downgrade: "a downgrade to what stands below it goes on with it"
            }
        let what = steps.map(\.description).joined(separator: "; ")
        return MigratorError(
            .unfinishedStep,
            "\(what), and nothing else is done before it is settled. \(finish). Or look at the database, and say "
                + "--mark-done with 'upgrade' or 'downgrade' once the rest of it was done by hand, --run-again once what "
                + "it did was taken back by hand, or 'stamp --purge' to vouch for the database as it is",
            revision: first.revision
        )
    }
}
