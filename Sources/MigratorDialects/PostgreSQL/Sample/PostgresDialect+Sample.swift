package import MigrationDSL
import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    /// A text in quotes, which the server reads as a value of whichever type its column has.
    package func sample(
        of type: ColumnType,
        _ number: Int,
        _ types: SampleTypes,
        in options: SQLiteTableOptions
    ) -> String? {
        let samples = PostgresSamples(types) { comparedType($0, in: []).text }
        guard let text = samples.text(of: comparedType(type, in: []).text, number) else { return nil }
        return try? string(text)
    }

    package func literal(ofColumn name: String) -> SQLFragment { "quote_nullable(\(quote(name))::text)" }

    package func ownRows(of table: ObjectName) -> SQLFragment { "ONLY \(quote(table))" }

    package func insertion(of rows: [[String]], _ columns: [String], into table: ObjectName) -> SQLFragment {
        insertion(of: rows, columns, into: table, "INSERT", " OVERRIDING SYSTEM VALUE")
    }

    package func checkingForeignKeys(atEnd: Bool) -> [String] {
        [atEnd ? "SET CONSTRAINTS ALL DEFERRED" : "SET CONSTRAINTS ALL IMMEDIATE"]
    }
}
