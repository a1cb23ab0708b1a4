import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorSystem

/// The statements that make the objects of a schema, those of each object together.
///
/// What an object needs that comes later is left out of it and said once that is there.
struct SchemaStatements {
    /// The statements, group by group.
    private(set) var groups: [[String]] = []

    private let order: SchemaOrder
    private let dialect: any Dialect
    /// What follows an object, by its position.
    private var following: [Int: [String]] = [:]
    private var ends: [[String]] = []
    private var enums: [EnumType] = []

    init(_ order: SchemaOrder, _ dialect: any Dialect) throws(MigratorError) {
        self.order = order
        self.dialect = dialect
        for (position, entry) in order.entries.enumerated() {
            try write(entry.object, at: position)
            if let statements = following[position] { groups.append(statements) }
        }
        groups += ends
    }

    private mutating func write(_ object: SchemaObject, at position: Int) throws(MigratorError) {
        switch object {
        case .table(let table): try write(table, at: position)
        case .sequence(let sequence): try write(sequence, at: position)
        case .enumeration(let type) where enums.contains(type): break
        default:
            let home = dialect.homeSchema
            try add { object.record($0, homeSchema: home) }
        }
        if case .enumeration(let type) = object { enums.append(type) }
    }

    private mutating func add(_ record: (Operations) -> Void) throws(MigratorError) {
        groups.append(try dialect.statements(record))
    }

    // MARK: Tables

    private mutating func write(_ table: Table, at position: Int) throws(MigratorError) {
        for type in table.columns.compactMap(\.type.broughtEnum) where !enums.contains(type) {
            enums.append(type)
            try add { $0.createEnum(type) }
        }
        let keys = order.laterKeys[position] ?? []
        let later = table.constraints.filter { constraint in
            guard case .foreignKey(let key) = constraint, keys.contains(key) else { return false }
            return dialect.adds(constraint, to: table.name)
        }
        // In CREATE TABLE they would count as checked, since there are no rows.
        let unchecked = table.constraints.filter { constraint in
            constraint.isNotValid && !later.contains(constraint) && dialect.adds(constraint, to: table.name)
        }
        let identity = waitingIdentity(of: table)
        let whole = table.named(without: later + unchecked)
        let made = identity == nil ? whole : whole.replicaIdentity(.default)
        try add { op in
            op.createTable(made)
            for constraint in unchecked { op.addConstraint(constraint, to: table.name) }
        }
        for constraint in later {
            ends.append(try dialect.statements { $0.addConstraint(constraint, to: table.name) })
        }
        if let identity, case .index(let name) = identity {
            let index = order.position(of: ObjectName(name, schema: table.name.schema)) ?? position
            following[max(index, position), default: []] += try dialect.statements {
                $0.setTableOptions(of: table.name, to: TableOptionsChange(replicaIdentity: identity))
            }
        }
    }

    /// The replica identity of a table, if it is an index that is made after the table.
    private func waitingIdentity(of table: Table) -> ReplicaIdentity? {
        guard case .index(let name) = table.replicaIdentity else { return nil }
        return order.position(of: ObjectName(name, schema: table.name.schema)) == nil ? nil : table.replicaIdentity
    }

    // MARK: Sequences

    private mutating func write(_ sequence: NumberSequence, at position: Int) throws(MigratorError) {
        guard let owner = sequence.owner, let table = order.position(of: owner.table), table > position else {
            return try add { $0.createSequence(sequence) }
        }
        try add { $0.createSequence(sequence.withoutOwner) }
        following[table, default: []] += try dialect.statements {
            $0.alterSequence(sequence.name, to: SequenceChange(owner: .set(owner)))
        }
    }
}

extension Table {
    /// The table without some constraints, and with enum types that are named only.
    func named(without apart: [Constraint]) -> Table {
        with(
            columns: columns.map { column in
                column.with(type: column.type.named, constraints: column.constraints.filter { !apart.contains($0) })
            },
            constraints: tableConstraints.filter { !apart.contains($0) }
        )
    }
}

extension ColumnType {
    /// The type without the values of an enum that it would bring.
    var named: ColumnType {
        switch kind {
        case .enumeration(let name, _): .enumeration(name)
        case .array(let element): .array(of: element.named)
        default: self
        }
    }
}

extension Constraint {
    /// Whether rows that are there already are left unchecked.
    var isNotValid: Bool {
        switch self {
        case .check(let check): check.isNotValid
        case .foreignKey(let key): key.isNotValid
        case .primaryKey, .unique, .exclude: false
        }
    }
}
