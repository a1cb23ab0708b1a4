import MigrationDSL
import Migrator
import Synchronization

/// Says by a policy what the place of a database means.
final class Judge: Sendable {
    private let policy: StartPolicy
    /// The version rows after the program's own run, if it has run.
    private let migrated = Mutex<Set<RevisionID>?>(nil)

    /// What the user types before a verb.
    private let command: String

    init(_ policy: StartPolicy, command: String = "migrator") {
        self.policy = policy
        self.command = command
    }

    /// Notes where a run has left the database.
    func note(_ report: RunReport) {
        migrated.withLock { $0 = Set(report.heads) }
    }

    /// The state of a program whose database stands there; one that was ready before goes on in any case.
    func state(_ status: RevisionStatus, wasReady: Bool) throws(MigratorError) -> Readiness.State {
        if status.isAtHead || status.unknown.isEmpty && Set(status.rows) == migrated.withLock({ $0 }) { return .ready }
        if !wasReady {
            switch policy {
            case .migrate, .verify: break
            case .wait:
                // The other program has run, and went further than this program knows.
                guard status.unknown.isEmpty else { return .ahead(unknown: status.unknown) }
                return .waitingForOthers(pending: status.pending.count)
            case .refuse:
                throw MigratorError(
                    .behind,
                    "\(Readiness.behind(status.pending, status.unknown)); "
                        + (status.unknown.isEmpty
                            ? "run '\(command) upgrade head' first"
                            : Readiness.adviceForOldPrograms)
                )
            }
        }
        return .behind(pending: status.pending, unknown: status.unknown)
    }
}
