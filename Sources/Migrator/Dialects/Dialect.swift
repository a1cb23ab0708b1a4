import Database
import MigrationDSL

/// What one database's SQL looks like: operations in, statements out, without a connection.
protocol Dialect: Sendable {
    /// Which database it is.
    var kind: DatabaseKind { get }

    /// Renders an operation.
    ///
    /// - Throws: ``MigratorError`` with code `.unsupportedByDialect` that names what the database cannot do, or
    ///   `.invalidRevision` for a value that SQL cannot hold.
    func render(_ operation: Operation) throws(MigratorError) -> [WorkItem]

    /// Renders a value as a literal.
    func literal(_ value: Value) throws(MigratorError) -> String

    /// The statements that make the engine's own tables where they are missing.
    func engineTables(version: TableName) -> [String]
}

extension DatabaseKind {
    /// The dialect for a revision that runs in a transaction or does not.
    func dialect(transactional: Bool = true) -> any Dialect {
        switch self {
        case .sqlite, .postgres: SQLiteDialect(isTransactional: transactional)
        }
    }
}

extension Dialect {
    func unsupported(_ what: String, _ advice: String) -> MigratorError {
        MigratorError(.unsupportedByDialect, "\(kind.title) cannot \(what): \(advice)")
    }

    /// A name in double quotes; one that no database could hold is refused.
    func quote(_ name: String) -> String {
        TableName.quote(name)
    }

    func quote(_ name: ObjectName) -> String {
        TableName(name.name, schema: name.schema).quoted
    }

    func list(_ names: [String]) -> String {
        names.map(quote).joined(separator: ", ")
    }

    /// The text for this database, or `nil` where there is nothing to do.
    func text(_ sql: SQLText) -> String? {
        kind == .sqlite ? sql.sqlite : sql.postgres
    }

    /// The text of an expression, which every database needs.
    func expression(_ sql: SQLText, of what: String) throws(MigratorError) -> String {
        guard let text = text(sql) else {
            throw MigratorError(.invalidRevision, "\(what) gives no SQL for \(kind.title)")
        }
        return text
    }
}

extension DatabaseKind {
    /// The database's name as its makers write it.
    var title: String {
        switch self {
        case .postgres: "PostgreSQL"
        case .sqlite: "SQLite"
        }
    }
}
