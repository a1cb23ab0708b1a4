import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// Why there is no row.
struct NoRow: Error {
    let text: String
}

extension RowMaker {
    /// A row of a table, by its number: what it refers to, and a usual value for all else.
    mutating func row(_ number: Int, of table: SampleTable) async throws -> Result<Row, NoRow> {
        var row: Row = [:]
        for key in table.foreignKeys {
            if let problem = try await refer(key, number, of: table, &row) { return .failure(problem) }
        }
        for column in table.columns where column.generation == nil && row[ExactText(column.name)] == nil {
            let isForced = forced[table.key]?.contains(ExactText(column.name)) == true
            guard isForced || !table.isFilled(column) else { continue }
            if let value = values.usual(column, of: table, number) {
                row[ExactText(column.name)] = value
            } else if !column.isNullable {
                let type = dialect.comparedType(column.type, in: table.table.sqliteOptions).text
                return .failure(NoRow(text: "no value of type \(type) is known, which column \(column.name) has"))
            }
        }
        return .success(row)
    }

    /// Lets a row refer to one of another table, or to none where it may.
    private mutating func refer(
        _ key: ForeignKey,
        _ number: Int,
        of table: SampleTable,
        _ row: inout Row
    ) async throws -> NoRow? {
        let columns = key.columns.compactMap { table.column($0) }
        guard columns.count == key.columns.count else { return NoRow(text: "a foreign key names no column of it") }
        // What is computed is not chosen.
        if columns.contains(where: { $0.generation != nil }) { return nil }
        let free = columns.filter { row[ExactText($0.name)] == nil && $0.isNullable }
        let mayBeNull = key.matchesFull ? free.count == columns.count : !free.isEmpty
        func setNull() { for column in free { row[ExactText(column.name)] = "NULL" } }
        guard let parent = tables[TableKey.of(key.referencedTable, dialect)] else {
            if mayBeNull { setNull() }
            return mayBeNull ? nil : NoRow(text: "table \(key.referencedTable), which it refers to, is not there")
        }
        let named = key.referencedColumns.isEmpty ? parent.table.primaryKeyColumns : key.referencedColumns
        guard named.count == columns.count else {
            return NoRow(text: "a foreign key names no key of \(parent.table.name)")
        }
        let isItself = parent.key == table.key
        if isItself || waiting.contains(parent.key) {
            if mayBeNull, !isItself || number == 0 {
                setNull()
                return nil
            }
            // The row that will be there; of its own table it is this one.
            if !isItself || number == 0 {
                let keys = named.compactMap { parent.column($0)?.name }
                forced[parent.key, default: []].formUnion(keys.map(ExactText.init))
                for (column, name) in zip(columns, named) {
                    guard let other = parent.column(name), let value = values.usual(other, of: parent, number) else {
                        return NoRow(text: "no value of a key of \(parent.table.name) is known")
                    }
                    row[ExactText(column.name)] = value
                    if isItself { row[ExactText(other.name)] = value }
                }
                return nil
            }
        }
        let fitting = try await rows(of: parent, named).filter { values in
            zip(columns, values).allSatisfy { column, value in
                value != "NULL" && (row[ExactText(column.name)].map { $0.isExactly(value) } ?? true)
            }
        }
        guard !fitting.isEmpty else {
            if mayBeNull { setNull() }
            return mayBeNull ? nil : NoRow(text: "table \(parent.table.name), which it refers to, has no row that fits")
        }
        for (column, value) in zip(columns, fitting[number % fitting.count]) { row[ExactText(column.name)] = value }
        return nil
    }
}
