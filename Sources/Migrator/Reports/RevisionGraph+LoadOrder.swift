import MigrationDSL
import MigratorGraph

extension RevisionGraph {
    /// These revisions in load order; unknown ones last, by their text.
    func inLoadOrder(_ ids: [RevisionID]) -> [RevisionID] {
        ids.sorted { left, right in
            switch (index.positions[left], index.positions[right]) {
            case (let left?, let right?): left < right
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): left < right
            }
        }
    }
}
