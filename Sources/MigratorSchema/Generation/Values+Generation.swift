import MigrationDSL
import MigratorSystem

extension Constraint {
    /// The constraint under a name.
    func named(_ name: String) -> Constraint {
        switch self {
        case .primaryKey(let key):
            .primaryKey(
                PrimaryKey(
                    key.columns,
                    name: name,
                    include: key.include,
                    deferrable: key.deferrable,
                    descending: key.descending,
                    allowsNull: key.allowsNull,
                    onConflict: key.onConflict,
                    comment: key.comment
                )
            )
        case .unique(let unique):
            .unique(
                Unique(
                    unique.columns,
                    name: name,
                    nullsNotDistinct: unique.nullsNotDistinct,
                    include: unique.include,
                    deferrable: unique.deferrable,
                    onConflict: unique.onConflict,
                    comment: unique.comment
                )
            )
        case .check(let check):
            .check(
                Check(
                    check.expression,
                    name: name,
                    notValid: check.isNotValid,
                    noInherit: check.noInherit,
                    comment: check.comment
                )
            )
        case .foreignKey(let key): .foreignKey(key.named(name))
        case .exclude(let exclude):
            .exclude(
                Exclude(
                    exclude.elements,
                    using: exclude.method,
                    where: exclude.predicate,
                    name: name,
                    include: exclude.include,
                    deferrable: exclude.deferrable,
                    comment: exclude.comment
                )
            )
        }
    }

    /// Whether it is another, whatever name that was given.
    func isSame(as other: Constraint) -> Bool {
        named(other.name ?? "") == other.named(other.name ?? "")
    }
}

extension ForeignKey {
    fileprivate func named(_ name: String) -> ForeignKey {
        ForeignKey(
            columns,
            references: referencedTable,
            referencedColumns,
            onDelete: onDelete,
            onUpdate: onUpdate,
            deferrable: deferrable,
            notValid: isNotValid,
            name: name,
            matchFull: matchesFull,
            onDeleteColumns: onDeleteColumns,
            comment: comment
        )
    }
}

extension Table {
    /// The foreign keys, in order.
    var foreignKeyList: [ForeignKey] {
        constraints.compactMap { constraint in
            guard case .foreignKey(let key) = constraint else { return nil }
            return key
        }
    }

    /// The operations that make it: what is not to be checked is added to the table, which would check it.
    var making: [Operation] {
        let unchecked = constraints.filter(\.isNotValid)
        let op = Operations()
        op.createTable(named(without: unchecked))
        for constraint in unchecked { op.addConstraint(constraint, to: name) }
        return op.recorded
    }
}

extension ColumnType {
    /// The type that a column of a serial type has once it is there.
    var withoutSerial: ColumnType {
        switch kind {
        case .smallSerial: .smallInt
        case .serial: .integer
        case .bigSerial: .bigInt
        default: named
        }
    }
}

extension NumberSequence {
    /// The default of a column that it counts.
    var next: DefaultValue {
        let path = [name.schema, name.name].compactMap(\.self).map(Self.word)
        let quoted = path.joined(separator: ".").replacing("'", with: "''")
        return .expression(SQLText("nextval('\(quoted)')"))
    }

    /// A name as it stands in a text that is read as one.
    private static func word(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
        }
        let startsPlain = name.utf8.first.map { !(48...57).contains($0) } ?? false
        return isPlain && startsPlain ? name : "\"\(name.replacing("\"", with: "\"\""))\""
    }
}

extension SchemaObject {
    /// The operations that make it, each of which can be reversed.
    func making(homeSchema: String) -> [Operation] {
        let op = Operations()
        switch self {
        case .schema(let schema):
            op.createSchema(schema.name)
            if let comment = schema.comment { op.comment(on: .schema(schema.name), comment, was: .remove) }
        case .extension(let `extension`): op.createExtension(`extension`)
        case .table(let table): return table.making
        default: record(op, homeSchema: homeSchema)
        }
        return op.recorded
    }

    /// The operations that drop it, each of which says what goes.
    var removing: [Operation] {
        let op = Operations()
        switch self {
        case .schema(let schema): op.dropSchema(schema.name)
        case .extension(let `extension`): op.dropExtension(`extension`)
        case .enumeration(let type): op.dropEnum(type)
        case .domain(let domain): op.dropDomain(domain)
        case .compositeType(let type): op.dropCompositeType(type)
        case .sequence(let sequence): op.dropSequence(sequence)
        case .table(let table): op.dropTable(table.named(without: []))
        case .virtualTable(let table): op.dropVirtualTable(table)
        case .index(let index): op.dropIndex(index)
        case .view(let view): op.dropView(view)
        case .function(let function): op.dropFunction(function)
        case .trigger(let trigger): op.dropTrigger(trigger)
        case .policy(let policy): op.dropPolicy(policy)
        case .opaque(let object): op.dropOpaque(object)
        }
        return op.recorded
    }

    /// Whether what drops it, reversed, does not make all of it.
    var needsMaking: Bool {
        switch self {
        case .schema(let schema): schema.comment != nil
        case .table(let table): table.constraints.contains(where: \.isNotValid)
        default: false
        }
    }

    /// The table or view that it is of, with which it goes.
    var owner: ObjectName? {
        switch self {
        case .index(let index): index.table
        case .trigger(let trigger): trigger.table
        case .policy(let policy): policy.table
        case .opaque(let object): object.table
        case .table(let table): table.partition?.parent
        case .sequence(let sequence): sequence.owner?.table
        default: nil
        }
    }
}
