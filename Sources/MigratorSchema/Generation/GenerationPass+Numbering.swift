import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// How the database numbers the rows.
extension GenerationPass {
    mutating func number(_ old: Column, _ new: Column, _ oldTable: Table, _ newTable: Table, _ key: ObjectKey) {
        let numberings = (self.old.isNumbered(old, of: oldTable), self.new.isNumbered(new, of: newTable))
        if numberings.0, old.identity == nil { dropSerial(old, oldTable, newTable, new.name, key) }
        switch (old.identity, new.identity) {
        case (let first?, let second?):
            setIdentity(identity(second, new), was: .set(identity(first, old)), new, nil, newTable, key)
        case (nil, let second?):
            let isNull = old.isNullable && !numberings.0 ? true : nil
            setIdentity(identity(second, new, isFull: false), was: .remove, new, isNull, newTable, key)
            restart(new, newTable, key)
        case (let first?, nil):
            let step = Step {
                $0.alterColumn(
                    new.name,
                    of: newTable.name,
                    to: ColumnChange(identity: .remove),
                    was: ColumnChange(identity: .set(identity(first, old)))
                )
            }
            note(step, key)
            notes.append("the position of the numbers of \(newTable.name).\(new.name) begins anew")
        case (nil, nil): break
        }
        if numberings.1, new.identity == nil { addSerial(new, newTable, key) }
    }

    /// Lets the primary key number the rows, or no more, where nothing else does.
    mutating func numberKey(_ old: Column, _ new: Column, _ table: Table) {
        func numbering(_ column: Column) -> ColumnChange {
            ColumnChange(identity: column.identity.map { .set(.init($0, column.identityOptions)) } ?? .remove)
        }
        add(.alterColumn(.init(name: new.name, change: numbering(new), previous: numbering(old))), to: table)
    }

    private mutating func note(_ step: Step, _ key: ObjectKey) {
        change(.alter, key) { $0.before.append(step) }
        details[current].operations += step.operations
    }

    private func identity(
        _ kind: Column.Identity,
        _ column: Column,
        isFull: Bool = true
    ) -> ColumnChange.Identity {
        guard isFull, let options = column.identityOptions else {
            return ColumnChange.Identity(kind, column.identityOptions)
        }
        let shape = SequenceShape(options, of: column.type, dialect)
        let full = SequenceOptions(
            start: shape.start,
            increment: shape.increment,
            minimum: shape.minimum,
            maximum: shape.maximum,
            cache: shape.cache,
            cycles: shape.cycles
        )
        return ColumnChange.Identity(kind, full)
    }

    private mutating func setIdentity(
        _ identity: ColumnChange.Identity,
        was: ColumnChange.Change<ColumnChange.Identity>,
        _ column: Column,
        _ wasNull: Bool?,
        _ table: Table,
        _ key: ObjectKey
    ) {
        let step = Step {
            $0.alterColumn(
                column.name,
                of: table.name,
                to: ColumnChange(nullable: wasNull.map { !$0 }, identity: .set(identity)),
                was: ColumnChange(nullable: wasNull, identity: was)
            )
        }
        note(step, key)
    }

    /// Lets the numbers go on above those that are there.
    private mutating func restart(_ column: Column, _ table: Table, _ key: ObjectKey) {
        let shape = SequenceShape(column.identityOptions, of: column.type, dialect)
        guard shape.increment == 1, shape.minimum == 1, let sql = dialect.restart(column.name, of: table.name) else {
            notes.append(
                "the numbers of \(table.name).\(column.name) begin where its options say, not above those there"
            )
            return
        }
        note(Step(undo: []) { $0.execute(sql, touches: [table.name]) }, key)
    }

    /// The sequence of a column of a serial type: as its default or the database says, else by the column's name.
    private func serial(_ column: Column, _ table: Table, _ known: ObjectName?) -> NumberSequence {
        let name = AutomaticName(table.name.name, [column.name], "seq", limit: dialect.comparisonRules.nameLimit).first
        return NumberSequence(
            known ?? counted(column) ?? ObjectName(name, schema: table.name.schema),
            counting: column.type
        )
    }

    /// The sequence whose next number is the default of a column.
    private func counted(_ column: Column) -> ObjectName? {
        guard let value = column.defaultValue, let text = dialect.text(of: value),
            let tree = ExpressionParser.tree(of: text, in: new.context),
            case .call("nextval", let arguments) = tree, case .string(let name)? = arguments.first,
            let path = SequenceName.path(of: name, dialect.kind), let last = path.last
        else { return nil }
        return ObjectName(last, schema: path.count > 1 ? path[0] : nil)
    }

    private mutating func dropSerial(
        _ old: Column,
        _ oldTable: Table,
        _ newTable: Table,
        _ name: String,
        _ key: ObjectKey
    ) {
        let sequence = serial(old, oldTable, self.old[key]?.sequences[old.name])
        let back = Step { op in
            op.createSequence(sequence.owned(by: newTable.name, name))
            op.alterColumn(name, of: newTable.name, to: ColumnChange(default: .set(sequence.next)))
        }
        var undo = back.operations
        if let sql = dialect.restart(name, of: newTable.name) {
            undo += Step { $0.execute(sql, touches: [newTable.name]) }.operations
        }
        let step = Step(undo: undo) { op in
            op.alterColumn(
                name,
                of: newTable.name,
                to: ColumnChange(default: .remove),
                was: ColumnChange(default: .set(sequence.next))
            )
            op.dropSequence(sequence)
        }
        note(step, key)
    }

    private mutating func addSerial(_ column: Column, _ table: Table, _ key: ObjectKey) {
        let sequence = serial(column, table, new[key]?.sequences[column.name])
        let step = Step { op in
            op.createSequence(sequence.owned(by: table.name, column.name))
            op.alterColumn(
                column.name,
                of: table.name,
                to: ColumnChange(default: .set(sequence.next)),
                was: ColumnChange(default: .remove)
            )
        }
        note(step, key)
        restart(column, table, key)
    }
}
