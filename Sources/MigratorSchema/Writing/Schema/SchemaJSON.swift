import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The objects of a schema as JSON.
struct SchemaJSON {
    let dialect: any Dialect

    init(_ dialect: any Dialect) {
        self.dialect = dialect
    }

    func object(_ object: SchemaObject) -> JSONDocument {
        let reference = object.reference
        var members = JSONMembers()
        members.add("kind", kind(object))
        members.add("schema", schema(reference.name.schema ?? reference.table?.schema))
        members.add("name", reference.name.name)
        if let table = reference.table { members.add("table", table.name) }
        members.add("arguments", reference.arguments)
        switch object {
        case .schema(let schema): members.add("comment", schema.comment)
        case .extension(let `extension`):
            members.add("version", `extension`.version)
            members.add("in", `extension`.schema)
            members.add("comment", `extension`.comment)
        case .enumeration(let type):
            members.add("values", type.values)
            members.add("comment", type.comment)
        case .domain(let domain): add(domain, to: &members)
        case .compositeType(let type):
            members.add("attributes", type.attributes.map(attribute))
            members.add("comment", type.comment)
        case .sequence(let sequence): add(sequence, to: &members)
        case .table(let table): add(table, to: &members)
        case .virtualTable(let table):
            members.add("module", table.module)
            members.add("moduleArguments", table.arguments)
        case .index(let index): add(index, to: &members)
        case .view(let view): add(view, to: &members)
        case .function(let function):
            members.add("definition", text(function.definition))
            members.add("comment", function.comment)
        case .trigger(let trigger):
            members.add("definition", text(trigger.definition))
            if trigger.state != .enabled { members.add("state", trigger.state.rawValue) }
            members.add("comment", trigger.comment)
        case .policy(let policy): add(policy, to: &members)
        case .opaque(let object):
            members.add("definition", text(object.ddl))
            members.add("drop", text(object.drop))
        }
        return members.object
    }

    // MARK: Parts

    func text(_ sql: SQLText?) -> String? { sql.flatMap { dialect.text($0) } }

    func schema(_ name: String?) -> String? {
        name.flatMap { $0.isExactly(dialect.homeSchema) ? nil : $0 }
    }

    /// A table as others name it.
    func name(_ name: ObjectName) -> String {
        schema(name.schema).map { "\($0).\(name.name)" } ?? name.name
    }

    func value(_ value: DefaultValue?) -> JSONDocument? {
        switch value?.kind {
        case .value(let value): .object([("value", self.value(value))])
        case .currentTimestamp: .object([("expression", .string("CURRENT_TIMESTAMP"))])
        case .currentDate: .object([("expression", .string("CURRENT_DATE"))])
        case .currentTime: .object([("expression", .string("CURRENT_TIME"))])
        case .expression(let sql): .object([("expression", .string(text(sql) ?? ""))])
        case nil: nil
        }
    }

    /// A value as JSON has it; a document of JSON is its text, so that it stays as it is written.
    private func value(_ value: Value) -> JSONDocument {
        switch value {
        case .null: .number("null")
        case .bool(let truth): .bool(truth)
        case .int, .double, .array, .object: .number(value.jsonText)
        case .decimal(let text), .text(let text), .uuid(let text), .json(let text), .date(let text),
            .timestamp(let text):
            .string(text)
        case .bytes(let bytes): .string(Digest.hex(bytes))
        }
    }

    func options(_ options: SequenceOptions) -> JSONDocument? {
        var members = JSONMembers()
        members.add("start", options.start)
        members.add("increment", options.increment)
        members.add("minimum", options.minimum)
        members.add("maximum", options.maximum)
        members.add("cache", options.cache)
        members.flag("cycles", options.cycles)
        return members.members.isEmpty ? nil : members.object
    }

    private func kind(_ object: SchemaObject) -> String {
        switch object {
        case .virtualTable: return "virtualTable"
        case .view(let view): return view.isMaterialized ? "materializedView" : "view"
        case .compositeType: return "compositeType"
        default: return object.reference.kind.description
        }
    }

    private func attribute(_ attribute: CompositeType.Attribute) -> JSONDocument {
        var members = JSONMembers()
        members.add("name", attribute.name)
        members.add("type", dialect.text(of: attribute.type))
        members.add("collation", text(attribute.collation))
        return members.object
    }
}
