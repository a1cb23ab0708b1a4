import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// Which objects of a schema are looked at.
struct SchemaFilter {
    private let include: [ObjectPattern]
    private let exclude: [ObjectPattern]
    private let ignore: [ObjectPattern]
    private let schemas: [String]?
    private let dialect: any Dialect

    init(_ options: SchemaOptions, _ dialect: any Dialect) {
        include = options.include.map { ObjectPattern($0, dialect) }
        exclude = options.exclude.map { ObjectPattern($0, dialect) }
        ignore = options.ignore.map { ObjectPattern($0, dialect) }
        schemas = options.schemas
        self.dialect = dialect
    }

    /// The objects of these schemas alone: what is declared is not limited by reading it.
    func limited(_ schema: Schema) -> Schema {
        guard let schemas else { return schema }
        var limited = schema
        limited.objects.removeAll { entry in
            let object = entry.object.reference
            // An extension is of the whole database.
            if case .extension = object.kind { return false }
            return !schemas.contains { isSame($0, name(ofSchemaOf: object)) }
        }
        return limited
    }

    /// The first schema that was asked for and that none of these has; every database has one without being asked.
    func missingSchema(in read: [Schema]) -> String? {
        schemas?.first { name in
            !isSame(name, dialect.homeSchema)
                && !read.contains { schema in
                    schema.objects.contains { entry in
                        if case .extension = entry.object.reference.kind { return false }
                        return isSame(name, self.name(ofSchemaOf: entry.object.reference))
                    }
                }
        }
    }

    /// The name of the schema that an object is, or lies in.
    private func name(ofSchemaOf object: ObjectReference) -> String {
        guard object.kind != .schema else { return object.name.name }
        return object.name.schema ?? object.table?.schema ?? dialect.homeSchema
    }

    private func isSame(_ left: String, _ right: String) -> Bool {
        dialect.comparedName(left).isExactly(dialect.comparedName(right))
    }

    /// The objects that are looked at; `declared` ones are, whatever is to be ignored.
    func filtered(_ schema: Schema, declared: [ObjectReference]) -> Schema {
        guard !include.isEmpty || !exclude.isEmpty || !ignore.isEmpty else { return schema }
        var views: [ExactText: ObjectKind] = [:]
        for case .view(let view) in schema.objects.map(\.object) { views[key(view.name)] = view.reference.kind }
        var filtered = schema
        filtered.objects.removeAll { entry in
            let object = entry.object.reference
            let owner = object.table.flatMap { views[key($0)] } ?? .table
            if !include.isEmpty, !include.contains(where: { $0.matches(object, ownedBy: owner) }) { return true }
            if exclude.contains(where: { $0.matches(object, ownedBy: owner) }) { return true }
            return ignore.contains { $0.matches(object, ownedBy: owner) }
                && !declared.contains { isSame($0, object) }
        }
        return filtered
    }

    private func isSame(_ left: ObjectReference, _ right: ObjectReference) -> Bool {
        guard left.kind == right.kind, (left.table == nil) == (right.table == nil) else { return false }
        guard isSame(left.name, right.name), (left.arguments ?? "").isExactly(right.arguments ?? "") else {
            return false
        }
        guard left.kind != .index, let table = left.table, let other = right.table else { return true }
        return isSame(table, other)
    }

    private func isSame(_ left: ObjectName, _ right: ObjectName) -> Bool { key(left) == key(right) }

    /// The name with its schema, as the database tells names apart.
    private func key(_ name: ObjectName) -> ExactText {
        ExactText(dialect.comparedName("\(name.schema ?? dialect.homeSchema).\(name.name)"))
    }
}
