import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources

extension Journal {
    /// What the journal says of repeatables.
    struct Repeats: Sendable {
        /// What was run of one.
        private struct Past {
            /// The checksums, the last one last.
            var checksums: [String] = []
            /// When it ran last, among all runs.
            var last = 0
            /// Whether a revision was taken back since.
            var isBefore = false
        }

        private var past: [RevisionID: Past] = [:]
        private var count = 0

        /// Whether the text of a repeatable has run, and is there to stay.
        enum State {
            /// It is to be run: it is new, or was changed, or what it is made of has become another since.
            case due
            /// It has run last.
            case done
            /// A newer text has run since: this program is older than the one that ran it.
            case older
        }

        /// The states of repeatables in their order: what depends on one that is due is due as well.
        func states(
            of repeatables: [any LoadedRevision]
        ) throws(MigratorError) -> [(repeatable: any LoadedRevision, state: State)] {
            var due: Set<RevisionID> = []
            var states: [(repeatable: any LoadedRevision, state: State)] = []
            for repeatable in repeatables {
                var state = try state(of: repeatable)
                if state == .done, Self.dependencies(of: repeatable).contains(where: due.contains) { state = .due }
                if state == .due { due.insert(repeatable.id) }
                states.append((repeatable, state))
            }
            return states
        }

        /// The state of one, after all that it depends on has run.
        func state(of repeatable: any LoadedRevision) throws(MigratorError) -> State {
            guard let past = past[repeatable.id], let last = past.checksums.last else { return .due }
            if try repeatable.hasChecksum(last, .upgrade) {
                let isBehind = Self.dependencies(of: repeatable).contains { (self.past[$0]?.last ?? 0) > past.last }
                return past.isBefore || isBehind ? .due : .done
            }
            for checksum in past.checksums where try repeatable.hasChecksum(checksum, .upgrade) { return .older }
            return .due
        }

        private static func dependencies(of repeatable: any LoadedRevision) -> [RevisionID] {
            repeatable.node.dependsOn.map(Repeatable.id)
        }

        fileprivate mutating func add(_ revision: RevisionID, _ checksum: String) {
            count += 1
            past[revision, default: Past()].checksums.append(checksum)
            past[revision]?.last = count
            past[revision]?.isBefore = false
        }

        fileprivate mutating func takeBack() {
            for revision in past.keys { past[revision]?.isBefore = true }
        }
    }

    /// What was ever run of repeatables; nothing if there is no journal yet.
    func repeats(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Repeats {
        let sql: SQLFragment = """
            SELECT revision, direction, checksum
            FROM \(try await rows("id, revision, direction, state, checksum", connection))
            WHERE state = '\(Self.done)' AND \(isOurs)
                AND (direction = '\(Direction.downgrade.rawValue)' OR revision LIKE '\(Repeatable.prefix)%')
            ORDER BY id
            """
        var repeats = Repeats()
        for row in try await rowsIfThere(sql, connection) {
            if try row.get("direction", as: String.self) == Direction.downgrade.rawValue {
                repeats.takeBack()
            } else if let checksum = try row.get("checksum", as: String?.self) {
                repeats.add(RevisionID(try row.get("revision", as: String.self)), checksum)
            }
        }
        return repeats
    }
}
