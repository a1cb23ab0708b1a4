import Database
import MigrationDSL

/// The tables of a PostgreSQL database as the history makes them, for a script that asks no database.
///
/// Keeps what loading rows has to know, as the driver's own look into the catalogue gives it. What Swift closures and
/// procedural SQL do to tables is not seen.
struct OfflineCatalogue {
    /// What is known of a table.
    enum Entry {
        case columns([CatalogColumn])
        /// It was made or changed in a way that cannot be followed.
        case unknown(String)
    }

    private var tables: [ObjectName: Entry] = [:]
    /// The types beneath domains.
    var domains: [String: OfflineColumn] = [:]

    /// What is known of a table; `nil` if nothing made it.
    func table(_ name: ObjectName) -> Entry? {
        tables[Self.key(name)]
    }

    /// `public` is where a name without a schema leads, unless a server is set up otherwise.
    private static func key(_ name: ObjectName) -> ObjectName {
        name.schema == "public" ? ObjectName(name.name) : name
    }

    // MARK: Operations

    /// Follows what an operation does.
    mutating func apply(_ operation: Operation) {
        switch operation {
        case .createTable(let create): make(create)
        case .dropTable(let drop): remove(drop.name)
        case .renameTable(let rename): self.rename(rename.name, to: rename.newName)
        case .addColumn(let add): self.add(OfflineColumn(add.column), to: add.table)
        case .dropColumn(let drop): dropColumn(drop.name, from: drop.table)
        case .alterColumn(let alter): self.alter(alter)
        case .renameColumn(let rename): renameColumn(rename.name, of: rename.table, to: rename.newName)
        case .addConstraint(let add):
            if case .primaryKey(let key) = add.constraint { refuseNull(in: key.columns, of: add.table) }
        case .alterTable(let group): for change in group.changes { apply(change) }
        case .execute(let execute):
            guard let sql = execute.sql.postgres else { return }
            let statements = try? StatementText.split(sql, for: .postgres, transactional: false)
            for statement in statements ?? [] { OfflineDefinition(statement)?.apply(to: &self) }
        default: break
        }
    }

    private mutating func make(_ create: CreateTable) {
        let table = create.table
        let keys = table.primaryKeyColumns
        let columns = table.columns.map { column in
            var made = OfflineColumn(column)
            if keys.contains(column.name) { made.isNullable = false }
            return made
        }
        make(table.name, columns, ifNotExists: create.ifNotExists)
    }

    private mutating func alter(_ alter: AlterColumn) {
        change(alter.name, of: alter.table) { column in
            let change = alter.change
            if let type = change.type { column.type = PostgresDialect(isTransactional: true).type(type) }
            if let isNullable = change.isNullable { column.isNullable = isNullable }
            switch change.defaultValue {
            case .set(let value): column.hasDefault = OfflineColumn.isDefault(value)
            case .remove: column.hasDefault = false
            case nil: break
            }
        }
    }

    // MARK: Changes

    mutating func make(_ name: ObjectName, _ columns: [OfflineColumn], ifNotExists: Bool) {
        guard !ifNotExists || table(name) == nil else { return }
        tables[Self.key(name)] = .columns(columns.map { $0.column(domains) })
    }

    mutating func forget(_ name: ObjectName, _ reason: String) {
        tables[Self.key(name)] = .unknown(reason)
    }

    mutating func remove(_ name: ObjectName) {
        tables[Self.key(name)] = nil
    }

    mutating func rename(_ name: ObjectName, to newName: String) {
        guard let entry = tables.removeValue(forKey: Self.key(name)) else { return }
        tables[Self.key(ObjectName(newName, schema: name.schema))] = entry
    }

    mutating func move(_ name: ObjectName, to schema: String) {
        guard let entry = tables.removeValue(forKey: Self.key(name)) else { return }
        tables[Self.key(ObjectName(name.name, schema: schema))] = entry
    }

    mutating func add(_ column: OfflineColumn, to table: ObjectName) {
        let domains = domains
        edit(table) { columns in
            guard !columns.contains(where: { $0.name == column.name }) else { return }
            columns.append(column.column(domains))
        }
    }

    mutating func dropColumn(_ name: String, from table: ObjectName) {
        edit(table) { columns in columns.removeAll { $0.name == name } }
    }

    mutating func renameColumn(_ name: String, of table: ObjectName, to newName: String) {
        change(name, of: table) { $0.name = newName }
    }

    mutating func refuseNull(in columns: [String], of table: ObjectName) {
        for column in columns { change(column, of: table) { $0.isNullable = false } }
    }

    mutating func change(_ name: String, of table: ObjectName, _ body: (inout OfflineColumn) -> Void) {
        let domains = domains
        edit(table) { columns in
            guard let index = columns.firstIndex(where: { $0.name == name }) else { return }
            var column = OfflineColumn(columns[index])
            body(&column)
            columns[index] = column.column(domains)
        }
    }

    private mutating func edit(_ table: ObjectName, _ body: (inout [CatalogColumn]) -> Void) {
        guard case .columns(var columns) = self.table(table) else { return }
        body(&columns)
        tables[Self.key(table)] = .columns(columns)
    }
}

/// A column while it is being put together.
struct OfflineColumn {
    var name: String
    /// The type as SQL writes it.
    var type: String
    var isNullable = true
    var hasDefault = false
    var isGenerated = false

    init(name: String, type: String) {
        self.name = name
        self.type = type
    }

    init(_ column: CatalogColumn) {
        name = column.name
        type = column.declaredType
        isNullable = column.isNullable
        hasDefault = column.hasDefault
        isGenerated = column.isGenerated
    }

    init(_ column: Column) {
        name = column.name
        type = PostgresDialect(isTransactional: true).type(column.type)
        isNullable = column.isNullable
        for case .primaryKey in column.constraints { isNullable = false }
        hasDefault = column.identity != nil || column.defaultValue.map(Self.isDefault) ?? false
        isGenerated = column.generation != nil
    }

    /// Whether a default is one: null is what a row has without.
    static func isDefault(_ value: DefaultValue) -> Bool {
        switch value.kind {
        case .value(.null): false
        case .expression(let sql): sql.postgres?.uppercased() != "NULL"
        default: true
        }
    }

    /// As the driver would find it.
    func column(_ domains: [String: OfflineColumn]) -> CatalogColumn {
        let domain = PostgresTypeText.folded(type).flatMap { domains[$0] }
        let isSerial = PostgresTypeText.isSerial(type)
        let base = domain?.type ?? type
        return CatalogColumn(
            name: name,
            declaredType: PostgresTypeText.isArray(base) ? base : type,
            kind: PostgresTypeText.kind(of: base),
            isNullable: isNullable && !isSerial && domain?.isNullable ?? true,
            hasDefault: hasDefault || isSerial || domain?.hasDefault ?? false,
            isGenerated: isGenerated
        )
    }
}
