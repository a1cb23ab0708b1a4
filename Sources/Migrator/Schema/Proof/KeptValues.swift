import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSystem

/// The values that a plan has to keep: of the columns that both schemas have, in tables that have rows.
struct KeptValues {
    private let tables: [KeptTable]
    private let dialect: any Dialect

    init(_ kept: [KeptTable], _ dialect: any Dialect, _ filled: SampleFill.Result) {
        self.dialect = dialect
        tables = kept.filter { filled.sources[TableKey.of($0.old.name, dialect)] != nil }
    }

    /// Which of the two names that a table and its columns have.
    enum Side {
        case old, new
    }

    /// The rows of each table, in whichever order.
    func read(_ connection: any DatabaseConnection, _ side: Side) async throws -> [[ExactText]] {
        var all: [[ExactText]] = []
        for kept in tables {
            let names = kept.columns.map { side == .old ? $0.old : $0.new }
            let table = side == .old ? kept.old : kept.new
            // Rows are counted even if no column of them stays.
            let literals = names.isEmpty ? [SQLFragment("1")] : names.map { dialect.literal(ofColumn: $0) }
            let list = literals.joined(separator: ", ")
            let query: SQLFragment = "SELECT \(list) FROM \(dialect.ownRows(of: table.name))"
            let rows = try await connection.query(query)
            all.append(rows.map { ExactText($0.values.map { "\($0)" }.joined(separator: ", ")) }.sorted())
        }
        return all
    }

    /// The first table whose rows are not the same.
    func difference(_ before: [[ExactText]], _ after: [[ExactText]]) -> String? {
        for (index, kept) in tables.enumerated() where before[index] != after[index] { return "\(kept.new.name)" }
        return nil
    }
}
