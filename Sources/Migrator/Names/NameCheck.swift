import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPayloads

/// Holds the tables and columns that operations name against those that will be there when each is run.
///
/// SQLite takes a name in double quotes that is no column's for text, and so a slip of the pen for a condition that
/// holds for every row. PostgreSQL refuses it, but not before the operation is run.
struct NameCheck {
    private let kind: DatabaseKind
    /// Where tables are looked up that no operation has made or changed; nobody if it is `nil`.
    private let database: (any DatabaseConnection)?
    private var catalogue: Catalogue
    /// Whether the database is as it will be when the operation is run, or was planned for that.
    private var isLive = false
    /// What SQLite lets be made before the tables that it is about, by the operation that does so.
    private var pending: [Pending] = []

    private struct Pending {
        let operation: Operation
        let names: [NamedColumns]
    }

    /// Creates a check of what will be run on a database as it is now.
    init(on database: any DatabaseConnection) {
        kind = database.kind
        self.database = database
        catalogue = Catalogue(kind.dialect(), isWhole: false)
    }

    /// Creates a check of what will be run on a database that a history has made.
    init(after catalogue: Catalogue) {
        kind = catalogue.kind
        self.catalogue = catalogue
        database = nil
    }

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
        catalogue = Catalogue(kind.dialect(), isWhole: false)
        isLive = true
        switch (item, operation) {
        case (.rebuild(let rebuild), _): for change in rebuild.changes { try await step(over: change) }
        // Of several statements for one group, those before this one have changed names already.
        case (.statement, .execute), (.statement, .alterTable): break
        case (.statement, _): try await step(over: operation)
        case (.bulkInsert, _), (.removeRows, _), (.perform, _): break
        }
    }

    /// Checks at the end of a revision what SQLite lets be made before the tables that it is about.
    ///
    /// - Throws: ``OperationFailure`` with the operation that made it.
    mutating func finish() async throws {
        let left = pending
        pending = []
        if isLive { catalogue = Catalogue(kind.dialect(), isWhole: false) }
        for entry in left {
            do {
                for names in entry.names { try await check(names) }
                if case .createView(let create) = entry.operation { try await check(create) }
            } catch let error as MigratorError {
                throw OperationFailure(entry.operation, cause: error)
            }
        }
    }

    // MARK: One operation

    private mutating func step(over operation: Operation) async throws {
        for names in operation.names(on: kind) { try await check(names) }
        let references = operation.references(on: kind)
        do {
            for names in references { try await check(names) }
        } catch let error as MigratorError where error.code == .statementFailed && kind == .sqlite {
            pending.append(Pending(operation: operation, names: references))
        }
        if case .createView(let create) = operation, kind == .sqlite {
            do {
                try await check(create)
            } catch let error as MigratorError where error.code == .statementFailed {
                guard (error.cause as? DatabaseFailure)?.message.hasPrefix("no such table") == true else { throw error }
                pending.append(Pending(operation: operation, names: []))
            }
        }
        for table in changed(operation) { _ = try await entry(of: table) }
        if case .alterColumn(let alter) = operation { try checkDefault(alter) }
        catalogue.apply(operation)
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
        switch operation {
        case .createTable(let create): create.ifNotExists ? [create.table.name] : []
        case .renameTable(let rename): [rename.name]
        case .execute(let execute): catalogue.definitions(execute).compactMap { $0?.changedTable }
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
        guard !catalogue.isDoubtful(names.table), !isSystem(names.table) else { return }
        switch try await entry(of: names.table) {
        case .columns(let columns)? where !catalogue.isDoubtful(names.table):
            do {
                try refuse(names, among: columns.map(\.name) + names.made)
            } catch {
                if try await mayHaveMore(names.table) { return }
                throw error
            }
        case .columns?, .unknown?: break
        // PostgreSQL refuses it by itself, and the schemas that it looks into are its own affair.
        case .gone?, nil: if kind == .sqlite { throw try await noTable(names.table) }
        }
    }

    private func refuse(_ names: NamedColumns, among columns: [String]) throws(MigratorError) {
        let missing = names.columns.first { name in
            !columns.contains { kind.isSame($0, name) } && !(isImplicit(name) && !names.isNew)
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

    /// Whether tables have such a column without saying so.
    private func isImplicit(_ name: String) -> Bool {
        switch kind {
        case .sqlite: ["rowid", "oid", "_rowid_"].contains { kind.isSame($0, name) }
        case .postgres: ["ctid", "tableoid", "xmin", "cmin", "xmax", "cmax"].contains(name)
        }
    }

    /// Whether it is a table that SQLite makes when it needs it, or of a database that is still to be attached.
    private func isSystem(_ table: ObjectName) -> Bool {
        guard kind == .sqlite else { return false }
        return table.name.lowercased().hasPrefix("sqlite_") || !isLive && !["main", nil].contains(table.schema)
    }

    /// Whether a table may have columns that were not found: hidden ones of a virtual table, or its parent's.
    private func mayHaveMore(_ table: ObjectName) async throws -> Bool {
        guard let database else { return false }
        switch kind {
        case .sqlite:
            let sql = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden = 1"
            return try await !database.query(sql, [.text(table.name)]).isEmpty
        case .postgres:
            let sql = "SELECT 1 FROM pg_catalog.pg_inherits WHERE inhrelid = to_regclass($1)"
            let name = TableName(table.name, schema: table.schema).quoted
            return try await !database.query(sql, [.text(name)]).isEmpty
        }
    }

    private func noTable(_ table: ObjectName) async throws -> MigratorError {
        var names = catalogue.names
        if let database {
            let sql =
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            names += try await database.query(sql).map { row in try row.get("name", as: String.self) }
                .filter { name in !names.contains { kind.isSame($0, name) } && !isGone(name) }
        }
        let list = names.isEmpty ? "there is none" : "the tables are \(PayloadMessage.list(names.sorted(), limit: 40))"
        let advice =
            database == nil ? "; a script knows only what revisions make. Run the revision against the database" : ""
        return MigratorError(.statementFailed, "there is no table \(table); \(list)\(advice)")
    }

    private func isGone(_ name: String) -> Bool {
        if case .gone? = catalogue.table(ObjectName(name)) { true } else { false }
    }

    // MARK: Views

    /// Compiles a view's query as if the tables were what they will be, without reading a row.
    private func check(_ create: CreateView) async throws {
        guard let database, let query = create.view.query.sqlite, !catalogue.doubtsOthers else { return }
        let words = SQLiteWords(query)
        var tables: [String] = []
        for (name, columns) in catalogue.changed where words.mentions(name.name) {
            guard let columns, !columns.isEmpty else { return }
            let list = columns.map { SQLiteQuotedNames.backquote($0.name) }.joined(separator: ", ")
            let row = columns.map { _ in "NULL" }.joined(separator: ", ")
            tables.append("\(SQLiteQuotedNames.backquote(name.name)) (\(list)) AS (SELECT \(row))")
        }
        let planned = tables.isEmpty ? "" : "WITH \(tables.joined(separator: ", ")) "
        do throws(DatabaseFailure) {
            _ = try await database.query("EXPLAIN \(planned)SELECT * FROM (\(SQLiteQuotedNames.backquoted(query)))")
        } catch {
            // What else is wrong with it SQLite says itself; a planned table has no rowid here.
            guard ["no such column", "no such table"].contains(where: error.message.hasPrefix),
                tables.isEmpty || !error.message.hasSuffix("rowid")
            else { return }
            throw MigratorError(
                .statementFailed,
                "its query names what is not there: \(error.message) (text stands in single quotes)",
                cause: error
            )
        }
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
