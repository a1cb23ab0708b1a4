import MigrationDSL
import MigratorCore
import MigratorDatabase

/// A revision written in SQL and read from a folder.
///
/// It holds the index of its entry among those of its folder, so that ten thousand revisions need little memory.
struct SQLRevision: SQLLoaded {
    private let entries: [SQLRevisionEntry]
    private let index: Int

    private init(_ entries: [SQLRevisionEntry], _ index: Int) {
        self.entries = entries
        self.index = index
    }

    /// The revisions of a folder.
    static func all(_ entries: [SQLRevisionEntry]) -> some Collection<SQLRevision> {
        entries.indices.lazy.map { SQLRevision(entries, $0) }
    }

    private var entry: SQLRevisionEntry { entries[index] }

    var header: SQLRevisionHeader { entry.header }
    var location: SourceLocation { entry.location }
    var payloads: PayloadLocator { .folder(entry.folder) }

    func digest(of section: SQLSection) -> SQLDigest? { entry.digest(of: section) }

    func statements(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> SQLStatements {
        try entry.statements(of: section, for: kind)
    }
}
