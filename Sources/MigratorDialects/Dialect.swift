package import MigrationDSL
package import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase

/// What one database's SQL looks like: operations in, statements out, without a connection.
///
/// Each part has answers for a plain database of standard SQL. Such a one says its ``kind``, its ``spelling``, its types
/// and ``engineTables(version:)``, and beside them only where it has a way of its own.
package protocol Dialect:
    DatabaseRoom, CatalogueRules, EngineTableDialect, LockDialect, SessionDialect, StatementDialect, ScriptDialect,
    NameDialect, ReflectionDialect, ComparisonDialect, GenerationDialect, ScratchDialect, SampleDialect,
    EffectDialect
{
    /// Whether it renders for a revision that runs in one transaction.
    var isTransactional: Bool { get }

    /// The same dialect, for a revision that runs in one transaction or does not.
    func rendering(inTransaction: Bool) -> any Dialect

    /// Renders an operation.
    ///
    /// - Throws: ``MigratorError`` with code `.unsupportedByDialect` that names what the database cannot do, or
    ///   `.invalidRevision` for a value that SQL cannot hold.
    func render(_ operation: Operation) throws(MigratorError) -> [WorkItem]

    /// A truth value as a literal.
    func truth(_ value: Bool) -> String

    /// Bytes, given as hexadecimal digits, as a literal.
    func bytes(_ hexadecimal: String) -> String

    /// A time as a literal; it is in UTC if it had a zone.
    func timestamp(_ timestamp: Timestamp, hasZone: Bool) throws(MigratorError) -> String

    /// Whether a column's text is of a pattern of LIKE, in which upper and lower case differ.
    func like(_ column: String, _ pattern: String) throws(MigratorError) -> SQLFragment
}

extension DatabaseKind {
    /// The database's dialect, for revisions that run in a transaction.
    ///
    /// - Throws: ``MigratorError`` with code `.unsupportedByDialect` if the kind brings none.
    package func dialect() throws(MigratorError) -> any Dialect {
        if let own = room((any Dialect).self) { return own }
        switch self {
        case .postgres: return PostgresDialect(isTransactional: true)
        case .sqlite: return SQLiteDialect(isTransactional: true)
        default: throw MigratorError(.unsupportedByDialect, lacks("Dialect").message)
        }
    }
}

extension Dialect {
    package func unsupported(_ what: String, _ advice: String) -> MigratorError {
        MigratorError(.unsupportedByDialect, "\(kind.title) cannot \(what): \(advice)")
    }

    /// The refusal of an operation that the dialect has no line for.
    func unknown(_ operation: Operation) -> MigratorError {
        unsupported(operation.summary, "this dialect does not know the operation")
    }

    /// A name in double quotes; one that no database could hold is refused.
    package func quote(_ name: String) -> SQLFragment {
        SQLFragment(name: name)
    }

    package func quote(_ name: ObjectName) -> SQLFragment {
        SQLFragment(name: name.name, schema: name.schema)
    }

    /// The name of what lives in its table's schema, such as an index.
    package func quote(_ name: String, beside table: ObjectName) -> SQLFragment {
        SQLFragment(name: name, schema: table.schema)
    }

    /// As standard SQL says it.
    package func render(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        try StandardSQL(dialect: self).items(operation)
    }

    package func statements(_ fragments: [SQLFragment]) -> [WorkItem] {
        fragments.map { .statement($0) }
    }

    /// The statements of SQL that a revision writes itself.
    package func execute(_ execute: ExecuteSQL) throws(MigratorError) -> [WorkItem] {
        guard let sql = text(execute.sql) else { return [] }
        // A statement of a file was split when the file was read.
        if execute.location != nil { return statements([SQLFragment(given: sql)]) }
        let texts = try StatementText.split(sql, for: kind, transactional: isTransactional)
        return statements(texts.map { SQLFragment(given: $0) })
    }

    /// The statements that a definition holds whole.
    package func definition(_ sql: SQLText, of what: String) throws(MigratorError) -> [SQLFragment] {
        guard let text = text(sql) else {
            throw MigratorError(.invalidRevision, "\(what) gives no SQL for \(kind.title)")
        }
        let texts = try StatementText.split(text, for: kind, transactional: isTransactional)
        guard !texts.isEmpty else { throw MigratorError(.invalidRevision, "\(what) has no statement that makes it") }
        return texts.map { SQLFragment(given: $0) }
    }

    package func list(_ names: [String]) -> SQLFragment {
        names.map { SQLFragment(name: $0) }.joined(separator: ", ")
    }

    /// The text for this database, or `nil` where there is nothing to do.
    package func text(_ sql: SQLText) -> String? {
        sql.text(for: spelling)
    }

    /// A collation, or what else may be left out on a database.
    package func given(_ sql: SQLText) -> SQLFragment? { text(sql).map { SQLFragment(given: $0) } }

    /// The text of an expression, which every database needs.
    package func expression(_ sql: SQLText, of what: String) throws(MigratorError) -> SQLFragment {
        guard let text = text(sql) else {
            throw MigratorError(.invalidRevision, "\(what) gives no SQL for \(kind.title)")
        }
        return SQLFragment(given: text)
    }
}
