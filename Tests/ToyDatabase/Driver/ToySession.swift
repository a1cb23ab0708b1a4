import MigratorDatabase
import MigratorSQLite

/// A session with a toy database, which speaks a SQL of its own and keeps its rows in a file of SQLite.
final class ToySession: DatabaseConnection {
    let kind = DatabaseKind.toy
    private let base: SQLiteSession

    init(_ path: String, busyTimeout: Duration = .seconds(30)) async throws {
        base = try await SQLiteSession(SQLiteSessionConfiguration(path: path, busyTimeout: busyTimeout))
        try await base.execute("PRAGMA case_sensitive_like = ON")
    }

    /// Asks in SQLite's words; an error speaks of the statement as the toy was given it.
    private func ask<Answer>(
        _ sql: String,
        _ body: (_ text: String) async throws(DatabaseFailure) -> Answer
    ) async throws(DatabaseFailure) -> Answer {
        let text = try ToySQL(sql).translated()
        do throws(DatabaseFailure) {
            return try await body(text)
        } catch {
            throw error.saidOf(sql, translatedTo: text)
        }
    }

    private func shown(_ rows: [DatabaseRow]) -> [DatabaseRow] {
        guard let columns = rows.first?.columns.map(ToyName.shown) else { return [] }
        return rows.map { DatabaseRow(columns: columns, values: $0.values) }
    }

    // MARK: Statements

    @discardableResult
    func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int {
        try await ask(sql) { text async throws(DatabaseFailure) in try await base.execute(text, parameters) }
    }

    func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        shown(try await ask(sql) { text async throws(DatabaseFailure) in try await base.query(text, parameters) })
    }

    func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement {
        let made = try await ask(sql) { text async throws(DatabaseFailure) in try await base.prepare(text) }
        return PreparedStatement(id: made.id, sql: sql, parameterCount: made.parameterCount)
    }

    @discardableResult
    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int {
        try await ask(statement.sql) { text async throws(DatabaseFailure) in
            try await base.execute(Self.kept(statement, text), parameters)
        }
    }

    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        let rows = try await ask(statement.sql) { text async throws(DatabaseFailure) in
            try await base.query(Self.kept(statement, text), parameters)
        }
        return shown(rows)
    }

    func discard(_ statement: PreparedStatement) async {
        guard let text = try? ToySQL(statement.sql).translated() else { return }
        await base.discard(Self.kept(statement, text))
    }

    private static func kept(_ statement: PreparedStatement, _ text: String) -> PreparedStatement {
        PreparedStatement(id: statement.id, sql: text, parameterCount: statement.parameterCount)
    }

    // MARK: Transactions

    func begin() async throws(DatabaseFailure) { try await base.begin() }
    func commit() async throws(DatabaseFailure) { try await base.commit() }
    func rollback() async throws(DatabaseFailure) { try await base.rollback() }
    var isInTransaction: Bool { get async { await base.isInTransaction } }

    // MARK: Tables

    func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int {
        var conflict = onConflict
        if case .update(let key) = onConflict { conflict = .update(key: key.map(ToyName.kept)) }
        do {
            return try await base.bulkLoad(into: Self.kept(table), from: ToySource(source), onConflict: conflict)
        } catch let error as DatabaseFailure {
            throw error.saidOf(nil)
        }
    }

    /// The toy has no schemas.
    func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        let columns = try await base.columns(of: Self.kept(table))
        guard table.schema == nil else { return [] }
        return columns.map { column in
            CatalogColumn(
                name: ToyName.shown(column.name),
                declaredType: ToySQL.type(from: column.declaredType),
                kind: column.kind,
                isNullable: column.isNullable,
                hasDefault: column.hasDefault,
                isGenerated: column.isGenerated
            )
        }
    }

    private static func kept(_ table: TableName) -> TableName { TableName(ToyName.kept(table.name)) }

    // MARK: The session

    func cancel() { base.cancel() }
    func notices() -> AsyncStream<DatabaseNotice> { base.notices() }
    func close() async { await base.close() }
}
