import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorTestSupport

@testable import MigratorSchema

/// Changes a schema at random, in every way that operations can be generated for.
struct SchemaChanger {
    var generator: SchemaGenerator
    var objects: [SchemaObject]
    /// Whether tables hold rows: they must go through the changes, and come back.
    let keepsRows: Bool
    /// What was changed, in words.
    private(set) var changes: [String] = []
    /// Whether a change has no way back.
    var isOneWay = false
    /// The names that things have which a change took hold of; each is changed once.
    private var touched: Set<String> = []
    /// The tables of which rows or values went, by the names that they had.
    var lost: Set<String> = []

    init(_ generator: SchemaGenerator, keepsRows: Bool) {
        self.generator = generator
        objects = generator.objects
        self.keepsRows = keepsRows
    }

    /// Changes something a number of times.
    mutating func change(times: Int) -> Schema {
        let kinds = self.kinds
        for _ in 0..<times {
            // Some find nothing to change.
            for _ in 0..<10 {
                if let change = pick(kinds)(&self) {
                    changes.append(change)
                    break
                }
            }
        }
        return Schema(generator.kind, objects.map { Schema.Entry($0) })
    }

    /// A change; `nil` if there is nothing that it could be made to.
    typealias Kind = (inout SchemaChanger) -> String?

    private var kinds: [Kind] {
        var kinds: [Kind] = [
            { $0.addTable() }, { $0.dropTable() }, { $0.renameTable() }, { $0.addColumn() }, { $0.addColumn() },
            { $0.dropColumn() }, { $0.renameColumn() }, { $0.retypeColumn() }, { $0.changeNull() },
            { $0.changeDefault() }, { $0.changeGenerated() }, { $0.changeNumbering() }, { $0.addConstraint() },
            { $0.dropConstraint() }, { $0.renameConstraint() }, { $0.changeCheck() }, { $0.changeForeignKey() },
            { $0.addIndex() }, { $0.dropIndex() }, { $0.changeIndex() }, { $0.renameIndex() }, { $0.addView() },
            { $0.dropView() }, { $0.changeView() }, { $0.changeTrigger() },
        ]
        if generator.isPostgres {
            kinds += [
                { $0.changeCollation() }, { $0.changeComment() }, { $0.addEnumValue() }, { $0.removeEnumValue() },
                { $0.changeDomain() }, { $0.changeSequence() }, { $0.changeFunction() }, { $0.changePolicy() },
                { $0.changeOptions() },
            ]
        }
        return kinds
    }

    // MARK: Choices

    mutating func pick<Element>(_ elements: [Element]) -> Element { generator.pick(elements) }

    mutating func chance(_ percent: Int) -> Bool { generator.random.chance(percent) }

    /// Whether a thing was left alone so far; it is not from now on.
    mutating func take(_ name: String) -> Bool { touched.insert(name).inserted }

    /// One of the objects that a rule takes, by its index.
    mutating func index(where isMeant: (SchemaObject) -> Bool) -> Int? {
        let indices = objects.indices.filter { isMeant(objects[$0]) }
        return indices.isEmpty ? nil : pick(indices)
    }

    /// One of the plain tables, by its index.
    mutating func tableIndex(where isMeant: (Table) -> Bool = { _ in true }) -> Int? {
        let parents = Set(parents)
        return index { object in
            guard case .table(let table) = object else { return false }
            return table.partition == nil && table.partitionKey == nil && table.parents.isEmpty && isMeant(table)
                && !parents.contains(table.name)
        }
    }

    /// The tables that others inherit from.
    private var parents: [ObjectName] {
        objects.flatMap { object in
            guard case .table(let table) = object else { return [] as [ObjectName] }
            return table.parents
        }
    }

    func table(_ index: Int) -> Table? {
        guard case .table(let table) = objects[index] else { return nil }
        return table
    }

    /// Whether a text of an object names something.
    func isMentioned(_ name: String, besides table: ObjectName? = nil) -> Bool {
        objects.contains { object in
            if case .table(let own) = object, own.name == table { return false }
            return object.mentions(name)
        }
    }

    /// Whether foreign keys of other tables lead to a table.
    func isReferred(_ name: ObjectName) -> Bool {
        objects.contains { object in
            guard case .table(let table) = object, table.name != name else { return false }
            return table.constraints.contains { $0.target == name }
        }
    }
}

extension SchemaObject {
    /// Whether one of its texts names something.
    func mentions(_ name: String) -> Bool {
        texts.contains { text in
            let sql = text.postgres ?? text.sqlite ?? ""
            let words = sql.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            return sql.contains(quoted(name)) || words.contains { $0 == name }
        }
    }
}

extension Constraint {
    /// The table that it leads to.
    var target: ObjectName? {
        guard case .foreignKey(let key) = self else { return nil }
        return key.referencedTable
    }

    /// Whether it names a column, or its text does.
    func names(_ column: String) -> Bool {
        switch self {
        case .primaryKey(let key): key.columns.contains(column) || key.include.contains(column)
        case .unique(let unique): unique.columns.contains(column) || unique.include.contains(column)
        case .foreignKey(let key): key.columns.contains(column)
        case .check(let check): (check.expression.postgres ?? check.expression.sqlite ?? "").contains(quoted(column))
        case .exclude: true
        }
    }
}
