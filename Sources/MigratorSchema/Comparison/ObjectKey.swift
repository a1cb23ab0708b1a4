import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// A name as a database tells it from others.
struct NameKey: Hashable {
    /// The schema; `nil` for the one where a name without a schema leads.
    let schema: ExactText?
    let name: ExactText

    init(_ name: ObjectName, _ dialect: any Dialect) {
        let schema = name.schema.map { dialect.comparedName($0) }
        self.schema = schema.flatMap { $0.isExactly(dialect.homeSchema) ? nil : ExactText($0) }
        self.name = ExactText(dialect.comparedName(name.name))
    }

    init(schema: ExactText?, name: String) {
        self.schema = schema
        self.name = ExactText(name)
    }

    /// The name as SQL text has it, for one that is looked up in it.
    var text: String { schema.map { "\($0.text).\(name.text)" } ?? name.text }
}

/// An object as a database tells it from others.
struct ObjectKey: Hashable {
    let kind: ObjectKind
    let name: NameKey
    let table: NameKey?
    let arguments: ExactText?

    /// - Parameters:
    ///   - object: The object.
    ///   - dialect: The database's.
    ///   - table: What the name of a table is in the end.
    init(_ object: ObjectReference, _ dialect: any Dialect, _ table: (NameKey) -> NameKey = { $0 }) {
        kind = object.kind
        name = NameKey(object.name, dialect)
        // An index has a name in its schema, whichever table it is of.
        let isIndex = object.kind == .index
        self.table = isIndex ? nil : object.table.map { table(NameKey($0, dialect)) }
        arguments = object.arguments.map { ExactText(dialect.comparedArguments($0)) }
    }

    /// The key of an object that is of no table.
    init(_ kind: ObjectKind, _ name: NameKey) {
        self.kind = kind
        self.name = name
        table = nil
        arguments = nil
    }

    private init(_ key: ObjectKey, name: NameKey) {
        kind = key.kind
        self.name = name
        table = key.table
        arguments = key.arguments
    }

    /// The key under another name.
    func renamed(to name: String) -> ObjectKey {
        ObjectKey(self, name: NameKey(schema: self.name.schema, name: name))
    }
}
