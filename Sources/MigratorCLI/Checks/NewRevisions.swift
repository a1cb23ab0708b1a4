import MigrationDSL
import Migrator
import MigratorSystem

/// Which revisions `check` is to look at: those that are new since a revision or since a commit.
struct NewRevisions {
    /// What the user said: a revision, or a branch, a tag or a commit of Git.
    enum Since: Hashable {
        case revision(String)
        case commit(String)

        /// In words, as in `since main`.
        var description: String {
            switch self {
            case .revision(let target): target
            case .commit(let reference): reference
            }
        }
    }

    private let engine: MigrationEngine

    init(_ engine: MigrationEngine) {
        self.engine = engine
    }

    /// The revisions that are new.
    ///
    /// - Throws: `MigratorError` for a revision that is not there; as `GitFolder` for a commit.
    func revisions(since: Since) async throws -> Set<RevisionID> {
        switch since {
        case .revision(let target): Set(try await engine.newRevisions(since: target))
        case .commit(let reference): try changed(since: reference)
        }
    }

    /// The revisions whose files, or whose payloads, were added or changed.
    private func changed(since reference: String) throws -> Set<RevisionID> {
        var changed: Set<ExactText> = []
        for folder in engine.revisions.folders {
            guard System.kind(ofPath: folder) == .folder else {
                throw MigratorError(
                    .fileSystem,
                    "--since-ref asks Git about the files of the revisions, and \(folder), from which they were "
                        + "compiled, is not here"
                )
            }
            changed.formUnion(try GitFolder(folder).changedFiles(since: reference).map(Self.key))
        }
        guard !changed.isEmpty else { return [] }
        return try engine.revisions(withFilesIn: { changed.contains(Self.key($0)) })
    }

    /// A path by which a file is the same, however it is reached.
    private static func key(_ path: String) -> ExactText { ExactText(SystemCalls.realPath(path) ?? path) }
}
