import Database
import MigrationDSL

/// A step that is ready to run: recorded and rendered, with its checksum.
struct PreparedStep: Sendable {
    /// An operation and the work that it means.
    struct Work: Sendable {
        let operation: Operation
        let items: [WorkItem]
    }

    let revision: any LoadedRevision
    let work: [Work]
    let checksum: String
    /// The arguments that the revision read, for the journal.
    let arguments: [String: String]

    /// Whether foreign keys must be off before its transaction begins, as a rebuild of a table on SQLite needs it.
    var needsForeignKeysOff: Bool {
        work.contains { work in
            work.items.contains { item in
                guard case .rebuild(let rebuild) = item else { return false }
                return rebuild.needsForeignKeysOff
            }
        }
    }

    init(
        _ revision: any LoadedRevision,
        _ direction: Direction,
        for kind: DatabaseKind,
        _ settings: MigratorSettings
    ) throws(MigratorError) {
        let read = RevisionArguments(settings.arguments)
        let operations = try revision.operations(direction, read, tag: settings.tag, for: kind)
        let dialect = kind.dialect(transactional: revision.isTransactional)
        var work: [Work] = []
        let placements = kind == .sqlite ? SQLiteRebuild.placements(of: operations) : operations.map { _ in .native }
        for (operation, placement) in zip(operations, placements) {
            do {
                let items: [WorkItem]
                switch placement {
                case .native: items = try dialect.render(operation)
                case .rebuild(let rebuild):
                    try rebuild.check()
                    items = [.rebuild(rebuild)]
                case .covered: items = []
                }
                work.append(Work(operation: operation, items: items))
            } catch {
                throw MigratorError(
                    error.code,
                    "revision \(revision.id), \(operation.summary): \(error.message)",
                    revision: revision.id,
                    location: error.location ?? revision.node.source,
                    cause: error.cause
                )
            }
        }
        self.revision = revision
        self.work = work
        checksum = try revision.checksum(direction)
        self.arguments = read.read
    }
}
