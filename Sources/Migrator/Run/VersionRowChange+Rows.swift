import MigrationDSL
import MigratorGraph

extension VersionRowChange {
    /// The rows after the change.
    func applied(to rows: [RevisionID]) -> [RevisionID] {
        rows.filter { !removed.contains($0) } + added
    }
}
