import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// One of the two schemas, looked up by the names that things have in the new one.
final class ComparedSide {
    let dialect: any Dialect
    /// The objects with their keys, in their order.
    let objects: [(key: ObjectKey, entry: Schema.Entry)]
    /// Whether it was written down in Swift rather than read from a database.
    let isDeclared: Bool
    /// Whether somebody wrote it down, in Swift or in SQL.
    let isWritten: Bool

    private let byKey: [ObjectKey: Schema.Entry]
    private let renames: ResolvedRenames
    private let newTables: [NameKey: NameKey]
    private let newTypes: [ExactText: String]
    private let numbered: Set<ColumnKey>
    private let ownFunctions: Set<ExactText>
    private let types: [TypeKey: ComparedType]
    /// What the names in the expressions of tables mean, as far as it was asked.
    private var contexts: [NameKey: ExpressionContext] = [:]
    private let primaryKeys: [NameKey: PrimaryKey]

    /// A type whose spelling is known: two that Swift takes for equal may differ in their bytes.
    private struct TypeKey: Hashable {
        let type: ColumnType
        let text: ExactText?
        let options: Int

        init(_ type: ColumnType, _ options: SQLiteTableOptions, _ dialect: any Dialect) {
            self.type = type
            text =
                switch type.kind {
                case .custom, .named, .enumeration, .array: ExactText(dialect.text(of: type))
                default: nil
                }
            self.options = options.rawValue
        }
    }

    init(_ prepared: PreparedObjects, _ renames: ResolvedRenames, _ dialect: any Dialect) {
        self.dialect = dialect
        self.renames = renames
        var newTables: [NameKey: NameKey] = [:]
        var newTypes: [ExactText: String] = [:]
        for (key, newName) in renames.objects {
            let renamed = key.renamed(to: dialect.comparedName(newName))
            switch key.kind {
            case .table, .view, .materializedView, .sequence: newTables[key.name] = renamed.name
            case .enumeration, .domain, .compositeType:
                newTypes[ExactText(Self.text(of: key.name, dialect))] = Self.text(of: renamed.name, dialect)
            default: break
            }
        }
        let objects = prepared.entries.map { entry -> (key: ObjectKey, entry: Schema.Entry) in
            let own = ObjectKey(entry.object.reference, dialect)
            let key = ObjectKey(entry.object.reference, dialect) { newTables[$0] ?? $0 }
            return (renames.objects[own].map { key.renamed(to: dialect.comparedName($0)) } ?? key, entry)
        }
        self.objects = objects
        byKey = Dictionary(objects.map { ($0.key, $0.entry) }) { first, _ in first }
        isWritten = prepared.isWritten
        isDeclared = objects.contains { $0.entry.location != nil }
        self.newTables = newTables
        self.newTypes = newTypes
        numbered = prepared.numbered
        ownFunctions = Set(
            objects.compactMap { $0.key.kind == .function && $0.key.name.schema == nil ? $0.key.name.name : nil }
        )
        let tables = objects.compactMap { key, entry -> (key: NameKey, table: Table)? in
            if case .table(let table) = entry.object { (key.name, table) } else { nil }
        }
        var types: [TypeKey: ComparedType] = [:]
        for (_, table) in tables {
            for column in table.columns {
                let key = TypeKey(column.type, table.sqliteOptions, dialect)
                if types[key] == nil { types[key] = dialect.comparedType(column.type, in: table.sqliteOptions) }
            }
        }
        self.types = types
        primaryKeys = Dictionary(tables.compactMap { key, table in table.primaryKey.map { (key, $0) } }) { first, _ in
            first
        }
    }

    /// The name of a type as the types of columns have it.
    static func text(of type: NameKey, _ dialect: any Dialect) -> String {
        dialect.comparedType(.named(ObjectName(type.name.text, schema: type.schema?.text)), in: []).text
    }

    /// The new names of tables and columns as statements have them, where a name means one thing alone.
    var newWords: [ExactText: String] {
        var words: [ExactText: String] = [:]
        for (key, newName) in renames.objects where newTables[key.name] != nil { words[key.name.name] = newName }
        for (key, names) in renames.parts where key.kind == .table { words.merge(names) { first, _ in first } }
        guard !words.isEmpty else { return [:] }
        var uses: [ExactText: Int] = [:]
        for case .table(let table) in objects.map(\.entry.object) {
            uses[ExactText(dialect.comparedName(table.name.name)), default: 0] += 1
            for column in table.columns { uses[ExactText(dialect.comparedName(column.name)), default: 0] += 1 }
        }
        return words.filter { uses[$0.key] ?? 1 < 2 }
    }

    /// The object of a key.
    subscript(_ key: ObjectKey) -> Schema.Entry? { byKey[key] }

    func table(_ key: NameKey) -> Table? {
        if case .table(let table)? = byKey[ObjectKey(.table, key)]?.object { table } else { nil }
    }

    /// The key of a table or another relation, under its new name.
    func relation(_ name: ObjectName) -> NameKey {
        let key = NameKey(name, dialect)
        return newTables[key] ?? key
    }

    /// The key of a column of a table, under its new name.
    func column(_ name: String, of table: ObjectName) -> ExactText {
        let own = ExactText(dialect.comparedName(name))
        guard !renames.parts.isEmpty else { return own }
        return newNames(of: table)[own].map { ExactText(dialect.comparedName($0)) } ?? own
    }

    /// The new names of a table's columns.
    func newNames(of table: ObjectName) -> [ExactText: String] {
        renames.parts[ObjectKey(.table(table), dialect)] ?? [:]
    }

    /// The new names of an enum type's values.
    func newValues(of type: ObjectName) -> [ExactText: String] {
        renames.parts[ObjectKey(.enumeration(type), dialect)] ?? [:]
    }

    /// A column's type, under the name that it has in the new schema.
    func type(_ type: ColumnType, in options: SQLiteTableOptions = []) -> ComparedType {
        let compared = ownType(type, in: options)
        guard !newTypes.isEmpty, !compared.isBuiltIn else { return compared }
        let isArray = compared.text.hasSuffix("[]")
        let name = isArray ? String(compared.text.dropLast(2)) : compared.text
        guard let newName = newTypes[ExactText(name)] else { return compared }
        return ComparedType(newName + (isArray ? "[]" : ""))
    }

    /// A column's type, under the name that it has here.
    func ownType(_ type: ColumnType, in options: SQLiteTableOptions = []) -> ComparedType {
        types[TypeKey(type, options, dialect)] ?? dialect.comparedType(type, in: options)
    }

    /// Whether things bear other names here than in the other schema, whose texts may not know these.
    var isRenamed: Bool { !renames.objects.isEmpty || !renames.parts.isEmpty }

    func primaryKey(of table: Table) -> PrimaryKey? { primaryKeys[relation(table.name)] }

    func isNumbered(_ column: Column, of table: Table) -> Bool {
        type(column.type).isSerial || numbered.contains(ColumnKey(ColumnName(table.name, column.name), dialect))
    }

    /// What the names in an expression of a table mean.
    func context(of table: Table) -> ExpressionContext {
        let key = relation(table.name)
        if let context = contexts[key] { return context }
        let context = makeContext(of: table)
        contexts[key] = context
        return context
    }

    private func makeContext(of table: Table) -> ExpressionContext {
        var columns: [ExactText: ComparedType] = [:]
        for column in table.columns {
            columns[self.column(column.name, of: table.name)] = type(column.type, in: table.sqliteOptions)
        }
        return ExpressionContext(
            dialect: dialect,
            table: table.name,
            columns: columns,
            newNames: newNames(of: table.name),
            ownFunctions: ownFunctions
        )
    }

    /// What the names in an expression that is of no table mean.
    var context: ExpressionContext {
        ExpressionContext(dialect: dialect, table: nil, columns: [:], newNames: [:], ownFunctions: ownFunctions)
    }
}
