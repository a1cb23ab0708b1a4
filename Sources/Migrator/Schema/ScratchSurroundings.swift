import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDialects
import MigratorSchema
import MigratorSystem

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

    /// What there is to be made, as a digest.
    var digest: String {
        let made = objects.map { statements($0) ?? [] }
        let parts = ["\(withTables) \(withSchemas)"] + made.flatMap { [String($0.count)] + $0 }
        return Digest.hex(Digest.sha256(ofParts: parts))
    }

    /// Makes them.
    ///
    /// - Returns: What it lies in that some are left out. If that is no more than their text, the same are made each time.
    func make(_ room: any ScratchRoom) async throws -> RefusalCause {
        // A function may name what comes after it.
        var without = RefusalCause.text
        if let setting = dialect.functionsAheadOfTables, case .refused(let cause) = try await room.make([setting]) {
            without = cause
        }
        var left = objects.compactMap(statements)
        // What needs something that comes later is made in the next round.
        while !left.isEmpty {
            var refused: [[String]] = []
            var worst = without
            for statements in left {
                guard case .refused(let cause) = try await room.make(statements) else { continue }
                refused.append(statements)
                worst = max(worst, cause)
            }
            if refused.count == left.count { return worst }
            left = refused
        }
        return without
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

    /// The statements that make an object; `nil` if there are none.
    func statements(_ object: SchemaObject) -> [String]? {
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
