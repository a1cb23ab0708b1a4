import MigrationDSL
import MigratorDialects
import MigratorSources

/// The work of a step, operation by operation; that of a file is made when it is asked for.
enum StepWork: RandomAccessCollection, Sendable {
    /// Work that is ready.
    case prepared([PreparedStep.Work])
    /// What a file says, which needs no preparation.
    case file(SQLStatements)

    var startIndex: Int { 0 }

    var endIndex: Int {
        switch self {
        case .prepared(let work): work.count
        case .file(let statements): statements.count
        }
    }

    subscript(position: Int) -> PreparedStep.Work {
        switch self {
        case .prepared(let work): return work[position]
        case .file(let statements):
            let operation = OperationList.file(statements)[position]
            let items: [WorkItem] =
                switch operation.details {
                case let insert as BulkInsert: [.bulkInsert(insert)]
                default: statements.text(at: position).map { [.statement(SQLFragment(given: $0))] } ?? []
                }
            return PreparedStep.Work(operation: operation, items: items)
        }
    }

    /// A statement of a file, for which no operation is made.
    func statement(at position: Int) -> String? {
        guard case .file(let statements) = self else { return nil }
        return statements.text(at: position)
    }

    /// Whether a piece of it is such.
    func hasItem(where isSuch: (_ item: WorkItem) -> Bool) -> Bool {
        indices.contains { position in
            if let sql = statement(at: position) { return isSuch(.statement(SQLFragment(given: sql))) }
            return self[position].items.contains(where: isSuch)
        }
    }

    /// What the journal remembers of the operations.
    var digests: [OperationDigest] {
        switch self {
        case .prepared(let work): OperationDigest.list(of: .recorded(work.map(\.operation)))
        case .file(let statements): OperationDigest.list(of: .file(statements))
        }
    }

    /// The operations, each made when it is asked for.
    var operations: some RandomAccessCollection<Operation> { lazy.map(\.operation) }
}
