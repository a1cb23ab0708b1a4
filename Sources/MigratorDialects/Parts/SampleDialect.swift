package import MigrationDSL
package import MigratorDatabase

/// How one database's tables are filled with rows that stand for those of an application, and how such rows are read.
///
/// What is given here is for a plain database, for which no values are known.
package protocol SampleDialect: Sendable {
    /// A value of a type as a literal of SQL, another one for each number.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - number: Which of its values, from 0; a type of few values gives them again.
    ///   - types: The types that the schema brings.
    ///   - options: Those of its table.
    /// - Returns: The literal; `nil` for a type of which no value is known.
    func sample(
        of type: ColumnType,
        _ number: Int,
        _ types: SampleTypes,
        in options: SQLiteTableOptions
    ) -> String?

    /// An expression that gives a column's value as a literal of SQL, the same for each equal value.
    func literal(ofColumn name: String) -> SQLFragment

    /// The rows of a table alone, without those of tables that inherit from it, as FROM has it.
    func ownRows(of table: ObjectName) -> SQLFragment

    /// The statement that inserts rows of literals, also where the database would number the rows itself.
    func insertion(of rows: [[String]], _ columns: [String], into table: ObjectName) -> SQLFragment

    /// Statements that let the open transaction check foreign keys at its end, as far as they allow it, or at once.
    func checkingForeignKeys(atEnd: Bool) -> [String]

    /// Whether all foreign keys are kept that the open transaction has not checked yet.
    func keepsForeignKeys(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool
}

extension Dialect {
    package func sample(
        of type: ColumnType,
        _ number: Int,
        _ types: SampleTypes,
        in options: SQLiteTableOptions
    ) -> String? { nil }

    package func literal(ofColumn name: String) -> SQLFragment { quote(name) }

    package func ownRows(of table: ObjectName) -> SQLFragment { quote(table) }

    package func insertion(of rows: [[String]], _ columns: [String], into table: ObjectName) -> SQLFragment {
        insertion(of: rows, columns, into: table, "INSERT", "")
    }

    /// The statement with its own words before the table and between the columns and the values.
    func insertion(
        of rows: [[String]],
        _ columns: [String],
        into table: ObjectName,
        _ verb: String,
        _ words: String
    ) -> SQLFragment {
        guard !columns.isEmpty else { return "\(verb) INTO \(quote(table)) DEFAULT VALUES" }
        let values = rows.map { "(\($0.joined(separator: ", ")))" }.joined(separator: ", ")
        return "\(verb) INTO \(quote(table)) (\(list(columns)))\(words) VALUES \(values)"
    }

    package func checkingForeignKeys(atEnd: Bool) -> [String] { [] }

    package func keepsForeignKeys(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool { true }
}
