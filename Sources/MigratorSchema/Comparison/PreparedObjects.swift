import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The objects of a schema as the database would keep them, whichever way they are written.
///
/// The enum types that columns bring are objects of their own; a sequence that numbers its own column is the column's.
struct PreparedObjects {
    private(set) var entries: [Schema.Entry]
    /// The columns that a sequence of their own numbers, though their type does not say so.
    private(set) var numbered: Set<ColumnKey> = []

    private let dialect: any Dialect

    init(_ schema: Schema, _ dialect: any Dialect) {
        self.dialect = dialect
        let keepsEnums = dialect.comparisonRules.keepsEnums
        entries = schema.objects.filter { entry in
            switch entry.object {
            // It is always there.
            case .schema(let schema): !dialect.comparedName(schema.name).isExactly(dialect.homeSchema)
            case .enumeration: keepsEnums
            default: true
            }
        }
        if keepsEnums { bringEnums() }
        foldSequences()
    }

    private mutating func bringEnums() {
        var known = Set(entries.map { ObjectKey($0.object.reference, dialect) })
        var brought: [Schema.Entry] = []
        for entry in entries {
            guard case .table(let table) = entry.object else { continue }
            for type in table.columns.compactMap(\.type.broughtEnum)
            where known.insert(ObjectKey(.enumeration(type.name), dialect)).inserted {
                brought.append(Schema.Entry(.enumeration(type), at: entry.location))
            }
        }
        entries = brought + entries
    }

    /// Takes out each sequence of usual options that belongs to a column which is numbered by it.
    ///
    /// A column of type `serial` is short for such a pair.
    private mutating func foldSequences() {
        var owned: [ColumnKey: NameKey] = [:]
        for case .sequence(let sequence) in entries.map(\.object)
        where SequenceShape(sequence, dialect).countsFromOne {
            guard let owner = sequence.owner else { continue }
            owned[ColumnKey(owner, dialect)] = NameKey(sequence.name, dialect)
        }
        guard !owned.isEmpty else { return }
        var folded: Set<NameKey> = []
        for case .table(let table) in entries.map(\.object) {
            for column in table.columns where !column.isNullable || column.isKey(of: table) {
                let key = ColumnKey(ColumnName(table.name, column.name), dialect)
                guard let sequence = owned[key], counts(column, by: sequence) else { continue }
                numbered.insert(key)
                folded.insert(sequence)
            }
        }
        entries = entries.filter { entry in
            guard case .sequence(let sequence) = entry.object else { return true }
            return !folded.contains(NameKey(sequence.name, dialect))
        }
    }

    /// Whether the column's default is the next number of the sequence.
    private func counts(_ column: Column, by sequence: NameKey) -> Bool {
        guard let value = column.defaultValue, case .expression(let sql) = value.kind else { return false }
        guard case .integer = dialect.comparedType(column.type, in: []).family else { return false }
        let context = ExpressionContext(dialect: dialect, table: nil, columns: [:], newNames: [:], ownFunctions: [])
        guard let text = dialect.text(sql), let tree = ExpressionParser.tree(of: text, in: context),
            case .call("nextval", let arguments) = tree, case .string(let name)? = arguments.first,
            let path = SequenceName.path(of: name, dialect.kind), let last = path.last
        else { return false }
        return NameKey(ObjectName(last, schema: path.count > 1 ? path[0] : nil), dialect) == sequence
    }
}

extension Column {
    /// Whether the column is one of the table's primary key.
    func isKey(of table: Table) -> Bool { table.primaryKeyColumns.hasExactly(name) }
}

/// A column as a database tells it from others.
struct ColumnKey: Hashable {
    let table: NameKey
    let column: ExactText

    init(_ name: ColumnName, _ dialect: any Dialect) {
        table = NameKey(name.table, dialect)
        column = ExactText(dialect.comparedName(name.column))
    }
}
