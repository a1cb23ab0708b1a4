import MigrationDSL
import MigratorCatalogue
import MigratorDialects

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

    /// Whether an object is of the pattern, or belongs to a table or a view that is.
    ///
    /// - Parameters:
    ///   - object: The object.
    ///   - owner: What its table is, as an index may be of a materialized view and a trigger of a view.
    /// - Returns: Whether it is.
    func matches(_ object: ObjectReference, ownedBy owner: ObjectKind) -> Bool {
        if matches(object.kind, object.name, beside: object.table) { return true }
        guard let table = object.table else { return false }
        return matches(owner, table, beside: nil)
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
