import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport

extension GeneratedHistory {
    mutating func createTable(ifNotExists: Bool = false) -> Bool {
        let name = newObjectName()
        let design = Int.random(in: 0..<6, using: &random)
        var columns = keyColumns(design)
        let key = columns[columns.count - 1].name
        var constraints: [Constraint] = []
        var options: SQLiteTableOptions = []
        switch design {
        case 0, 5: constraints.append(.primaryKey(PrimaryKey([columns[0].name])))
        case 1: constraints.append(.primaryKey(PrimaryKey([key], name: newName())))
        case 2: constraints.append(.primaryKey(PrimaryKey([columns[0].name])))
        case 3: constraints.append(.unique(Unique([key])))
        default: constraints.append(.unique(Unique([key], name: newName())))
        }
        if kind == .sqlite, random.chance(20) { options.insert(.strict) }
        if design < 2, random.chance(30) { options.insert(.withoutRowID) }
        for _ in 0..<Int.random(in: 2..<6, using: &random) { columns.append(newColumn(among: columns, filled: true)) }
        // What stands at a column comes before what stands beside it.
        var atColumns: [Constraint] = design == 0 || design == 2 ? constraints : []
        var beside: [Constraint] = design == 0 || design == 2 ? [] : constraints
        for column in columns {
            if let truth = column.truth, random.chance(30) {
                let check = Constraint.check(Check(SQLText(truth), name: random.chance(70) ? newName() : nil))
                if random.chance(50) { atColumns.append(check) } else { beside.append(check) }
            }
        }
        if let parent = choose(tables, where: { $0.isKey($0.key) }), random.chance(60) {
            let column = foreignColumn(to: tables[parent])
            let name = random.chance(50) ? newName() : nil
            columns.append(column)
            beside.append(.foreignKey(foreignKey([column.name], to: tables[parent], name: name)))
        }
        var table = GeneratedTable(name: name, columns: columns, constraints: atColumns + beside, key: key)
        table.options = options
        if random.chance(40) { table.comment = "what it's \"for\" -- \(names.nextNumber())" }
        let definition = Table(name, comment: table.comment, sqliteOptions: options) {
            for column in columns { Self.with(atColumns, column) }
            for constraint in beside { constraint }
        }
        table.definition = definition
        tables.append(table)
        record(
            { $0.createTable(definition, ifNotExists: ifNotExists) },
            back: ifNotExists ? { op in Self.drop(definition, op, ifExists: true) } : nil
        )
        return true
    }

    /// A column with those constraints that are its own.
    private static func with(_ constraints: [Constraint], _ column: GeneratedColumn) -> Column {
        constraints.reduce(column.column) { made, constraint in
            switch constraint {
            case .primaryKey(let key): key.columns == [column.name] ? made.primaryKey(name: key.name) : made
            case .unique(let unique): unique.columns == [column.name] ? made.unique(name: unique.name) : made
            case .check(let check):
                check.expression.mentions(column.name) ? made.check(check.expression, name: check.name) : made
            case .foreignKey, .exclude: made
            }
        }
    }

    private static func drop(_ table: Table, _ op: Operations, ifExists: Bool) {
        op.dropTable(
            table.name,
            comment: table.comment,
            sqliteOptions: table.sqliteOptions,
            ifExists: ifExists,
            was: {
                for column in table.columns { column }
                for constraint in table.tableConstraints { constraint }
            }
        )
    }

    /// The columns that name a row; the last of them finds it again.
    private mutating func keyColumns(_ design: Int) -> [GeneratedColumn] {
        var key = GeneratedColumn(name: newName(), type: .integer, isNullable: false)
        key.isDistinct = true
        key.isFilled = true
        key.mayGo = false
        switch design {
        case 0: key.type = [.integer, .bigInt, .smallInt].randomElement(using: &random) ?? .integer
        case 1, 4: key.type = random.chance(50) ? .uuid : .string(60)
        case 2:
            var numbered = GeneratedColumn(name: newName(), type: .bigInt, isNullable: false)
            numbered.identity = random.chance(50) ? .always : .byDefault
            numbered.mayGo = false
            key.type = .text
            return [numbered, key]
        default: key.type = .text
        }
        return [key]
    }

    mutating func dropTable() -> Bool {
        let fit = choose(tables) { [self] table in
            table.definition != nil && !table.hasTrigger && !isReferencedByOthers(table)
                && !table.indexes.contains { holdsKey($0, of: table) }
        }
        guard let index = fit, tables.count > 2, let definition = tables[index].definition else { return false }
        for view in views.indices.reversed() where views[view].table == tables[index].name { dropView(at: view) }
        for made in tables[index].indexes.indices.reversed() { dropIndex(made, of: index) }
        let ifExists = random.chance(30)
        record { op in Self.drop(definition, op, ifExists: ifExists) }
        tables.remove(at: index)
        return true
    }

    private func isReferencedByOthers(_ table: GeneratedTable) -> Bool {
        tables.contains { other in
            other.name != table.name
                && other.allConstraints.contains { constraint in
                    guard case .foreignKey(let key) = constraint else { return false }
                    return key.referencedTable == table.name
                }
        }
    }

    mutating func renameTable() -> Bool {
        guard let index = choose(tables, where: { _ in true }) else { return false }
        let old = tables[index].name
        let new = ObjectName(newName(), schema: old.schema)
        record { $0.renameTable(old, to: new.name) }
        tables[index].name = new
        tables[index].isRenamed = true
        tables[index].definition = nil
        tables[index].indexes = tables[index].indexes.map { $0.with(table: new) }
        for view in views.indices where views[view].table == old { views[view].table = new }
        changeForeignKeys { $0.referencedTable == old ? $0.with(table: new) : $0 }
        return true
    }

    /// Changes the foreign keys of all tables; a table whose key changes is no longer made by its definition.
    mutating func changeForeignKeys(_ change: (ForeignKey) -> ForeignKey) {
        for table in tables.indices {
            func changed(_ constraint: Constraint) -> Constraint {
                guard case .foreignKey(let key) = constraint else { return constraint }
                return .foreignKey(change(key))
            }
            let constraints = tables[table].constraints.map(changed)
            let atColumns = tables[table].atColumns.map(changed)
            guard constraints != tables[table].constraints || atColumns != tables[table].atColumns else { continue }
            tables[table].constraints = constraints
            tables[table].atColumns = atColumns
            tables[table].definition = nil
        }
    }

    mutating func commentOnTable() -> Bool {
        guard let index = choose(tables, where: { _ in true }) else { return false }
        let name = tables[index].name
        let old = tables[index].comment
        let new: String? = old != nil && random.chance(40) ? nil : "it's 'new' \(names.nextNumber())"
        record { $0.commentOnTable(name, new, was: old.map { .set($0) } ?? .remove) }
        tables[index].comment = new
        tables[index].definition = nil
        return true
    }
}
