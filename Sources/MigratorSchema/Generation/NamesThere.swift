import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// What has a name in a database at a time: followed from one operation to the next.
struct NamesThere {
    /// Names of one kind, each as often as it is there: functions may share one.
    private struct Names {
        private var counts: [NameKey: Int] = [:]
        private var bare: [ExactText: Int] = [:]

        mutating func add(_ key: NameKey, _ count: Int = 1) {
            counts[key, default: 0] += count
            bare[key.name, default: 0] += count
        }

        mutating func remove(_ key: NameKey) {
            guard counts[key] ?? 0 > 0 else { return }
            add(key, -1)
        }

        /// A name without a schema may be of any, as the search path is.
        func contain(_ key: NameKey, isBare: Bool) -> Bool {
            (isBare ? bare[key.name] : counts[key]) ?? 0 > 0
        }

        var keys: [NameKey] { counts.filter { $0.value > 0 }.map(\.key) }
    }

    private var relations = Names()
    private var types = Names()
    private var routines = Names()
    /// The columns of the tables whose columns are all known.
    private(set) var columns: [NameKey: Set<ExactText>] = [:]
    /// The schemas that something is in.
    private(set) var schemas: Set<ExactText?> = []
    private let dialect: any Dialect

    init(_ schema: Schema, _ dialect: any Dialect) {
        self.dialect = dialect
        for entry in schema.objects {
            if case .table(let table) = entry.object { make(table) } else { note(entry.object.reference) }
        }
        // They are there, if nothing is known of them.
        for object in schema.unsupported {
            let parts = object.object.split(separator: ".", maxSplits: 1).map(String.init)
            guard let name = parts.last else { continue }
            relations.add(NameKey(ObjectName(name, schema: parts.count > 1 ? parts.first : nil), dialect))
        }
    }

    // MARK: Questions

    func hasRelation(_ path: [String]) -> Bool {
        key(path).map { relations.contain($0, isBare: path.count == 1) } ?? true
    }

    func hasRoutine(_ path: [String]) -> Bool {
        guard let key = key(path) else { return true }
        return routines.contain(key, isBare: path.count == 1) || types.contain(key, isBare: path.count == 1)
    }

    /// The relations and types whose names stand in a text without being there, of all that another time has.
    func lacks(of other: NamesThere, among words: Set<ExactText>, quoted: Set<ExactText>) -> [ExactText] {
        let types = other.types.keys.filter { words.contains($0.name) && !self.types.contain($0, isBare: true) }
        let numbers = other.relations.keys.filter {
            quoted.contains(SQLNames.folded($0.name.text)) && !relations.contain($0, isBare: true)
        }
        return (types + numbers).map(\.name)
    }

    /// The key of a relation that a path leads to; `nil` without one, or where there are several.
    func table(_ path: [String]) -> NameKey? {
        guard let key = key(path) else { return nil }
        if path.count > 1 { return columns[key] == nil ? nil : key }
        let found = columns.keys.filter { $0.name == key.name }
        return found.count == 1 ? found.first : nil
    }

    private func key(_ path: [String]) -> NameKey? {
        guard let name = path.last, path.count <= 2 else { return nil }
        return NameKey(ObjectName(name, schema: path.count == 2 ? path[0] : nil), dialect)
    }

    // MARK: Operations

    /// Follows what an operation does.
    mutating func apply(_ operation: Operation) {
        switch operation.details {
        case let group as AlterTable: for change in group.changes { apply(change) }
        case let create as CreateTable: make(create.table)
        case let drop as DropTable: note(.table(drop.name), isThere: false)
        case let rename as RenameTable: self.rename(.table(rename.name), to: rename.newName)
        case let add as AddColumn:
            bring(add.column)
            changeColumns(of: add.table, adding: add.column.name)
        case let drop as DropColumn: changeColumns(of: drop.table, removing: drop.name)
        case let rename as RenameColumn:
            changeColumns(of: rename.table, removing: rename.name, adding: rename.newName)
        case let create as CreateView where !create.orReplace: note(SchemaObject.view(create.view).reference)
        case let drop as DropView: note(SchemaObject.view(drop.view).reference, isThere: false)
        case let create as CreateSequence: note(SchemaObject.sequence(create.sequence).reference)
        case let drop as DropSequence: relations.remove(NameKey(drop.name, dialect))
        case let create as CreateEnum: note(.enumeration(create.type.name))
        case let drop as DropEnum: note(.enumeration(drop.name), isThere: false)
        case let create as CreateDomain: note(.domain(create.domain.name))
        case let drop as DropDomain: note(.domain(drop.name), isThere: false)
        case let create as CreateCompositeType: types.add(NameKey(create.type.name, dialect))
        case let drop as DropCompositeType: types.remove(NameKey(drop.name, dialect))
        case let create as CreateFunction where !create.orReplace: note(create.function.reference)
        case let drop as DropFunction: note(drop.function.reference, isThere: false)
        case let create as CreateOpaque: note(SchemaObject.opaque(create.object).reference)
        case let drop as DropOpaque: note(SchemaObject.opaque(drop.object).reference, isThere: false)
        case let rename as RenameObject: self.rename(rename.object, to: rename.newName)
        default: break
        }
    }

    private mutating func make(_ table: Table) {
        note(.table(table.name))
        for column in table.columns { bring(column) }
        guard table.partition == nil, table.parents.isEmpty else { return }
        columns[NameKey(table.name, dialect)] = Set(table.columns.map { name($0.name) })
    }

    private mutating func changeColumns(of table: ObjectName, removing former: String? = nil, adding new: String? = nil)
    {
        let (former, new) = (former.map(name), new.map(name))
        let key = NameKey(table, dialect)
        if let former { columns[key]?.remove(former) }
        if let new { columns[key]?.insert(new) }
    }

    private func name(_ name: String) -> ExactText { ExactText(dialect.comparedName(name)) }

    /// Notes the type that a column brings with it.
    private mutating func bring(_ column: Column) {
        guard let type = column.type.broughtEnum else { return }
        let key = NameKey(type.name, dialect)
        if !types.contain(key, isBare: false) { types.add(key) }
    }

    private mutating func rename(_ object: ObjectReference, to newName: String) {
        let known = columns[NameKey(object.name, dialect)]
        note(object, isThere: false)
        note(object.renamed(to: newName))
        if object.kind == .table { columns[NameKey(object.renamed(to: newName).name, dialect)] = known }
    }

    private mutating func note(_ object: ObjectReference, isThere: Bool = true) {
        var key = NameKey(object.name, dialect)
        if isThere { schemas.insert(key.schema) }
        switch object.kind {
        case .table, .view, .materializedView, .sequence:
            if isThere { relations.add(key) } else { relations.remove(key) }
            if object.kind == .table, !isThere { columns[key] = nil }
        case .enumeration, .domain, .compositeType: if isThere { types.add(key) } else { types.remove(key) }
        case .function, .procedure: if isThere { routines.add(key) } else { routines.remove(key) }
        case .opaque("aggregate"):
            // Its arguments are part of its name.
            if let end = key.name.text.firstIndex(of: "(") {
                key = NameKey(schema: key.schema, name: String(key.name.text[..<end]))
            }
            if isThere { routines.add(key) } else { routines.remove(key) }
        default: break
        }
    }
}
