package import MigrationDSL
import MigratorCore
package import MigratorDatabase
import MigratorSystem

/// The tables of a database as the history makes them, for who asks no database or asks it too early.
///
/// Keeps what loading rows has to know, as the driver's own look into the catalogue gives it. What Swift closures and
/// procedural SQL do to tables is not seen; it is only known that it may have been done.
package struct Catalogue {
    /// What is known of a table.
    package enum Entry {
        case columns([CatalogColumn])
        /// It was made or changed in a way that cannot be followed.
        case unknown(String)
        /// It was dropped.
        case gone
    }

    /// What the database's own rules say.
    package let rules: any CatalogueRules
    /// Whether it begins with an empty database, so that what nothing made is not there.
    let isWhole: Bool
    private var tables: [ObjectName: Entry] = [:]
    /// The types beneath domains.
    var domains: [ExactText: ColumnDraft] = [:]
    /// The tables that something has touched which cannot be followed.
    private var doubted: Set<ObjectName> = []
    /// Whether that may have been any table.
    package private(set) var doubtsOthers = false
    /// Whether any table is known by its schema.
    private var hasSchemas = false
    /// The tables that are still as a database said.
    private var seen: Set<ObjectName> = []

    package init(_ rules: any CatalogueRules, isWhole: Bool = true) {
        self.rules = rules
        self.isWhole = isWhole
    }

    package var kind: DatabaseKind { rules.kind }

    /// What is known of a table; `nil` if nothing made it.
    package func table(_ name: ObjectName) -> Entry? {
        tables[key(name)]
    }

    /// Whether what is known of a table may be wrong.
    package func isDoubtful(_ name: ObjectName) -> Bool {
        let key = key(name)
        if doubted.contains(key) || doubtsOthers && tables[key] == nil { return true }
        // Which schema a bare name means only the server can tell then.
        guard rules.hasSearchPath, hasSchemas || key.schema != nil else { return false }
        return tables.keys.contains { $0.name.isExactly(key.name) && $0 != key }
    }

    /// The names of the tables that are known to be there.
    package var names: [String] {
        tables.filter { if case .gone = $0.value { false } else { true } }.map { "\($0.key)" }.sorted()
    }

    /// The tables that are not as the database has them now, with their columns; `nil` for what is not known.
    package var changed: [(name: ObjectName, columns: [CatalogColumn]?)] {
        doubted.union(tables.keys).filter { doubted.contains($0) || !seen.contains($0) }.map { key in
            guard case .columns(let columns) = tables[key], !doubted.contains(key) else { return (key, nil) }
            return (key, columns)
        }
    }

    /// The one spelling under which a table is kept.
    private func key(_ name: ObjectName) -> ObjectName {
        let schema = name.schema.map(kind.rules.folded)
        return ObjectName(kind.rules.folded(name.name), schema: schema == rules.homeSchema ? nil : schema)
    }

    /// Takes a table as the database has it; without columns it is not there.
    package mutating func see(_ name: ObjectName, _ columns: [CatalogColumn]) {
        let key = key(name)
        let isDoubted = doubtsOthers || doubted.contains(key)
        set(name, columns.isEmpty ? .gone : .columns(columns))
        if isDoubted { doubted.insert(key) }
        seen.insert(key)
    }

    /// Notes that tables may have been made or changed, all of them if it is not said which.
    package mutating func doubt(_ names: [ObjectName]?) {
        doubted.formUnion(names?.map(key) ?? Array(tables.keys))
        if names == nil { doubtsOthers = true }
    }

    // MARK: Operations

    /// Follows what an operation does.
    package mutating func apply(_ operation: Operation) {
        switch operation.details {
        case let execute as ExecuteSQL:
            for definition in definitions(execute) {
                if let definition { definition.apply(to: &self) } else { doubt(nil) }
            }
        case let create as CreateTable: make(create)
        case let drop as DropTable: remove(drop.name)
        case let rename as RenameTable: self.rename(rename.name, to: rename.newName)
        case let add as AddColumn: self.add(ColumnDraft(add.column, rules), to: add.table)
        case let drop as DropColumn: dropColumn(drop.name, from: drop.table)
        case let alter as AlterColumn: self.alter(alter)
        case let rename as RenameColumn: renameColumn(rename.name, of: rename.table, to: rename.newName)
        case let add as AddConstraint:
            guard case .primaryKey(let key) = add.constraint, key.refusesNull(on: rules) else { break }
            refuseNull(in: key.columns, of: add.table)
        case let group as AlterTable: for change in group.changes { apply(change) }
        case let create as CreateView: doubt([create.view.name])
        case let drop as DropView: doubt([drop.view.name])
        case is DropSchema: doubt(nil)
        case let create as CreateDomain: domains[ExactText(create.domain.name.name)] = draft(of: create.domain)
        // The columns of a domain or a composite type are other than they were.
        case is AlterDomain, is AlterCompositeType: doubt(nil)
        // These may hold or be tables.
        case is CreateExtension, is DropExtension, is CreateOpaque, is DropOpaque: doubt(nil)
        case let rename as RenameObject: follow(rename)
        case let create as CreateVirtualTable: forget(create.table.name, "a module keeps it")
        case let drop as DropVirtualTable: remove(drop.table.name)
        case let perform as Perform: doubt(perform.tables)
        default: break
        }
    }

    /// The statements of SQL that a revision writes itself; `nil` for what cannot be read.
    package func definitions(_ execute: ExecuteSQL) -> [TableStatement?] {
        guard let sql = execute.sql.text(for: rules.spelling) else { return [] }
        guard let statements = try? StatementText.split(sql, for: kind, transactional: false) else { return [nil] }
        return statements.map { TableStatement($0, rules) }
    }

    private mutating func make(_ create: CreateTable) {
        let table = create.table
        let keys = table.primaryKey.map { $0.refusesNull(on: rules) ? $0.columns : [] } ?? []
        let columns = table.columns.map { column in
            var made = ColumnDraft(column, rules)
            if keys.hasExactly(column.name) { made.isNullable = false }
            return made
        }
        make(table.name, columns, ifNotExists: create.ifNotExists)
        guard table.partition != nil || !table.parents.isEmpty else { return }
        forget(table.name, "it is made as a copy or a part of another table")
    }

    private mutating func alter(_ alter: AlterColumn) {
        let rules = rules
        change(alter.name, of: alter.table) { column in
            let change = alter.change
            if let type = change.type { column.type = rules.text(of: type) }
            if let isNullable = change.isNullable { column.isNullable = isNullable }
            switch change.defaultValue {
            case .set(let value): column.hasDefault = ColumnDraft.isDefault(value, rules)
            case .remove: column.hasDefault = false
            case nil: break
            }
            switch change.identity {
            case .set: column.hasDefault = true
            case .remove: column.hasDefault = rules.keysNumberRows
            case nil: break
            }
            if case .remove = change.generated { column.isGenerated = false }
        }
    }

    // MARK: Changes

    mutating func make(_ name: ObjectName, _ columns: [ColumnDraft], ifNotExists: Bool) {
        if ifNotExists {
            switch table(name) {
            case .columns, .unknown: return
            case nil where !isWhole: return doubt([name])
            case .gone, nil: break
            }
        }
        set(name, .columns(columns.map { rules.column($0, domains) }))
    }

    mutating func forget(_ name: ObjectName, _ reason: String) {
        set(name, .unknown(reason))
    }

    mutating func remove(_ name: ObjectName) {
        set(name, .gone)
    }

    mutating func rename(_ name: ObjectName, to newName: String) {
        move(name, to: ObjectName(newName, schema: name.schema))
    }

    mutating func move(_ name: ObjectName, to schema: String) {
        move(name, to: ObjectName(name.name, schema: schema))
    }

    private mutating func move(_ name: ObjectName, to newName: ObjectName) {
        guard let entry = table(name) else { return doubt([name, newName]) }
        let isDoubted = doubted.contains(key(name))
        remove(name)
        set(newName, entry)
        if isDoubted { doubt([newName]) }
    }

    private mutating func set(_ name: ObjectName, _ entry: Entry) {
        let key = key(name)
        tables[key] = entry
        if key.schema != nil { hasSchemas = true }
        doubted.remove(key)
        seen.remove(key)
    }

    mutating func add(_ column: ColumnDraft, to table: ObjectName) {
        let (domains, rules, kind) = (domains, rules, kind)
        edit(table) { columns in
            guard !columns.contains(where: { kind.isSame($0.name, column.name) }) else { return }
            columns.append(rules.column(column, domains))
        }
    }

    mutating func dropColumn(_ name: String, from table: ObjectName) {
        let kind = kind
        edit(table) { columns in columns.removeAll { kind.isSame($0.name, name) } }
    }

    mutating func renameColumn(_ name: String, of table: ObjectName, to newName: String) {
        change(name, of: table) { $0.name = newName }
    }

    mutating func refuseNull(in columns: [String], of table: ObjectName) {
        for column in columns { change(column, of: table) { $0.isNullable = false } }
    }

    mutating func change(_ name: String, of table: ObjectName, _ body: (inout ColumnDraft) -> Void) {
        let (domains, rules, kind) = (domains, rules, kind)
        edit(table) { columns in
            guard let index = columns.firstIndex(where: { kind.isSame($0.name, name) }) else { return }
            var column = ColumnDraft(columns[index])
            body(&column)
            columns[index] = rules.column(column, domains)
        }
    }

    private mutating func edit(_ table: ObjectName, _ body: (inout [CatalogColumn]) -> Void) {
        guard case .columns(var columns) = self.table(table) else { return doubt([table]) }
        body(&columns)
        tables[key(table)] = .columns(columns)
        seen.remove(key(table))
    }
}
