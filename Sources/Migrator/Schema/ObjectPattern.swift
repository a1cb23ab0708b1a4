import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// A pattern of objects: `kind:schema.name`, in which a `*` stands for any text.
struct ObjectPattern {
    private let kind: [UInt8]?
    private let name: [UInt8]
    private let dialect: any Dialect

    init(_ text: String, _ dialect: any Dialect) {
        self.dialect = dialect
        var name = text[...]
        if let colon = text.firstIndex(of: ":") {
            kind = Self.word(String(text[..<colon]))
            name = text[text.index(after: colon)...]
        } else {
            kind = nil
        }
        // A bare star means the objects of every schema.
        let isWhole = name.contains(".") || name.hasPrefix("*")
        self.name = Array(dialect.comparedName(isWhole ? String(name) : "\(dialect.homeSchema).\(name)").utf8)
    }

    /// Whether an object is of the pattern, or belongs to a table that is.
    func matches(_ object: ObjectReference) -> Bool {
        if matches(object.kind, object.name, beside: object.table) { return true }
        guard let table = object.table else { return false }
        return [.table, .view, .materializedView].contains { matches($0, table, beside: nil) }
    }

    private func matches(_ kind: ObjectKind, _ name: ObjectName, beside table: ObjectName?) -> Bool {
        if let wanted = self.kind, !Self.matches(wanted[...], Self.word("\(kind)")[...]) { return false }
        let schema = name.schema ?? table?.schema ?? dialect.homeSchema
        return Self.matches(self.name[...], Array(dialect.comparedName("\(schema).\(name.name)").utf8)[...])
    }

    /// A kind in small letters without spaces, so that `materializedView` and `materialized view` are one.
    private static func word(_ kind: String) -> [UInt8] { Array(kind.lowercased().utf8).filter { $0 != 0x20 } }

    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (pattern, text) = (pattern, text)
        // Where the last star stands, and the text that it may still take.
        var retry: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
        while !text.isEmpty {
            if pattern.first == UInt8(ascii: "*") {
                pattern = pattern.dropFirst()
                retry = (pattern, text)
            } else if let first = pattern.first, first == text.first {
                (pattern, text) = (pattern.dropFirst(), text.dropFirst())
            } else if let last = retry {
                retry = (last.pattern, last.text.dropFirst())
                (pattern, text) = (last.pattern, last.text.dropFirst())
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// Which objects of a schema are looked at.
struct SchemaFilter {
    private let include: [ObjectPattern]
    private let exclude: [ObjectPattern]
    private let schemas: [String]?
    private let dialect: any Dialect

    init(_ options: SchemaOptions, _ dialect: any Dialect) {
        include = options.include.map { ObjectPattern($0, dialect) }
        exclude = options.exclude.map { ObjectPattern($0, dialect) }
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
            let name =
                object.kind == .schema
                ? object.name.name : object.name.schema ?? object.table?.schema ?? dialect.homeSchema
            return !schemas.contains { dialect.comparedName($0).isExactly(dialect.comparedName(name)) }
        }
        return limited
    }

    /// The objects that are looked at; `declared` ones are, whatever is left alone.
    func filtered(_ schema: Schema, declared: [ObjectReference]) -> Schema {
        var filtered = schema
        filtered.objects.removeAll { entry in
            let object = entry.object.reference
            if !include.isEmpty, !include.contains(where: { $0.matches(object) }) { return true }
            return exclude.contains { $0.matches(object) } && !declared.contains { isSame($0, object) }
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

    private func isSame(_ left: ObjectName, _ right: ObjectName) -> Bool {
        func text(_ name: ObjectName) -> String {
            dialect.comparedName("\(name.schema ?? dialect.homeSchema).\(name.name)")
        }
        return text(left).isExactly(text(right))
    }
}
