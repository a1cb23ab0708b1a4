import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPayloads

/// Holds the tables and columns that operations name against those that will be there when each is run.
///
/// SQLite takes a name in double quotes that is no column's for text, and so a misspelt one for a condition that holds
/// for every row. PostgreSQL refuses it, but not before the operation is run.
struct NameCheck {
    private let dialect: any Dialect
    /// Where tables are looked up that no operation has made or changed.
    private let database: (any DatabaseConnection)?
    private var catalogue: Catalogue
    /// Whether the database is as it will be when the operation is run, or was planned for that.
    private var isLive = false
    /// What was made before the tables that it refers to, which is looked at again at the end.
    private var pending: [Pending] = []

    private struct Pending {
        let operation: Operation
        let names: [NamedColumns]
    }

    /// Creates a check of what will be run on a database as it is now.
    init(_ dialect: any Dialect, on database: any DatabaseConnection) {
        self.dialect = dialect
        self.database = database
        catalogue = Catalogue(dialect, isWhole: false)
    }

    /// Creates a check of what will be run on a database that a history has made.
    init(_ dialect: any Dialect, after catalogue: Catalogue) {
        self.dialect = dialect
        self.catalogue = catalogue
        database = nil
    }

    private var kind: DatabaseKind { dialect.kind }

    /// Checks the operations of a revision, each as if those before it were done.
    mutating func check(_ operations: [Operation], of revision: RevisionID) async throws {
        for operation in operations {
            do {
                for change in operation.ungrouped { try await step(over: change) }
            } catch let error as MigratorError {
                throw error.naming(operation, of: revision)
            }
        }
        do {
            try await finish()
        } catch let failure as OperationFailure {
            guard let error = failure.cause as? MigratorError else { throw failure.cause }
            throw error.naming(failure.operation, of: revision)
        }
    }

    /// Checks an operation that is about to be run, against the database as it is now.
    mutating func check(before item: WorkItem, of operation: Operation) async throws {
        catalogue = Catalogue(dialect, isWhole: false)
        isLive = true
        switch item {
        case .rebuild(let rebuild): for change in rebuild.changes { try await step(over: change) }
        // Of several statements for one group, those before this one have changed names already.
        case .statement where operation.details is ExecuteSQL || operation.details is AlterTable: break
        case .statement: try await step(over: operation)
        case .bulkInsert, .removeRows, .perform: break
        }
    }

    /// Checks at the end of a revision what it made before the tables that it refers to.
    ///
    /// - Throws: ``OperationFailure`` with the operation that made it.
    mutating func finish() async throws {
        let left = pending
        pending = []
        if isLive { catalogue = Catalogue(dialect, isWhole: false) }
        for entry in left {
            do {
                for names in entry.names { try await check(names) }
                if let create = entry.operation.details as? CreateView, let problem = try await problem(with: create) {
                    throw problem.error
                }
            } catch let error as MigratorError {
                throw OperationFailure(entry.operation, cause: error)
            }
        }
    }

    // MARK: One operation

    private mutating func step(over operation: Operation) async throws {
        for names in operation.names(on: catalogue.rules) { try await check(names) }
        let references = operation.references(on: catalogue.rules)
        do {
            for names in references { try await check(names) }
        } catch let error as MigratorError where error.code == .statementFailed && dialect.allowsForwardReferences {
            pending.append(Pending(operation: operation, names: references))
        }
        if let create = operation.details as? CreateView, let problem = try await problem(with: create) {
            guard problem.isTable else { throw problem.error }
            pending.append(Pending(operation: operation, names: []))
        }
        for table in changed(operation) { _ = try await entry(of: table) }
        if let alter = operation.details as? AlterColumn { try checkDefault(alter) }
        catalogue.apply(operation)
    }

    private func problem(with view: CreateView) async throws -> ViewNameProblem? {
        guard let database else { return nil }
        return try await dialect.problem(with: view, catalogue, database)
    }

    /// Holds a new default against the type that the column has, if it keeps that.
    private func checkDefault(_ alter: AlterColumn) throws(MigratorError) {
        guard case .set(let value) = alter.change.defaultValue, alter.change.type == nil,
            case .columns(let columns)? = catalogue.table(alter.table), !catalogue.isDoubtful(alter.table),
            let column = columns.first(where: { kind.isSame($0.name, alter.name) })
        else { return }
        try DefaultCheck.check(value, for: column, kind)
    }

    /// The tables that it changes, and that have to be known before.
    private func changed(_ operation: Operation) -> [ObjectName] {
        switch operation.details {
        case let create as CreateTable: create.ifNotExists ? [create.table.name] : []
        case let rename as RenameTable: [rename.name]
        case let execute as ExecuteSQL: catalogue.definitions(execute).compactMap { $0?.changedTable }
        default: operation.alteredTable.map { [$0] } ?? []
        }
    }

    private mutating func entry(of table: ObjectName) async throws -> Catalogue.Entry? {
        if let entry = catalogue.table(table) { return entry }
        guard let database else { return nil }
        do throws(DatabaseFailure) {
            catalogue.see(table, try await database.columns(of: TableName(table.name, schema: table.schema)))
        } catch {
            // A schema that the role may not look into is the server's to refuse.
            guard error.code == .permissionDenied || error.code == .undefinedObject else { throw error }
            catalogue.doubt([table])
        }
        return catalogue.table(table)
    }

    private mutating func check(_ names: NamedColumns) async throws {
        if names.isNew { return try refuse(names, among: names.made) }
        guard !catalogue.isDoubtful(names.table), !dialect.isBeyondCatalogue(names.table, isLive: isLive) else {
            return
        }
        switch try await entry(of: names.table) {
        case .columns(let columns)? where !catalogue.isDoubtful(names.table):
            do {
                try refuse(names, among: columns.map(\.name) + names.made)
            } catch {
                if try await mayHaveMore(names.table) { return }
                throw error
            }
        case .columns?, .unknown?: break
        case .gone?, nil:
            guard let others = try await dialect.tableNames(database) else { return }
            throw noTable(names.table, others)
        }
    }

    private func refuse(_ names: NamedColumns, among columns: [String]) throws(MigratorError) {
        let missing = names.columns.first { name in
            !columns.contains { kind.isSame($0, name) } && !(dialect.isImplicitColumn(name) && !names.isNew)
        }
        guard let missing else { return }
        let name = PayloadMessage.quoted(missing)
        let text = names.isSQL ? " (text stands in single quotes)" : ""
        guard !(columns.isEmpty && names.isNew) else {
            throw MigratorError(.statementFailed, "a default can name no column, and it names \(name)\(text)")
        }
        let all = PayloadMessage.list(columns, limit: 40)
        throw MigratorError(
            .statementFailed,
            "table \(names.table) has no column \(name)\(text); its columns are \(all)"
        )
    }

    /// Whether a table may have columns that were not found.
    private func mayHaveMore(_ table: ObjectName) async throws -> Bool {
        guard let database else { return false }
        return try await dialect.mayHaveMoreColumns(TableName(table.name, schema: table.schema), database)
    }

    private func noTable(_ table: ObjectName, _ others: [String]) -> MigratorError {
        var names = catalogue.names
        names += others.filter { name in !names.contains { kind.isSame($0, name) } && !isGone(name) }
        let list = names.isEmpty ? "there is none" : "the tables are \(PayloadMessage.list(names.sorted(), limit: 40))"
        let advice =
            database == nil ? "; a script knows only what revisions make. Run the revision against the database" : ""
        return MigratorError(.statementFailed, "there is no table \(table); \(list)\(advice)")
    }

    private func isGone(_ name: String) -> Bool {
        if case .gone? = catalogue.table(ObjectName(name)) { true } else { false }
    }
}

extension MigratorError {
    fileprivate func naming(_ operation: Operation, of revision: RevisionID) -> MigratorError {
        MigratorError(
            code,
            "revision \(revision), \(operation.summary): \(message)",
            revision: revision,
            location: location ?? operation.location,
            cause: cause
        )
    }
}
