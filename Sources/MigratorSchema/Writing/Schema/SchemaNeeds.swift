import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// Which objects of a list need which others of it: as the database says, else as their values and texts show.
struct SchemaNeeds {
    private var indices: [Key: Int] = [:]
    private var byName: [ExactText: [Int]] = [:]
    private var indexesOfTables: [Int: [Int]] = [:]
    /// What each object needs.
    private var needed: [[Int]] = []
    /// What functions need for their bodies alone.
    private var bodies: [Int: Set<Int>] = [:]
    private let entries: [Schema.Entry]
    private let dialect: any Dialect

    init(_ entries: [Schema.Entry], _ dialect: any Dialect) {
        self.entries = entries
        self.dialect = dialect
        for (index, entry) in entries.enumerated() {
            let reference = entry.object.reference
            indices[key(reference)] = index
            byName[SQLNames.folded(entry.object.calledName), default: []].append(index)
        }
        for (index, entry) in entries.enumerated() {
            guard case .index(let made) = entry.object, let table = relation(made.table) else { continue }
            indexesOfTables[table, default: []].append(index)
        }
        needed = entries.indices.map { told(of: $0) }
        addBodies()
    }

    /// The indexes of a table or a materialized view, in order.
    func indexes(of table: Int) -> [Int] { indexesOfTables[table] ?? [] }

    /// The objects that have to be there before, the last that is to be made first.
    func needed(by index: Int) -> [Int] { needed[index] }

    /// Those of them that only the body of a function names.
    func bodies(of index: Int) -> Set<Int> { bodies[index] ?? [] }

    private func told(of index: Int) -> [Int] {
        let entry = entries[index]
        var needed = structural(entry.object)
        if entry.needs.isEmpty {
            needed += mentioned(by: entry.object)
        } else {
            needed += entry.needs.compactMap { indices[key($0)] }
        }
        return sorted(needed, of: index)
    }

    private func sorted(_ needed: [Int], of index: Int) -> [Int] {
        Set(needed.filter { $0 != index }).sorted(by: >)
    }

    /// Lets functions come behind what their bodies name, which no catalogue knows: an index of one may run it.
    ///
    /// What needs the function, however far, still comes behind it.
    private mutating func addBodies() {
        let functions = entries.indices.filter { entries[$0].object.isFunction }
        guard !functions.isEmpty else { return }
        var users: [[Int]] = Array(repeating: [], count: entries.count)
        for (index, needed) in needed.enumerated() {
            for need in needed { users[need].append(index) }
        }
        for function in functions {
            let mentioned = Set(mentioned(by: entries[function].object, bodies: true))
            let named = mentioned.subtracting(needed[function] + [function])
            guard !named.isEmpty else { continue }
            var behind: Set<Int> = [function]
            var waiting = [function]
            while let next = waiting.popLast() {
                for user in users[next] where behind.insert(user).inserted { waiting.append(user) }
            }
            let free = named.subtracting(behind)
            bodies[function] = free
            for need in free { users[need].append(function) }
            needed[function] = sorted(needed[function] + free, of: function)
        }
    }

    /// The table, view, index or sequence of a name.
    func relation(_ name: ObjectName) -> Int? { indices[Key(.relation, name, dialect)] }

    // MARK: What values say

    private func structural(_ object: SchemaObject) -> [Int] {
        let reference = object.reference
        var needed: [Int?] = []
        if let schema = reference.name.schema ?? reference.table?.schema {
            needed.append(indices[key(.schema(schema))])
        }
        switch object {
        case .extension(let `extension`): needed += [`extension`.schema.flatMap { indices[key(.schema($0))] }]
        case .domain(let domain): needed += [self.type(domain.type)]
        case .compositeType(let type): needed += type.attributes.map { self.type($0.type) }
        case .table(let table):
            needed += table.columns.map { self.type($0.type) } + table.parents.map(relation)
            needed += [table.partition.flatMap { relation($0.parent) }]
            for case .foreignKey(let key) in table.constraints { needed.append(relation(key.referencedTable)) }
        case .index(let index): needed += [relation(index.table)]
        case .trigger(let trigger): needed += [relation(trigger.table)]
        case .policy(let policy): needed += [relation(policy.table)]
        case .opaque(let object): needed += [object.table.flatMap(relation)]
        case .schema, .enumeration, .sequence, .virtualTable, .view, .function: break
        }
        return needed.compactMap(\.self)
    }

    private func type(_ type: ColumnType) -> Int? {
        switch type.kind {
        case .enumeration(let name, _), .named(let name, _):
            indices[Key(.type, name, dialect)] ?? relation(name)
        case .array(let element): self.type(element)
        default: nil
        }
    }

    // MARK: What texts say

    private func mentioned(by object: SchemaObject, bodies: Bool = false) -> [Int] {
        let names = object.texts.compactMap { dialect.text($0) }.map {
            SQLNames($0, kind: dialect.kind, bodies: bodies)
        }
        guard !names.isEmpty else { return [] }
        let (mentioned, quoted) = (union(names, \.names), union(names, \.quoted))
        let called = object.isTrigger ? mentioned : union(names, \.called)
        var found: [Int] = []
        for name in mentioned.union(quoted) {
            for index in byName[name] ?? [] {
                let isNeeded =
                    switch entries[index].object {
                    case .sequence: true
                    case .function: called.contains(name)
                    case .enumeration, .domain, .compositeType: mentioned.contains(name)
                    case .table, .virtualTable, .view: mentioned.contains(name) && object.speaksOfTables
                    case .opaque(let other) where other.isNeededByTables:
                        mentioned.contains(name) || quoted.contains(name)
                    case .opaque(let other): other.kind == "aggregate" && called.contains(name)
                    case .schema, .extension, .index, .trigger, .policy: false
                    }
                if isNeeded { found.append(index) }
            }
        }
        return found
    }

    private func union(_ names: [SQLNames], _ part: KeyPath<SQLNames, Set<ExactText>>) -> Set<ExactText> {
        names.reduce(into: []) { $0.formUnion($1[keyPath: part]) }
    }

    // MARK: Names

    private func key(_ reference: ObjectReference) -> Key { Key(reference, dialect) }
}

/// A name in the space of names that its kind has.
private struct Key: Hashable {
    enum Space: Hashable {
        case relation, type, function
        case other(ObjectKind)
    }

    private let space: Space
    private let parts: [ExactText?]

    init(
        _ space: Space,
        _ name: ObjectName,
        on table: ObjectName?,
        _ arguments: String?,
        _ dialect: any Dialect
    ) {
        self.space = space
        let foldsCase = dialect.kind.rules.names == .ignoringCase
        func text(_ name: String) -> ExactText { foldsCase ? SQLNames.folded(name) : ExactText(name) }
        let schema = name.schema ?? table?.schema ?? dialect.homeSchema
        parts = [text(schema), text(name.name), table.map { text($0.name) }, arguments.map(ExactText.init)]
    }

    init(_ space: Space, _ name: ObjectName, _ dialect: any Dialect) {
        self.init(space, name, on: nil, nil, dialect)
    }

    init(_ reference: ObjectReference, _ dialect: any Dialect) {
        switch reference.kind {
        case .table, .view, .materializedView, .index, .sequence: self.init(.relation, reference.name, dialect)
        case .enumeration, .domain, .compositeType: self.init(.type, reference.name, dialect)
        case .function, .procedure: self.init(.function, reference.name, on: nil, reference.arguments, dialect)
        case .schema, .extension, .trigger, .policy, .constraint, .domainConstraint, .opaque:
            self.init(.other(reference.kind), reference.name, on: reference.table, nil, dialect)
        }
    }
}

extension SchemaObject {
    /// The name that texts call it by: of an aggregate without the arguments that tell it from others.
    fileprivate var calledName: String {
        let name = reference.name.name
        guard case .opaque(let object) = self, object.kind == "aggregate" else { return name }
        return name.firstIndex(of: "(").map { String(name[..<$0]) } ?? name
    }
}
