public import CacheBridge
public import MigrationDSL
import Migrator

/// How far a program is with its database: what a health endpoint answers.
public struct Readiness: Sendable, Hashable {
    /// The state of the start.
    public enum State: Sendable, Hashable {
        /// The database was not asked yet.
        case starting
        /// Another run holds the database, and this one waits.
        case waitingForLock
        /// A revision is being run: the how-manieth step of how many.
        case migrating(revision: RevisionID, step: Int, of: Int)
        /// Another program has to run this number of revisions first.
        case waitingForOthers(pending: Int)
        /// The database is further than this program knows, which waits in case that is taken back.
        case ahead(unknown: [RevisionID])
        /// The database is where it should be.
        case ready
        /// The database is behind, and the program goes on all the same.
        case behind(pending: [RevisionID], unknown: [RevisionID])
        /// The program cannot go on, for this reason.
        case failed(reason: String)
        /// The program has ended, or is about to.
        case stopped
    }

    /// The state of the start.
    public internal(set) var state = State.starting
    /// How many events wait to be told to caches, by target; targets that have heard of all of them are left out.
    public internal(set) var eventsWaiting: [String: Int] = [:]
    /// A problem for which the service tries again: a database or a cache that cannot be reached.
    public var problem: String? { databaseProblem ?? storeProblem }
    /// A problem with the database, or with the delivery of events.
    var databaseProblem: String?
    /// A problem with a store that does not answer, though perhaps no event waits for it.
    var storeProblem: String?
    /// The name by which caches know the database; `nil` before it is known.
    public internal(set) var fingerprint: Fingerprint?

    /// Whether requests may be answered.
    public var isReady: Bool {
        switch state {
        case .ready, .behind: true
        default: false
        }
    }
}

extension Readiness: CustomStringConvertible {
    /// A sentence for a person.
    public var description: String {
        switch state {
        case .starting: "the database was not asked yet"
        case .waitingForLock: "another run holds the database"
        case .migrating(let revision, let step, let total): "running revision \(revision), step \(step) of \(total)"
        case .waitingForOthers(let pending):
            "waiting until somebody else has run \(pending == 1 ? "1 revision" : "\(pending) revisions")"
        case .ahead(let unknown): Self.behind([], unknown)
        case .ready: "ready"
        case .behind(let pending, let unknown): Self.behind(pending, unknown)
        case .failed(let reason): reason
        case .stopped: "stopped"
        }
    }

    static let adviceForOldPrograms = "start a program that has it, or downgrade with that one first"

    /// Says what a database lacks, or has too much.
    static func behind(_ pending: [RevisionID], _ unknown: [RevisionID]) -> String {
        guard unknown.isEmpty else {
            return UnknownRows.sentence(unknown.map(\.rawValue))
        }
        let names = pending.prefix(5).map(\.rawValue).joined(separator: ", ")
        let rest = pending.count > 5 ? " and \(pending.count - 5) more" : ""
        return "the database lacks \(pending.count == 1 ? "1 revision" : "\(pending.count) revisions"): \(names)\(rest)"
    }
}
