import MigrationDSL
import MigratorCatalogue
import MigratorDialects

extension Schema.Entry {
    /// The entry with columns of type `serial` said as what that is short for: a column, its default, and a sequence.
    ///
    /// `counting` gives the sequence of such a column and the default that takes its next number; with `nil`, the column
    /// stays as it is.
    func unfoldingSerials(
        _ dialect: any Dialect,
        _ counting: (Table, Column) -> (sequence: NumberSequence, value: DefaultValue)?
    ) -> [Schema.Entry] {
        guard case .table(let table) = object else { return [self] }
        var made: [Schema.Entry] = []
        let columns = table.columns.map { column -> Column in
            guard dialect.comparedType(column.type, in: []).isSerial, let (sequence, value) = counting(table, column)
            else { return column }
            made.append(Schema.Entry(.sequence(sequence.owned(by: table.name, column.name)), at: location))
            return column.with(type: column.type.withoutSerial, constraints: column.constraints).notNull().default(
                value
            )
        }
        guard !made.isEmpty else { return [self] }
        var changed = self
        changed.object = .table(table.with(columns: columns, constraints: table.tableConstraints))
        return made + [changed]
    }
}

extension Schema {
    /// The schema with each sequence said whose name is not the one that its column's type gives it.
    func namingSequences(_ dialect: any Dialect) -> Schema {
        guard objects.contains(where: { !$0.sequences.isEmpty }) else { return self }
        var named = self
        named.objects = objects.flatMap { entry in
            entry.unfoldingSerials(dialect) { _, column in
                guard let name = entry.sequences[column.name] else { return nil }
                let sequence = NumberSequence(name, counting: column.type)
                return (sequence, sequence.next)
            }
        }
        return named
    }
}

extension NumberSequence {
    /// The sequence that a column of a serial type has.
    init(_ name: ObjectName, counting serial: ColumnType) {
        let type = serial.withoutSerial
        self.init(name, type: type == .bigInt ? nil : type)
    }
}
