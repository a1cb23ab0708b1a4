import MigrationDSL
import MigratorTestSupport

// Changes of tables and their columns.
extension SchemaChanger {
    mutating func addTable() -> String? {
        let count = objects.count
        generator.objects = objects
        generator.addTable()
        objects = generator.objects
        for object in objects[count...] { _ = take("\(object.reference.name)") }
        return "add table \(objects[count].reference.name) and what is of it"
    }

    mutating func dropTable() -> String? {
        guard let index = tableIndex(where: { _ in true }), let table = table(index),
            !isMentioned(table.name.name, besides: table.name), !isReferred(table.name), take("\(table.name)")
        else { return nil }
        objects.removeAll { object in
            object.reference == .table(table.name) || object.tableOf == table.name
        }
        generator.targets.removeAll { $0.table == table.name }
        lost.insert("\(table.name)")
        return "drop table \(table.name)"
    }

    mutating func renameTable() -> String? {
        guard let index = tableIndex(), let table = table(index), table.formerName == nil,
            !isMentioned(table.name.name), !isReferred(table.name),
            !objects.contains(where: { $0.tableOf == table.name || $0.references(table.name) }), take("\(table.name)")
        else { return nil }
        let name = ObjectName(generator.name("renamed"), schema: table.name.schema)
        _ = take("\(name)")
        lost.insert("\(table.name)")
        objects[index] = .table(table.changed(name: name).renamed(from: table.name.name))
        generator.targets.removeAll { $0.table == table.name }
        return "rename table \(table.name) to \(name)"
    }

    mutating func addColumn() -> String? {
        guard let index = tableIndex(), let table = table(index) else { return nil }
        let column = generator.column()
        if keepsRows {
            let isPlain = column.isNullable && column.constraints.isEmpty
            guard isPlain, ![.serial, .bigSerial, .smallSerial].contains(column.type) else { return nil }
        }
        guard !table.sqliteOptions.contains(.strict) || column.defaultValue == nil else { return nil }
        _ = take("\(table.name).\(column.name)")
        objects[index] = .table(table.changed(columns: table.columns + [column]))
        return "add column \(table.name).\(column.name) of \(column.type)"
    }

    mutating func dropColumn() -> String? {
        guard let (index, table, column) = column(where: { _, column in column.name != "id" }) else { return nil }
        if keepsRows {
            guard column.isNullable, !table.constraints.contains(where: { $0.names(column.name) }) else { return nil }
        }
        guard table.columns.count > 2, !isComputedFrom(column, table), !isUsedOutside(column, of: table),
            take("\(table.name).\(column.name)")
        else { return nil }
        objects.removeAll { object in
            guard case .index(let made) = object, made.table == table.name else { return false }
            return made.names(column.name)
        }
        let kept = objects.firstIndex { $0.reference == .table(table.name) } ?? index
        objects[kept] = .table(
            table.changed(
                columns: table.columns.filter { $0.name != column.name }
                    .map { other in
                        var parts = ColumnParts(other)
                        parts.constraints.removeAll { $0.names(column.name) }
                        return parts.column
                    },
                constraints: table.tableConstraints.filter { !$0.names(column.name) }
            )
        )
        lost.insert("\(table.name)")
        return "drop column \(table.name).\(column.name)"
    }

    mutating func renameColumn() -> String? {
        guard
            let (index, table, column) = column(where: { table, column in
                column.name != "id" && column.formerName == nil
                    && !table.constraints.contains { $0.names(column.name) }
            }), !isComputedFrom(column, table), !isUsedOutside(column, of: table), !isIndexed(column, of: table),
            take("\(table.name).\(column.name)")
        else { return nil }
        let name = generator.name("renamed")
        _ = take("\(table.name).\(name)")
        change(column, of: table, at: index) {
            $0.name = name
            $0.formerName = column.name
        }
        return "rename column \(table.name).\(column.name) to \(name)"
    }

    mutating func retypeColumn() -> String? {
        let isPostgres = generator.isPostgres
        guard
            let (index, table, column) = column(where: { table, column in
                column.generation == nil && column.name != "id" && !column.type.wider(isPostgres).isEmpty
                    && table.sqliteOptions.isEmpty
            }), take("\(table.name).\(column.name)")
        else { return nil }
        let type = pick(column.type.wider(isPostgres))
        change(column, of: table, at: index) {
            $0.type = type
            $0.collation = type == column.type ? $0.collation : nil
        }
        return "retype column \(table.name).\(column.name) from \(column.type) to \(type)"
    }

    mutating func changeNull() -> String? {
        guard
            let (index, table, column) = column(where: { table, column in
                column.generation == nil && column.identity == nil && !table.primaryKeyColumns.contains(column.name)
                    && ![.serial, .bigSerial, .smallSerial].contains(column.type) && !table.isIdentifiedByIndex
            }), !keepsRows || !column.isNullable, take("\(table.name).\(column.name)")
        else { return nil }
        change(column, of: table, at: index) { $0.isNullable = !column.isNullable }
        return "let column \(table.name).\(column.name) be null: \(!column.isNullable)"
    }

    mutating func changeDefault() -> String? {
        let texts: [ColumnType] = [.text, .varchar, .string(300)]
        let numbers: [ColumnType] = [.integer, .bigInt, .smallInt]
        guard
            let (index, table, column) = column(where: { table, column in
                column.generation == nil && column.identity == nil && !table.primaryKeyColumns.contains(column.name)
                    && (texts + numbers).contains(column.type)
            }), take("\(table.name).\(column.name)")
        else { return nil }
        let choices: [DefaultValue?] =
            texts.contains(column.type)
            ? [nil, "other", "it's", .expression("upper('b')")] : [nil, 42, -7, .expression("1 + 2")]
        let value = pick(choices)
        change(column, of: table, at: index) { $0.defaultValue = value }
        return "change default of \(table.name).\(column.name) to \(value.map { "\($0)" } ?? "none")"
    }

    mutating func changeGenerated() -> String? {
        guard let (index, table, column) = column(where: { $1.generation != nil }), let old = column.generation,
            take("\(table.name).\(column.name)")
        else { return nil }
        let text = old.expression.postgres ?? old.expression.sqlite ?? ""
        change(column, of: table, at: index) { $0.generation = .init(SQLText("\(text) + 1"), stored: old.isStored) }
        lost.insert("\(table.name)")
        return "compute \(table.name).\(column.name) otherwise"
    }

    mutating func changeNumbering() -> String? {
        let isPostgres = generator.isPostgres
        guard
            let (index, table, column) = column(where: { table, column in
                column.name == "id" && [.integer, .bigInt].contains(column.type) && column.defaultValue == nil
                    && table.primaryKeyColumns == ["id"] && table.sqliteOptions.isEmpty
                    && (isPostgres || column.type == .integer)
            }), take("\(table.name).\(column.name)")
        else { return nil }
        change(column, of: table, at: index) { $0.identity = column.identity == nil ? .byDefault : nil }
        return "\(column.identity == nil ? "number" : "do not number") the rows of \(table.name)"
    }

    mutating func changeCollation() -> String? {
        guard
            let (index, table, column) = column(where: { $1.type == .text && $1.generation == nil }),
            take("\(table.name).\(column.name)")
        else { return nil }
        change(column, of: table, at: index) { $0.collation = column.collation == nil ? "\"C\"" : nil }
        return "change collation of \(table.name).\(column.name)"
    }

    // MARK: Help

    mutating func column(where isMeant: (Table, Column) -> Bool) -> (Int, Table, Column)? {
        guard let index = tableIndex(where: { table in table.columns.contains { isMeant(table, $0) } }),
            let table = table(index)
        else { return nil }
        return (index, table, pick(table.columns.filter { isMeant(table, $0) }))
    }

    mutating func change(_ column: Column, of table: Table, at index: Int, _ body: (inout ColumnParts) -> Void) {
        var parts = ColumnParts(column)
        body(&parts)
        let columns = table.columns.map { $0.name == column.name ? parts.column : $0 }
        objects[index] = .table(table.changed(columns: columns))
    }

    private func isComputedFrom(_ column: Column, _ table: Table) -> Bool {
        table.columns.contains { other in
            guard let text = other.generation?.expression else { return false }
            return (text.postgres ?? text.sqlite ?? "").contains(quoted(column.name))
        }
    }

    private func isUsedOutside(_ column: Column, of table: Table) -> Bool {
        isMentioned(column.name, besides: table.name)
            && objects.contains { object in
                if case .index = object { return false }
                if case .table(let own) = object, own.name == table.name { return false }
                return object.mentions(column.name)
            }
    }

    private func isIndexed(_ column: Column, of table: Table) -> Bool {
        objects.contains { object in
            guard case .index(let index) = object, index.table == table.name else { return false }
            return index.names(column.name)
        }
    }
}

extension SchemaObject {
    /// The table that it is of.
    var tableOf: ObjectName? {
        switch self {
        case .index(let index): index.table
        case .trigger(let trigger): trigger.table
        case .policy(let policy): policy.table
        case .opaque(let object): object.table
        case .sequence(let sequence): sequence.owner?.table
        default: nil
        }
    }

    /// Whether it is a table with a foreign key to this one.
    func references(_ table: ObjectName) -> Bool {
        guard case .table(let own) = self else { return false }
        return own.constraints.contains { $0.target == table }
    }
}

extension Index {
    /// Whether a column is one of its parts, or named in one.
    func names(_ column: String) -> Bool {
        let parts = columns.contains { part in
            switch part.key {
            case .column(let name): name == column
            case .expression(let text): (text.postgres ?? text.sqlite ?? "").contains(quoted(column))
            }
        }
        let condition = predicate.map { ($0.postgres ?? $0.sqlite ?? "").contains(quoted(column)) } ?? false
        return parts || condition || include.contains(column)
    }
}

extension ColumnType {
    /// Types that hold all values of this one, and give them back.
    func wider(_ isPostgres: Bool) -> [ColumnType] {
        switch self {
        case .smallInt: isPostgres ? [.integer, .bigInt] : []
        case .integer: isPostgres ? [.bigInt] : []
        case .string(300): isPostgres ? [.string(400), .text] : [.text]
        case .varchar: isPostgres ? [.text] : []
        case .decimal(10, 2): isPostgres ? [.decimal(14, 2)] : []
        case .date: isPostgres ? [.text] : []
        default: []
        }
    }
}

extension Table {
    /// Whether an index tells its rows apart for replicas: its columns refuse null.
    fileprivate var isIdentifiedByIndex: Bool {
        guard case .index = replicaIdentity else { return false }
        return true
    }
}
