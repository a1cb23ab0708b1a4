import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// A column while it is being put together.
struct ColumnDraft {
    var name: String
    /// The type as SQL writes it.
    var type: String { didSet { kind = nil } }
    /// What it holds, if the type's text does not have to tell.
    private var kind: ColumnKind?
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
        kind = column.kind
        isNullable = column.isNullable
        hasDefault = column.hasDefault
        isGenerated = column.isGenerated
    }

    init(_ column: Column, _ rules: any CatalogueRules) {
        name = column.name
        type = rules.text(of: column.type)
        if rules.kind == .sqlite { kind = column.type.held(on: rules.kind) }
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

    /// As the driver would find it; SQLite's types are not read, since no row is loaded by what is said here.
    func column(_ domains: [ExactText: ColumnDraft], _ database: DatabaseKind) -> CatalogColumn {
        guard database == .postgres else {
            return CatalogColumn(
                name: name,
                declaredType: type,
                kind: kind ?? .any,
                isNullable: isNullable,
                hasDefault: hasDefault,
                isGenerated: isGenerated
            )
        }
        let domain = PostgresTypeText.folded(type).flatMap { domains[ExactText($0)] }
        let isSerial = PostgresTypeText.isSerial(type)
        let base = domain?.type ?? type
        return CatalogColumn(
            name: name,
            declaredType: PostgresTypeText.isArray(base) ? base : type,
            kind: kind ?? PostgresTypeText.kind(of: base),
            isNullable: isNullable && !isSerial && domain?.isNullable ?? true,
            hasDefault: hasDefault || isSerial || domain?.hasDefault ?? false,
            isGenerated: isGenerated
        )
    }
}

extension DatabaseKind {
    /// Whether two names mean the same: SQLite tells no small letters from capitals.
    package func isSame(_ left: String, _ right: String) -> Bool {
        self == .sqlite ? SQLiteName.same(left, right) : left.isExactly(right)
    }
}
