import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema

/// The objects of a schema that texts may name, made on an empty database: types and functions, and where texts name
/// tables those with their columns alone, and views.
///
/// What cannot be made is left out: a text that needs it is then refused.
struct ScratchSurroundings {
    private let schema: Schema
    private let dialect: any Dialect
    private let withTables: Bool

    init(_ schema: Schema, _ dialect: any Dialect, withTables: Bool) {
        self.schema = schema
        self.dialect = dialect
        self.withTables = withTables
    }

    func make(_ connection: any DatabaseConnection) async throws {
        // A function may name what comes after it.
        if let setting = dialect.functionsAheadOfTables { try await connection.execute(setting) }
        var left = objects.compactMap(statements)
        // What needs something that comes later is made in the next round.
        while !left.isEmpty {
            var refused: [[String]] = []
            for statements in left where !(try await isMade(statements, connection)) { refused.append(statements) }
            if refused.count == left.count { break }
            left = refused
        }
    }

    private func isMade(_ statements: [String], _ connection: any DatabaseConnection) async throws -> Bool {
        do throws(DatabaseFailure) {
            for sql in statements { try await connection.execute(sql) }
            return true
        } catch {
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            return false
        }
    }

    private var objects: [SchemaObject] {
        schema.objects.flatMap { entry -> [SchemaObject] in
            switch entry.object {
            case .schema, .extension, .enumeration, .domain, .compositeType, .function: [entry.object]
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
