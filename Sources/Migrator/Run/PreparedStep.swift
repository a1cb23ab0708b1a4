import MigrationDSL
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

    /// Whether it runs what may change its session: closures, and on PostgreSQL SQL that is more than a plain definition.
    let mayChangeSession: Bool

    /// What it touches.
    func effect(on kind: DatabaseKind) -> StepEffect {
        StepEffect(of: work.operations, on: kind)
    }

    /// Whether foreign keys must be off before its transaction begins: on SQLite a rebuild of a table needs it, and a
    /// revision may say so itself.
    let needsForeignKeysOff: Bool

    init(
        _ revision: any LoadedRevision,
        _ direction: Direction,
        for kind: DatabaseKind,
        _ settings: MigratorSettings
    ) throws(MigratorError) {
        let read = RevisionArguments(settings.arguments)
        let operations = try revision.operations(direction, read, tag: settings.tag, for: kind)
        switch operations {
        case .recorded(let operations):
            let (work, preludes) = try Self.prepare(operations, of: revision, direction, for: kind)
            (self.work, self.preludes) = (.prepared(work), preludes)
        // Statements were split, and refused or not, when the file was read.
        case .file(let statements):
            (work, preludes) = (.file(statements), [])
            try Self.checkPragmas(work, revision, kind)
        }
        mayChangeSession = work.hasItem { $0.mayChangeSession(kind) }
        needsForeignKeysOff = kind == .sqlite && work.hasItem(where: \.needsForeignKeysOff)
        self.revision = revision
        checksum = try revision.checksum(direction)
        self.arguments = read.read
    }

    private static func prepare(
        _ operations: [Operation],
        of revision: any LoadedRevision,
        _ direction: Direction,
        for kind: DatabaseKind
    ) throws(MigratorError) -> (work: [Work], preludes: [Work]) {
        let dialect = kind.dialect(transactional: revision.isTransactional)
        var (work, preludes): ([Work], [Work]) = ([], [])
        let early = (dialect as? PostgresDialect)?.preludes(of: operations) ?? []
        let placements = kind == .sqlite ? SQLiteRebuild.placements(of: operations) : operations.map { _ in .native }
        for (index, (operation, placement)) in zip(operations, placements).enumerated() {
            do {
                if direction == .upgrade { try operation.checkDefaults(on: kind) }
                let items: [WorkItem]
                switch placement {
                case .native: items = try dialect.render(operation)
                case .rebuild(let rebuild):
                    try rebuild.check()
                    items = [.rebuild(rebuild)]
                case .covered: items = []
                }
                for case .statement(let sql) in items { try checkPragma(sql.text, revision, kind) }
                if early.contains(index) { preludes.append(Work(operation: operation, items: items)) }
                work.append(Work(operation: operation, items: early.contains(index) ? [] : items))
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

    /// Refuses a PRAGMA that would do nothing, or harm, where it stands.
    private static func checkPragma(
        _ sql: String,
        _ revision: any LoadedRevision,
        _ kind: DatabaseKind
    ) throws(MigratorError) {
        guard kind == .sqlite, let pragma = SQLitePragma(sql),
            let reason = pragma.refusal(isTransactional: revision.isTransactional)
        else { return }
        throw MigratorError(.invalidRevision, reason)
    }

    private static func checkPragmas(
        _ work: StepWork,
        _ revision: any LoadedRevision,
        _ kind: DatabaseKind
    ) throws(MigratorError) {
        guard kind == .sqlite else { return }
        for position in work.indices {
            guard let sql = work.statement(at: position) else { continue }
            do {
                try checkPragma(sql, revision, kind)
            } catch {
                let operation = work[position].operation
                throw MigratorError(
                    error.code,
                    "revision \(revision.id), \(operation.summary): \(error.message)",
                    revision: revision.id,
                    location: operation.location
                )
            }
        }
    }
}
