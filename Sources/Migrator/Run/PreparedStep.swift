import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// A step that is ready to run: recorded and rendered, with its checksum.
struct PreparedStep: Sendable {
    /// An operation and the work that it means.
    struct Work: Sendable {
        let operation: Operation
        let items: [WorkItem]
    }

    let revision: any LoadedRevision
    let work: StepWork
    /// What must be committed before the transaction of all the rest begins, as that could not use it.
    let preludes: [Work]
    let checksum: String
    /// The arguments that the revision read, for the journal.
    let arguments: [String: String]

    /// Whether it runs what may change its session.
    let mayChangeSession: Bool

    /// What it touches.
    func effect(on dialect: any Dialect) -> StepEffect {
        StepEffect(of: work.operations, on: dialect)
    }

    /// Whether foreign keys must be off before its transaction begins: a rebuild of a table may need it, and a revision
    /// may say so itself.
    let needsForeignKeysOff: Bool

    init(
        _ revision: any LoadedRevision,
        _ direction: Direction,
        for dialect: any Dialect,
        _ settings: MigratorSettings
    ) throws(MigratorError) {
        let dialect = dialect.rendering(inTransaction: revision.isTransactional)
        let read = RevisionArguments(settings.arguments)
        let operations = try revision.operations(direction, read, tag: settings.tag, for: dialect.kind)
        switch operations {
        case .recorded(let operations):
            let (work, preludes) = try Self.prepare(operations, of: revision, direction, for: dialect)
            (self.work, self.preludes) = (.prepared(work), preludes)
        // Statements were split, and refused or not, when the file was read.
        case .file(let statements):
            try statements.requireValues(of: revision.id)
            (work, preludes) = (.file(statements), [])
            try Self.refuse(work, revision, dialect)
        }
        mayChangeSession = work.hasItem { dialect.mayChangeSession($0) }
        needsForeignKeysOff = work.hasItem { dialect.needsForeignKeysOff($0) }
        self.revision = revision
        checksum = try revision.checksum(direction)
        self.arguments = read.read
    }

    private static func prepare(
        _ operations: [Operation],
        of revision: any LoadedRevision,
        _ direction: Direction,
        for dialect: any Dialect
    ) throws(MigratorError) -> (work: [Work], preludes: [Work]) {
        var (work, preludes): ([Work], [Work]) = ([], [])
        for (operation, rendered) in zip(operations, dialect.render(operations)) {
            do {
                if direction == .upgrade { try operation.checkDefaults(on: dialect.kind) }
                let items = try rendered.items.get()
                for case .statement(let sql) in items { try refuse(sql.text, dialect) }
                if rendered.isPrelude { preludes.append(Work(operation: operation, items: items)) }
                work.append(Work(operation: operation, items: rendered.isPrelude ? [] : items))
            } catch {
                throw MigratorError(
                    error.code,
                    "revision \(revision.id), \(operation.summary): \(error.message)",
                    revision: revision.id,
                    location: error.location ?? operation.location ?? revision.node.source,
                    cause: error.cause
                )
            }
        }
        return (work, preludes)
    }

    /// Refuses a statement that would do nothing, or harm, where it stands.
    private static func refuse(_ sql: String, _ dialect: any Dialect) throws(MigratorError) {
        guard let reason = dialect.refusal(of: sql) else { return }
        throw MigratorError(.invalidRevision, reason)
    }

    /// Refuses such statements of a file.
    private static func refuse(
        _ work: StepWork,
        _ revision: any LoadedRevision,
        _ dialect: any Dialect
    ) throws(MigratorError) {
        for position in work.indices {
            guard let sql = work.statement(at: position), let reason = dialect.refusal(of: sql) else { continue }
            let operation = work[position].operation
            throw MigratorError(
                .invalidRevision,
                "revision \(revision.id), \(operation.summary): \(reason)",
                revision: revision.id,
                location: operation.location
            )
        }
    }
}
