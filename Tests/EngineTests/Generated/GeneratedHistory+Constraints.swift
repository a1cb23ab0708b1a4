import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport

extension GeneratedHistory {
    /// A column that points to a table's key and is null in all rows.
    mutating func foreignColumn(to parent: GeneratedTable) -> GeneratedColumn {
        let type = parent.index(of: parent.key).map { parent.columns[$0].type } ?? .text
        var column = GeneratedColumn(name: newName(), type: type)
        column.mayGo = false
        return column
    }

    mutating func foreignKey(
        _ columns: [String],
        to parent: GeneratedTable,
        notValid: Bool = false,
        name: String?
    ) -> ForeignKey {
        let actions: [ReferentialAction?] = [nil, .cascade, .setNull, .restrict, .noAction, .setDefault]
        // PostgreSQL alters no table with rows that wait for the end of the transaction to be checked.
        let deferrals: [Deferral?] = [nil, kind == .sqlite ? .initiallyDeferred : nil, .initiallyImmediate]
        return ForeignKey(
            columns,
            references: parent.name,
            [parent.key],
            onDelete: actions.randomElement(using: &random) ?? nil,
            onUpdate: actions.randomElement(using: &random) ?? nil,
            deferrable: deferrals.randomElement(using: &random) ?? nil,
            notValid: notValid,
            name: name
        )
    }

    private mutating func add(_ constraint: Constraint, to index: Int) {
        tables[index].constraints.append(constraint)
        tables[index].definition = nil
        for column in tables[index].columns.indices where constraint.mentions(tables[index].columns[column].name) {
            tables[index].columns[column].mayGo = false
        }
    }

    mutating func addKey() -> Bool {
        let chosen = chooseColumn { table, column in
            column.isDistinct && column.isGiven && (!table.isKey(column.name) || table.primaryKey == nil)
        }
        guard let (index, place) = chosen else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        let name = newName()
        if tables[index].primaryKey == nil, !column.isNullable {
            record { $0.createPrimaryKey(name, on: table, columns: [column.name]) }
            add(.primaryKey(PrimaryKey([column.name], name: name)), to: index)
            return true
        }
        let deferrable: Deferral? = kind == .postgres && random.chance(30) ? .initiallyImmediate : nil
        record { $0.createUniqueConstraint(name, on: table, columns: [column.name], deferrable: deferrable) }
        add(.unique(Unique([column.name], name: name, deferrable: deferrable)), to: index)
        return true
    }

    mutating func addCheck() -> Bool {
        guard let (index, place) = chooseColumn(where: { $1.truth != nil && $1.isGiven }) else { return false }
        let table = tables[index].name
        let check = Check(
            SQLText(tables[index].columns[place].truth ?? "true"),
            name: newName(),
            notValid: random.chance(40)
        )
        record { op in
            op.createCheckConstraint(check.name ?? "", on: table, check.expression, notValid: check.isNotValid)
        }
        add(.check(check), to: index)
        return true
    }

    mutating func addForeignKey() -> Bool {
        guard let parent = choose(tables, where: { $0.isKey($0.key) }),
            let index = choose(tables, where: { $0.columns.count < 12 })
        else { return false }
        let column = foreignColumn(to: tables[parent])
        let table = tables[index].name
        let key = foreignKey([column.name], to: tables[parent], notValid: random.chance(40), name: newName())
        record { op in
            op.addColumn(column.column, to: table)
            op.addConstraint(.foreignKey(key), to: table)
        }
        tables[index].columns.append(column)
        add(.foreignKey(key), to: index)
        return true
    }

    mutating func exclude() -> Bool {
        let chosen = chooseColumn { _, column in
            if case .custom = column.type.kind { return true }
            return column.isDistinct && column.isGiven
        }
        guard let (index, place) = chosen else { return false }
        let table = tables[index].name
        let column = tables[index].columns[place]
        let isRange = !column.isDistinct
        let exclude = Exclude(
            [Exclude.Element(column.name.quoted, with: isRange ? "&&" : "=")],
            using: isRange ? "gist" : "btree",
            name: newName(),
            deferrable: random.chance(30) ? .initiallyImmediate : nil
        )
        record { op in
            op.createExcludeConstraint(
                exclude.name ?? "",
                on: table,
                exclude.elements,
                using: exclude.method,
                deferrable: exclude.deferrable
            )
        }
        add(.exclude(exclude), to: index)
        return true
    }

    /// Whether a constraint may go and come back: on SQLite it comes back as the last.
    private func mayGo(_ constraint: Constraint, at place: Int, of table: GeneratedTable) -> Bool {
        guard kind == .postgres || (place == table.constraints.count - 1 && table.atColumns.isEmpty) else {
            return false
        }
        switch constraint {
        case .primaryKey(let key):
            let isNumbered = table.columns.contains { $0.identity != nil }
            return !isReferenced(table, key.columns) && !isNumbered && !table.options.contains(.withoutRowID)
                && (key.name != nil || !table.isRenamed)
        case .unique(let unique):
            // What PostgreSQL names by itself is known as long as no name of table or column has changed.
            return !isReferenced(table, unique.columns) && unique.name != nil
        case .check, .foreignKey, .exclude: return constraint.name != nil
        }
    }

    mutating func dropConstraint() -> Bool {
        let places = tables.indices.flatMap { table in
            tables[table].constraints.indices
                .filter { mayGo(tables[table].constraints[$0], at: $0, of: tables[table]) }.map { (table, $0) }
        }
        guard let (index, place) = places.randomElement(using: &random) else { return false }
        let table = tables[index].name
        let constraint = tables[index].constraints.remove(at: place)
        if constraint.name == nil, kind == .sqlite {
            tables[index].constraints.append(constraint)
            return false
        }
        record { $0.dropConstraint(constraint, from: table) }
        tables[index].definition = nil
        return true
    }

    mutating func renameConstraint() -> Bool {
        let places = tables.indices.flatMap { table in
            tables[table].constraints.indices.filter { tables[table].constraints[$0].name != nil }.map { (table, $0) }
        }
        guard let (index, place) = places.randomElement(using: &random) else { return false }
        let table = tables[index].name
        let constraint = tables[index].constraints[place]
        let new = newName()
        record { $0.renameConstraint(constraint.name ?? "", of: table, to: new) }
        tables[index].constraints[place] = constraint.with(name: new)
        tables[index].definition = nil
        return true
    }

    /// What was checked stays so: it is added in the same revision.
    mutating func validateConstraint() -> Bool {
        guard let (index, place) = chooseColumn(where: { $1.truth != nil && $1.isGiven }) else { return false }
        let table = tables[index].name
        let check = Check(SQLText(tables[index].columns[place].truth ?? "true"), name: newName(), notValid: true)
        record { op in
            op.addConstraint(.check(check), to: table)
            op.validateConstraint(check.name ?? "", on: table)
        }
        add(.check(Check(check.expression, name: check.name)), to: index)
        return true
    }

    // MARK: Indexes

    mutating func createIndex(concurrently: Bool = false) -> Bool {
        guard let (index, place) = chooseColumn(where: { _, column in Self.isIndexed(column) }) else { return false }
        if concurrently { finishRevision() }
        let made = newIndex(on: tables[index], of: tables[index].columns[place])
        record { $0.createIndex(made, concurrently: concurrently) }
        tables[index].indexes.append(made)
        for column in tables[index].columns.indices where made.mentions(tables[index].columns[column].name) {
            tables[index].columns[column].mayGo = false
        }
        return true
    }

    private static func isIndexed(_ column: GeneratedColumn) -> Bool {
        switch column.type.kind {
        case .json: false
        default: true
        }
    }

    private mutating func newIndex(on table: GeneratedTable, of column: GeneratedColumn) -> Index {
        let name = newName()
        let isText = [.text, .string(80), .string(200)].contains(column.type)
        let isGiven = column.isGiven
        var part = IndexColumn.column(column.name)
        var method: String?
        switch (column.type.kind, Int.random(in: 0..<8, using: &random)) {
        case (.jsonb, _) where kind == .postgres: method = "gin"
        case (.array, _) where kind == .postgres: method = "gin"
        case (.custom, _) where kind == .postgres: method = "gist"
        case (_, 0) where kind == .postgres && column.type == .integer: method = "brin"
        case (_, 1) where kind == .postgres && column.type != .bytes: method = "hash"
        case (_, 2) where isText && isGiven: part = .expression(SQLText("lower(\(column.name.quoted))"))
        case (_, 3) where kind == .postgres && isText: part = part.operatorClass("text_pattern_ops")
        case (_, 4) where isText: part = part.collate(SQLText(postgres: #""C""#, sqlite: "NOCASE"))
        case (_, 5):
            part = part.descending()
            if kind == .postgres { part = part.nulls(first: false) }
        default: break
        }
        // An enum that a column brings can go with the table, but its array has no order.
        let isPlain = method == nil || method == "btree"
        let others = table.columns.filter { $0.isDistinct && $0.name != column.name }
        var parts = [part]
        if isPlain, let other = others.randomElement(using: &random), random.chance(40) {
            parts.append(.column(other.name))
        }
        let isUnique = isPlain && column.isDistinct && parts.count == 1 && random.chance(50)
        let include = isPlain ? others.randomElement(using: &random).map { [$0.name] } ?? [] : []
        return Index(
            name,
            on: table.name,
            columns: parts,
            unique: isUnique,
            where: random.chance(30) ? SQLText("\(column.name.quoted) IS NOT NULL") : nil,
            include: random.chance(30) ? include : [],
            using: method
        )
    }

    mutating func dropIndex() -> Bool {
        let history = self
        func mayGo(_ table: GeneratedTable) -> [Int] {
            table.indexes.indices.filter { !history.holdsKey(table.indexes[$0], of: table) }
        }
        guard let index = choose(tables, where: { !mayGo($0).isEmpty }),
            let place = mayGo(tables[index]).randomElement(using: &random)
        else { return false }
        dropIndex(place, of: index)
        return true
    }

    /// Whether a foreign key may hold on to a unique index, though a constraint is of its column, too.
    func holdsKey(_ index: Index, of table: GeneratedTable) -> Bool {
        let columns = index.columns.compactMap { column -> String? in
            guard case .column(let name) = column.key else { return nil }
            return name
        }
        return index.isUnique && columns.count == index.columns.count && isReferenced(table, columns)
    }

    mutating func dropIndex(_ place: Int, of index: Int) {
        let made = tables[index].indexes.remove(at: place)
        record { $0.dropIndex(made) }
    }

    mutating func renameIndex() -> Bool {
        guard let index = choose(tables, where: { !$0.indexes.isEmpty }) else { return false }
        let place = Int.random(in: 0..<tables[index].indexes.count, using: &random)
        let old = tables[index].indexes[place]
        let new = newName()
        record { $0.renameIndex(old.name, on: old.table, to: new) }
        tables[index].indexes[place] = old.with(name: new)
        return true
    }
}
