package import MigrationDSL
package import MigratorDatabase

/// A column while it is being put together.
package struct ColumnDraft {
    package var name: String
    /// The type as SQL writes it.
    package var type: String { didSet { (kind, given) = (nil, nil) } }
    /// What it holds, if the database has said so of this type.
    package private(set) var kind: ColumnKind?
    /// The type, if a revision has given it as a value.
    package private(set) var given: ColumnType?
    package var isNullable = true
    package var hasDefault = false
    package var isGenerated = false

    init(name: String, type: String) {
        self.name = name
        self.type = type
    }

    init(_ column: CatalogColumn) {
        name = column.name
        type = column.declaredType
        kind = column.kind
        isNullable = column.isNullable
        hasDefault = column.hasDefault
        isGenerated = column.isGenerated
    }

    init(_ column: Column, _ rules: any CatalogueRules) {
        name = column.name
        type = rules.text(of: column.type)
        given = column.type
        isNullable = column.isNullable
        for case .primaryKey(let key) in column.constraints where key.refusesNull(on: rules) { isNullable = false }
        hasDefault = column.identity != nil || column.defaultValue.map { Self.isDefault($0, rules) } ?? false
        isGenerated = column.generation != nil
    }

    /// Whether a default is one: null is what a row has without.
    static func isDefault(_ value: DefaultValue, _ rules: any CatalogueRules) -> Bool {
        switch value.kind {
        case .value(.null): false
        case .expression(let sql): sql.text(for: rules.spelling)?.uppercased() != "NULL"
        default: true
        }
    }
}

extension PrimaryKey {
    /// Whether its columns may not be null, though nothing else says so.
    func refusesNull(on rules: any CatalogueRules) -> Bool { !(rules.keysMayAllowNull && allowsNull) }
}
