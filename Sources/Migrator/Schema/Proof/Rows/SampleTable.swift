import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// A table that is to be filled: all its columns, and the rules that its rows have to keep.
struct SampleTable {
    let table: Table
    let key: ExactText
    /// All columns, those of the tables that it inherits from first.
    let columns: [Column]
    let foreignKeys: [ForeignKey]
    let conditions: [SampleCondition]
    /// The columns of primary keys and unique constraints.
    private let distinct: Set<ExactText>
    private let dialect: any Dialect

    init(_ table: Table, in tables: [ExactText: Table], _ types: SampleTypes, _ dialect: any Dialect) {
        self.table = table
        self.dialect = dialect
        key = TableKey.of(table.name, dialect)
        columns = Self.columns(of: table, in: tables, dialect)
        var (keys, distinct): ([ForeignKey], Set<ExactText>) = ([], [])
        for constraint in table.constraints {
            switch constraint {
            case .foreignKey(let key): keys.append(key)
            case .primaryKey(let key): distinct.formUnion(key.columns.map(ExactText.init))
            case .unique(let unique): distinct.formUnion(unique.columns.map(ExactText.init))
            case .check, .exclude: break
            }
        }
        // What is narrow first: a column of two keys is given by the wider.
        foreignKeys = keys.sorted { $0.columns.count > $1.columns.count }
        self.distinct = distinct
        let own = key
        let partitions = tables.values.compactMap { other in
            other.partition.flatMap { TableKey.of($0.parent, dialect) == own ? $0.bounds : nil }
        }
        conditions = SampleCondition.all(
            of: table,
            columns,
            partitions.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
            types,
            dialect
        )
    }

    private static func columns(
        of table: Table,
        in tables: [ExactText: Table],
        _ dialect: any Dialect
    ) -> [Column] {
        var columns: [Column] = []
        for parent in table.parents {
            guard let parent = tables[TableKey.of(parent, dialect)] else { continue }
            columns += self.columns(of: parent, in: tables, dialect)
        }
        var seen: Set<ExactText> = []
        // Its own word on a column is the last.
        let all = (columns + table.columns).reversed().filter { seen.insert(ExactText($0.name)).inserted }
        return all.reversed()
    }

    func column(_ name: String) -> Column? {
        columns.first { dialect.comparedName($0.name).isExactly(dialect.comparedName(name)) }
    }

    /// Whether the database itself gives the column a value.
    func isFilled(_ column: Column) -> Bool {
        if column.identity != nil || dialect.comparedType(column.type, in: table.sqliteOptions).isSerial { return true }
        guard let value = column.defaultValue else { return false }
        // The same for each row does not do where they are to differ.
        if case .value = value.kind { return !distinct.contains(ExactText(column.name)) }
        return true
    }

    /// Whether a column may be null, and is none of a foreign key.
    func isOptional(_ name: ExactText) -> Bool {
        guard let column = columns.first(where: { ExactText($0.name) == name }), column.isNullable else { return false }
        return !foreignKeys.contains { key in key.columns.contains { self.column($0) == column } }
    }

    /// Whether a foreign key may be broken until the transaction ends.
    var hasDeferredKeys: Bool { foreignKeys.contains { $0.deferrable == .initiallyDeferred } }
}
