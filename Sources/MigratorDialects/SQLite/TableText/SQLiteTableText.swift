import MigrationDSL
import MigratorCore
import MigratorDatabase

/// A table's CREATE TABLE text taken apart: columns and constraints word for word.
///
/// Only what a change is about is written anew; comments between two parts go.
struct SQLiteTableText: Equatable, Sendable {
    /// A constraint of a column or of the table, or another clause of a column.
    struct Clause: Equatable, Sendable {
        /// What it says.
        var rule: Rule
        /// The name after CONSTRAINT, as written.
        var writtenName: String?
        /// The text after the name, as written.
        var text: String

        /// The name, unquoted.
        var name: String? { writtenName.map(SQLiteName.unquoted) }

        var sql: String {
            (writtenName.map { "CONSTRAINT \($0) " } ?? "") + text
        }
    }

    struct Column: Equatable, Sendable {
        /// The name, unquoted.
        let name: String
        /// The name as written.
        var writtenName: String
        /// The declared type as written; empty if there is none.
        var type: String
        var clauses: [Clause]
        /// The column of the table as it is now whose values these are; `nil` in one that is new.
        var source: String?
        /// The expression that makes the values, if not the column alone.
        var expression: String?

        var isGenerated: Bool { has(.generated) }

        var sql: String {
            ([writtenName, type].filter { !$0.isEmpty } + clauses.map(\.sql)).joined(separator: " ")
        }

        func has(_ kind: Clause.Kind) -> Bool {
            clauses.contains { $0.kind == kind }
        }
    }

    /// The table's name, unquoted.
    let name: String
    /// The name as written.
    private let writtenName: String
    var columns: [Column]
    var constraints: [Clause]
    /// What follows the closing parenthesis, such as `STRICT, WITHOUT ROWID`.
    var options: String

    /// Takes the text of a table apart, as `sqlite_schema` keeps it, for a rebuild.
    ///
    /// - Throws: ``MigratorError`` for text that is no CREATE TABLE, such as that of a virtual table.
    init(parsing sql: String) throws(MigratorError) {
        do throws(SQLiteTextProblem) {
            try self.init(reading: sql)
        } catch {
            throw MigratorError(
                .unsupportedByDialect,
                "the table's definition in sqlite_schema cannot be rebuilt: \(error.why)"
            )
        }
    }

    /// Takes the text of a table apart, as `sqlite_schema` keeps it.
    init(reading sql: String) throws(SQLiteTextProblem) {
        var parser = try SQLiteTableParser(sql)
        let parts = try parser.table()
        name = parts.name
        writtenName = parts.writtenName
        columns = parts.columns
        constraints = parts.constraints
        options = parts.options
    }

    /// The whole text, for this table or one of another name.
    func sql(named other: String? = nil) -> String {
        let parts = columns.map(\.sql) + constraints.map(\.sql)
        let body = parts.map { "    " + $0 }.joined(separator: ",\n")
        return "CREATE TABLE \(other.map(TableName.quote) ?? writtenName) (\n\(body)\n)"
            + (options.isEmpty ? "" : " " + options)
    }

    var isStrict: Bool { SQLiteWords(options).contains("STRICT") }
    var isWithoutRowID: Bool { SQLiteWords(options).contains("ROWID") }

    var hasAutoincrement: Bool {
        clauses.contains { clause in
            if case .primaryKey(_, let isNumbered, _) = clause.rule { return isNumbered }
            return false
        }
    }

    /// All clauses: those of the columns, then those of the table.
    var clauses: [Clause] { columns.flatMap(\.clauses) + constraints }

    /// The columns of the primary key, in order.
    var primaryKey: [String] {
        if let column = columns.first(where: { $0.has(.primaryKey) }) { return [column.name] }
        return constraints.first { $0.kind == .primaryKey }?.columns ?? []
    }

    /// The column that stands for the rowid, if one does.
    var rowIDColumn: String? {
        guard !isWithoutRowID, primaryKey.count == 1, let name = primaryKey.first, let index = index(of: name) else {
            return nil
        }
        let column = columns[index]
        guard SQLiteName.same(SQLiteName.unquoted(column.type), "INTEGER") else { return nil }
        // By an old mistake that SQLite keeps, DESC at the column makes an ordinary key of it.
        let isDescending = column.clauses.contains { clause in
            if case .primaryKey(let key, _, _) = clause.rule { return key.contains(where: \.isDescending) }
            return false
        }
        return isDescending ? nil : column.name
    }

    func index(of column: String) -> Int? {
        columns.firstIndex { SQLiteName.same($0.name, column) }
    }
}
