import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorSchema

/// The objects of a schema that texts may name, made on a scratch: types and functions, and where texts name tables those
/// with their columns alone, and views.
///
/// What cannot be made is left out: a text that needs it is then refused.
struct ScratchSurroundings {
    private let schema: Schema
    private let dialect: any Dialect
    private let withTables: Bool
    private let withSchemas: Bool

    /// Takes what is to be made on a kind of scratch; `nil` for the most that any takes.
    init(_ schema: Schema, _ dialect: any Dialect, on kind: ScratchKind?, withTables: Bool) {
        self.schema = schema
        self.dialect = dialect
        self.withTables = withTables && kind?.holdsTables ?? true
        // Elsewhere they have other names, and are there.
        withSchemas = kind?.runsAnySQL ?? true
    }

    /// How many objects are made at most.
    var count: Int { objects.count }

    func make(_ room: any ScratchRoom) async throws {
        // A function may name what comes after it.
        if let setting = dialect.functionsAheadOfTables { _ = try await room.make([setting]) }
        var left = objects.compactMap(statements)
        // What needs something that comes later is made in the next round.
        while !left.isEmpty {
            var refused: [[String]] = []
            for statements in left where !(try await room.make(statements)) { refused.append(statements) }
            if refused.count == left.count { break }
            left = refused
        }
    }

    private var objects: [SchemaObject] {
        schema.objects.flatMap { entry -> [SchemaObject] in
            switch entry.object {
            case .schema: withSchemas ? [entry.object] : []
            case .extension, .enumeration, .domain, .compositeType, .function: [entry.object]
            case .table(let table) where withTables:
                [.table(Table(table.name) { table.columns.map { Column($0.name, $0.type) } })]
            case .table(let table): table.columns.compactMap(\.type.broughtEnum).map { .enumeration($0) }
            case .view, .virtualTable, .sequence: withTables ? [entry.object.withoutOwner] : []
            case .opaque(let object):
                object.isNeededByTables || ["aggregate", "cast"].contains(object.kind) ? [entry.object] : []
            case .index, .trigger, .policy: []
            }
        }
    }

    private func statements(_ object: SchemaObject) -> [String]? {
        let op = Operations()
        object.record(op, homeSchema: dialect.homeSchema)
        let items = try? op.recorded.flatMap { operation throws(MigratorError) in try dialect.render(operation) }
        return items?.compactMap { item in
            guard case .statement(let sql) = item else { return nil }
            return sql.text
        }
    }
}

extension SchemaObject {
    /// A sequence that belongs to no column; every other object as it is.
    fileprivate var withoutOwner: SchemaObject {
        guard case .sequence(let sequence) = self else { return self }
        return .sequence(NumberSequence(sequence.name, type: sequence.type))
    }
}
