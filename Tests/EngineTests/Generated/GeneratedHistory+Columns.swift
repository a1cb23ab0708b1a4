import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport

extension GeneratedHistory {
    /// A column of any type; `filled` says whether the table is yet to be made, so that each row will have a value.
    mutating func newColumn(among others: [GeneratedColumn], filled: Bool) -> GeneratedColumn {
        let types: [ColumnType] = [
            .smallInt, .integer, .bigInt, .real, .double, .decimal, .decimal(10, 2), .boolean, .text, .string(80),
            .char(10), .bytes, .uuid, .json, .jsonb, .date, .time, .timestamp, .timestampTZ, .interval,
            .array(of: .text), .custom(postgres: "int4range", sqlite: "TEXT"),
        ]
        var column = GeneratedColumn(name: newName(), type: types.randomElement(using: &random) ?? .text)
        if random.chance(15) { chooseEnum(for: &column) }
        if random.chance(40) { column.comment = "it's \"\(names.nextNumber())\"" }
        if random.chance(10), let base = others.first(where: { $0.isGiven && $0.truth != nil }) {
            column.type = .boolean
            column.generation = SQLText("\(base.name.quoted) IS NOT NULL")
            column.isStored = kind == .postgres || random.chance(50)
            return column
        }
        let isText = [.text, .string(80)].contains(column.type)
        if isText, random.chance(25) { column.collation = Self.otherCollation }
        // In rows that are there already it would be the time of the run, which no two runs share.
        let isOfTheClock = !filled && [.date, .time, .timestamp, .timestampTZ].contains(column.type)
        if random.chance(40), !isOfTheClock { column.defaultValue = defaultValue(of: column) }
        column.isDistinct = filled && (isText || [.integer, .bigInt, .uuid].contains(column.type))
        if case .custom = column.type.kind { return column }
        if case .array = column.type.kind { return column }
        column.isFilled = filled || column.defaultValue != nil
        if column.isFilled, random.chance(30) {
            column.isNullable = false
            column.mayGo = column.defaultValue != nil
        }
        return column
    }

    func defaultValue(of column: GeneratedColumn) -> DefaultValue? {
        switch column.type.kind {
        case .smallInt, .integer, .bigInt: 7
        case .real, .double: 0.5
        case .decimal: .expression("1 + 1")
        case .boolean: true
        case .text, .string: column.collation == nil ? .expression("lower('It''s')") : "it's \\ \"x\""
        case .char: "c"
        case .date: .currentDate
        case .time: .currentTime
        case .timestamp, .timestampTZ: .currentTimestamp
        case .uuid: "00000000-0000-4000-8000-000000000000"
        case .json, .jsonb: "{}"
        case .interval: "1 hour"
        case .enumeration: column.labels.first.map { .value(.text($0)) }
        default: nil
        }
    }

    /// Makes it one of an enum: of one that createEnum made, or of one that it brings.
    mutating func chooseEnum(for column: inout GeneratedColumn) {
        if random.chance(50), let type = enums.randomElement(using: &random) {
            column.type = .enumeration(type.name)
            column.labels = type.values
            return
        }
        if broughtEnums.isEmpty || random.chance(50) {
            let values = (0..<3).map { "la'bel \\ \(names.nextNumber()) $migrator$ \($0)" }
            broughtEnums.append(EnumType(newObjectName(), values: values))
        }
        guard let type = broughtEnums.randomElement(using: &random) else { return }
        column.type = .enumeration(type.name, values: type.values)
        column.labels = type.values
    }

    mutating func addColumn() -> Bool {
        guard let index = choose(tables, where: { $0.columns.count < 12 }) else { return false }
        var column = newColumn(among: tables[index].columns, filled: false)
        var made = column.column
        var constraints: [Constraint] = []
        if let truth = column.truth, random.chance(30) {
            constraints = [.check(Check(SQLText(truth), name: newName()))]
        }
        if random.chance(15), column.defaultValue == nil, column.generation == nil, column.isNullable,
            [.text, .integer, .uuid].contains(column.type)
        {
            constraints.append(.unique(Unique([column.name], name: newName())))
        }
        if !constraints.isEmpty { column.mayGo = false }
        for constraint in constraints {
            switch constraint {
            case .check(let check): made = made.check(check.expression, name: check.name)
            case .unique(let unique): made = made.unique(name: unique.name)
            default: break
            }
        }
        let name = tables[index].name
        let final = made
        record { $0.addColumn(final, to: name) }
        tables[index].columns.append(column)
        tables[index].definition = nil
        // On SQLite they stand where the operations beside it let them.
        if kind == .postgres {
            tables[index].constraints += constraints
        } else {
            tables[index].atColumns += constraints
        }
        return true
    }

    mutating func dropColumn() -> Bool {
        let fit = choose(tables) { [self] table in canDropLast(table) }
        guard let index = fit else { return false }
        let column = tables[index].columns.removeLast()
        let name = tables[index].name
        record { $0.dropColumn(column.column, from: name) }
        tables[index].definition = nil
        return true
    }

    func canDropLast(_ table: GeneratedTable) -> Bool {
        guard let last = table.columns.last, table.columns.count > 2, last.mayGo, last.name != table.key else {
            return false
        }
        return !table.uses(last.name) && !isViewed(table, last.name) && !table.hasTrigger
    }

    mutating func renameColumn() -> Bool {
        guard let (index, column) = chooseColumn(where: { _, _ in true }) else { return false }
        let table = tables[index].name
        let old = tables[index].columns[column].name
        let new = newName()
        record { $0.renameColumn(old, of: table, to: new) }
        rename(column, of: index, to: new)
        return true
    }

    mutating func rename(_ column: Int, of index: Int, to new: String) {
        let table = tables[index].name
        let old = tables[index].columns[column].name
        tables[index].columns[column].name = new
        for other in tables[index].columns.indices {
            tables[index].columns[other].generation = tables[index].columns[other].generation?.renaming(old, to: new)
        }
        tables[index].constraints = tables[index].constraints.map { $0.renaming(column: old, to: new) }
        tables[index].atColumns = tables[index].atColumns.map { $0.renaming(column: old, to: new) }
        tables[index].indexes = tables[index].indexes.map { $0.with(renaming: (old, new)) }
        if tables[index].key == old { tables[index].key = new }
        tables[index].definition = nil
        for view in views.indices where views[view].table == table {
            views[view].columns = views[view].columns.map { $0 == old ? new : $0 }
        }
        changeForeignKeys { key in
            guard key.referencedTable == table, key.referencedColumns.contains(old) else { return key }
            return key.with(referenced: key.referencedColumns.map { $0 == old ? new : $0 })
        }
    }

    // MARK: Altering

    /// Whether a column may be given another type or default.
    private func isFree(_ table: GeneratedTable, _ column: GeneratedColumn) -> Bool {
        column.isGiven && column.name != table.key && !table.uses(column.name) && !isViewed(table, column.name)
    }

    private static func otherTypes(of type: ColumnType) -> [ColumnType] {
        switch type {
        case .smallInt: [.integer, .bigInt]
        case .integer: [.bigInt]
        case .real: [.double]
        case .string(80): [.text, .string(200)]
        case .decimal(10, 2): [.decimal]
        default: []
        }
    }

    mutating func alterType() -> Bool {
        let chosen = chooseColumn { [self] table, column in
            isFree(table, column) && !Self.otherTypes(of: column.type).isEmpty
        }
        guard let (index, place) = chosen else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        guard let type = Self.otherTypes(of: column.type).randomElement(using: &random) else { return false }
        let restated: ColumnChange.Change<DefaultValue>? =
            random.chance(50) ? column.defaultValue.map { .set($0) } : nil
        record { op in
            op.alterColumn(
                column.name,
                of: table,
                to: ColumnChange(type: type, default: restated),
                was: ColumnChange(type: column.type, collation: column.collation.map { .set($0) }, default: restated)
            )
        }
        tables[index].columns[place].type = type
        tables[index].definition = nil
        return true
    }

    mutating func alterCollation() -> Bool {
        let chosen = chooseColumn { [self] table, column in
            isFree(table, column) && [.text, .string(80), .string(200)].contains(column.type)
        }
        guard let (index, place) = chosen else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        let new = column.collation == nil ? Self.otherCollation : nil
        record { op in
            op.alterColumn(
                column.name,
                of: table,
                to: ColumnChange(type: column.type, collation: new.map { .set($0) } ?? .remove),
                was: ColumnChange(type: column.type, collation: column.collation.map { .set($0) } ?? .remove)
            )
        }
        tables[index].columns[place].collation = new
        tables[index].definition = nil
        return true
    }

    private static let otherCollation = SQLText(postgres: #""C""#, sqlite: "NOCASE")

    mutating func alterNullability() -> Bool {
        let chosen = chooseColumn { table, column in
            column.isGiven && column.isFilled && column.name != table.key
                && !(table.primaryKey?.columns.contains(column.name) ?? false)
        }
        guard let (index, place) = chosen else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        record { op in
            op.alterColumn(
                column.name,
                of: table,
                to: ColumnChange(nullable: !column.isNullable),
                was: ColumnChange(nullable: column.isNullable)
            )
        }
        tables[index].columns[place].isNullable.toggle()
        tables[index].columns[place].mayGo = false
        tables[index].definition = nil
        return true
    }

    mutating func alterDefault() -> Bool {
        let chosen = chooseColumn { [self] table, column in
            isFree(table, column) && defaultValue(of: column) != nil
        }
        guard let (index, place) = chosen else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        let new = column.defaultValue == nil ? defaultValue(of: column) : nil
        record { op in
            op.alterColumn(
                column.name,
                of: table,
                to: ColumnChange(default: new.map { .set($0) } ?? .remove),
                was: ColumnChange(default: column.defaultValue.map { .set($0) } ?? .remove)
            )
        }
        tables[index].columns[place].defaultValue = new
        tables[index].columns[place].mayGo = false
        tables[index].definition = nil
        return true
    }

    /// A column that no row has filled yet: text to an enum that it brings.
    mutating func alterToEnum() -> Bool {
        guard let index = choose(tables, where: { $0.columns.count < 12 }) else { return false }
        var column = GeneratedColumn(name: newName(), type: random.chance(50) ? .text : .array(of: .text))
        let isArray = column.type != .text
        let table = tables[index].name
        let plain = column
        record { $0.addColumn(plain.column, to: table) }
        var chosen = column
        chooseEnum(for: &chosen)
        column.type = isArray ? .array(of: chosen.type) : chosen.type
        column.labels = chosen.labels
        let type = column.type
        record { op in
            op.alterColumn(plain.name, of: table, to: ColumnChange(type: type), was: ColumnChange(type: plain.type))
        }
        tables[index].columns.append(column)
        tables[index].definition = nil
        return true
    }

    mutating func commentOnColumn() -> Bool {
        guard let (index, place) = chooseColumn(where: { _, _ in true }) else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        let new: String? = column.comment != nil && random.chance(40) ? nil : "it's \(names.nextNumber())"
        if random.chance(50) {
            record { op in
                op.commentOnColumn(column.name, of: table, new, was: column.comment.map { .set($0) } ?? .remove)
            }
        } else {
            record { op in
                op.alterColumn(
                    column.name,
                    of: table,
                    to: ColumnChange(comment: new.map { .set($0) } ?? .remove),
                    was: ColumnChange(comment: column.comment.map { .set($0) } ?? .remove)
                )
            }
        }
        tables[index].columns[place].comment = new
        tables[index].definition = nil
        return true
    }

    /// Several changes of one table at once.
    mutating func alterTable() -> Bool {
        let fit = choose(tables) { [self] table in table.columns.count < 12 && !isViewed(table) }
        guard let index = fit else { return false }
        let table = tables[index].name
        let dropped = canDropLast(tables[index]) ? tables[index].columns.removeLast() : nil
        let added = newColumn(among: [], filled: false)
        let check = added.truth.map { Check(SQLText($0), name: newName()) }
        let free = tables[index].columns.indices.filter { isFree(tables[index], tables[index].columns[$0]) }
        let renamed = free.randomElement(using: &random)
        let renamedName = renamed.map { tables[index].columns[$0].name }
        let nameToCome = newName()
        let relaxed = free.filter { !tables[index].columns[$0].isNullable && $0 != renamed }
            .randomElement(using: &random)
        let relaxedName = relaxed.map { tables[index].columns[$0].name }
        record { op in
            op.alterTable(table) { group in
                if let dropped { group.dropColumn(dropped.column) }
                group.addColumn(added.column)
                if let check { group.addConstraint(.check(check)) }
                if let relaxedName {
                    group.alterColumn(
                        relaxedName,
                        to: ColumnChange(nullable: true),
                        was: ColumnChange(nullable: false)
                    )
                }
                if let renamedName { group.renameColumn(renamedName, to: nameToCome) }
            }
        }
        if let renamed { rename(renamed, of: index, to: nameToCome) }
        if let relaxed {
            tables[index].columns[relaxed].isNullable = true
            tables[index].columns[relaxed].mayGo = false
        }
        tables[index].columns.append(added)
        if let check {
            tables[index].columns[tables[index].columns.count - 1].mayGo = false
            tables[index].constraints.append(.check(check))
        }
        tables[index].definition = nil
        return true
    }
}
