import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension SchemaText {
    /// A Swift file that declares the schema as a member of `DeclaredSchema`, and that compiles.
    ///
    /// Each table has a member of its own, with its indexes, as the compiler's time grows with the square of what one
    /// closure holds.
    /// - Parameter name: The member's name, such as `shop`.
    /// - Returns: The text.
    package func swift(named name: String) -> String {
        var file = DeclarationFile(named: name, dialect)
        for entry in SchemaOrder(schema, dialect).entries { file.add(entry.object) }
        return file.text(remarks)
    }
}

/// The members of `DeclaredSchema` that a file declares.
private struct DeclarationFile {
    private let name: String
    private let dialect: any Dialect
    private var identifiers: SwiftIdentifiers
    /// What the schema consists of, in order.
    private var parts: [SwiftSource] = []
    /// The tables with what is written beside them, in order.
    private var tables: [(identifier: String, objects: [SwiftSource])] = []
    /// The table that the last object belongs to.
    private var current: ObjectName?

    /// So many parts have one closure; more are declared in several.
    private static let longest = 100

    init(named name: String, _ dialect: any Dialect) {
        self.name = name
        self.dialect = dialect
        identifiers = SwiftIdentifiers(taken: [name])
    }

    mutating func add(_ object: SchemaObject) {
        let source = SwiftSpelling.declaration.source(object)
        switch object {
        case .table(let table): open(table.name, source)
        case .virtualTable(let table): open(table.name, source)
        case .index(let index) where current.map { isSame(index.table, $0) } == true:
            tables[tables.count - 1].objects.append(source)
        default:
            parts.append(source)
            current = nil
        }
    }

    private mutating func open(_ table: ObjectName, _ source: SwiftSource) {
        let schema = table.schema.flatMap { $0.isExactly(dialect.homeSchema) ? nil : "\($0)_" } ?? ""
        let identifier = identifiers.identifier(schema + table.name)
        parts.append(.plain("DeclaredSchema.\(identifier)"))
        tables.append((identifier, [source]))
        current = table
    }

    private func isSame(_ left: ObjectName, _ right: ObjectName) -> Bool {
        left.name.isExactly(right.name)
            && (left.schema ?? dialect.homeSchema).isExactly(right.schema ?? dialect.homeSchema)
    }

    mutating func text(_ remarks: [String]) -> String {
        var writer = SwiftWriter()
        for remark in remarks { writer.line("// \(remark)") }
        writer.line("import MigrationDSL")
        writer.line()
        writer.line("extension DeclaredSchema {")
        var members = [(name, parts)]
        if parts.count > Self.longest {
            let pieces = stride(from: 0, to: parts.count, by: Self.longest).map { start in
                Array(parts[start..<min(start + Self.longest, parts.count)])
            }
            let named = pieces.map { (identifiers.identifier("\(name)_part"), $0) }
            members = [(name, named.map { .plain("DeclaredSchema.\($0.0)") })] + named
        }
        for (index, (name, parts)) in (members + tables.map { ($0.identifier, $0.objects) }).enumerated() {
            if index > 0 { writer.line() }
            writer.statement(.call("static let \(name) = DeclaredSchema", [], body: parts), indent: 4)
        }
        writer.line("}")
        return writer.text
    }
}
