import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The objects of a schema as the database would keep them, whichever way they are written.
///
/// The enum types that columns bring are objects of their own; a sequence that numbers its own column is the column's.
struct PreparedObjects {
    private(set) var entries: [Schema.Entry]
    /// Whether somebody wrote them down, in Swift or in SQL.
    let isWritten: Bool
    /// The columns that a sequence of their own numbers, though their type does not say so.
    private(set) var numbered: Set<ColumnKey> = []

    /// The sequences that count a column of their own in another way than `serial` does.
    private(set) var tuned: [ColumnKey: TunedColumn] = [:]

    /// A sequence and the default of the column that it counts.
    struct TunedColumn {
        let sequence: NumberSequence
        let value: DefaultValue
    }

    private let dialect: any Dialect

    /// The objects of two schemas that are compared.
    ///
    /// A column that a tuned sequence counts in the one and `serial` in the other is a pair of column and sequence in
    /// both: only how the sequence counts then differs.
    static func both(
        _ old: Schema,
        _ new: Schema,
        _ dialect: any Dialect
    ) -> (old: PreparedObjects, new: PreparedObjects) {
        let isDeclared = new.objects.contains { $0.location != nil }
        func prepared(_ schema: Schema, unfolding sequences: [ColumnKey: TunedColumn] = [:]) -> PreparedObjects {
            PreparedObjects(schema, dialect, withTuning: isDeclared, unfolding: sequences)
        }
        let (first, second) = (prepared(old), prepared(new))
        let lacking = (
            second.tuned.filter { first.tuned[$0.key] == nil }, first.tuned.filter { second.tuned[$0.key] == nil }
        )
        return (
            lacking.0.isEmpty ? first : prepared(old, unfolding: lacking.0),
            lacking.1.isEmpty ? second : prepared(new, unfolding: lacking.1)
        )
    }

    private init(
        _ schema: Schema,
        _ dialect: any Dialect,
        withTuning: Bool,
        unfolding sequences: [ColumnKey: TunedColumn]
    ) {
        self.dialect = dialect
        isWritten = schema.isWritten
        let keepsEnums = dialect.comparisonRules.keepsEnums
        let tuningKinds = withTuning ? [] : dialect.comparisonRules.tuningKinds
        entries = schema.objects.filter { entry in
            switch entry.object {
            // It is always there.
            case .schema(let schema): !dialect.comparedName(schema.name).isExactly(dialect.homeSchema)
            case .enumeration: keepsEnums
            case .opaque(let object): !tuningKinds.contains(object.kind)
            default: true
            }
        }
        if keepsEnums { bringEnums() }
        if !sequences.isEmpty { unfold(sequences) }
        foldSequences(but: sequences)
    }

    /// Says columns of type `serial` as pairs of a column and a sequence.
    ///
    /// This has the name that the database knows; in a declared schema, which says none, that of the other schema.
    private mutating func unfold(_ sequences: [ColumnKey: TunedColumn]) {
        entries = entries.flatMap { entry in
            entry.unfoldingSerials(dialect) { table, column in
                guard let known = sequences[ColumnKey(ColumnName(table.name, column.name), dialect)] else { return nil }
                let name = entry.location == nil ? sequenceName(of: column, in: table, entry) : known.sequence.name
                let sequence = NumberSequence(name, counting: column.type)
                let isSame = NameKey(name, dialect) == NameKey(known.sequence.name, dialect)
                return (sequence, isSame ? known.value : sequence.next)
            }
        }
    }

    private func sequenceName(of column: Column, in table: Table, _ entry: Schema.Entry) -> ObjectName {
        if let name = entry.sequences[column.name] { return name }
        let limit = dialect.comparisonRules.nameLimit
        let name = AutomaticName(table.name.name, [column.name], "seq", limit: limit).first
        return ObjectName(name, schema: table.name.schema)
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
    private mutating func foldSequences(but others: [ColumnKey: TunedColumn]) {
        var owned: [ColumnKey: NumberSequence] = [:]
        for case .sequence(let sequence) in entries.map(\.object) {
            guard let owner = sequence.owner else { continue }
            owned[ColumnKey(owner, dialect)] = sequence
        }
        guard !owned.isEmpty else { return }
        var folded: Set<NameKey> = []
        for case .table(let table) in entries.map(\.object) {
            for column in table.columns where !column.isNullable || column.isKey(of: table) {
                let key = ColumnKey(ColumnName(table.name, column.name), dialect)
                guard let sequence = owned[key], counts(column, by: NameKey(sequence.name, dialect)) else { continue }
                if !SequenceShape(sequence, dialect).countsFromOne {
                    tuned[key] = column.defaultValue.map { TunedColumn(sequence: sequence, value: $0) }
                } else if others[key] == nil {
                    numbered.insert(key)
                    folded.insert(NameKey(sequence.name, dialect))
                }
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
