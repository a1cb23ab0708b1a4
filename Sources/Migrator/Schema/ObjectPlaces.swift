import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import MigratorSources
import MigratorSystem

/// Finds the lines that are about the objects of a comparison: in the declared schema, and in revisions.
struct ObjectPlaces {
    private let engine: MigrationEngine
    private let dialect: any Dialect
    /// The object of each difference, in their order.
    private let objects: [ObjectReference]

    init(_ engine: MigrationEngine, _ report: DiffReport) {
        self.engine = engine
        dialect = report.dialect
        objects = report.comparison.differences.map(\.object)
    }

    /// The names that a line is about, the object's own before that of its table.
    private typealias Line = (names: [ObjectName], location: SourceLocation?)

    /// The place of each object among lines: of the first that is about itself, else of the first about its table.
    private func places(in lines: [Line]) -> [SourceLocation?] {
        objects.map { object in
            for name in [object.name, object.table].compactMap(\.self) {
                if let line = lines.first(where: { $0.names.contains { isSame($0, name) } }) { return line.location }
            }
            return nil
        }
    }

    private func isSame(_ name: ObjectName, _ other: ObjectName) -> Bool {
        func isSame(_ left: String, _ right: String) -> Bool {
            dialect.comparedName(left).isExactly(dialect.comparedName(right))
        }
        return isSame(name.schema ?? dialect.homeSchema, other.schema ?? dialect.homeSchema)
            && isSame(name.name, other.name)
    }

    // MARK: The declared schema

    /// Where the declared schema has each object, else where the newest of some revisions has it.
    func inModel(_ model: SchemaSource, elseIn revisions: [RevisionID]) throws(MigratorError) -> [SourceLocation?] {
        guard !objects.isEmpty else { return [] }
        let declared = places(in: try declarations(model))
        guard declared.contains(nil) else { return declared }
        return zip(declared, try inRevisions(revisions)).map { $0 ?? $1 }
    }

    private func declarations(_ model: SchemaSource) throws(MigratorError) -> [Line] {
        guard case .files(let path) = model.kind else {
            return (engine.model?.objects ?? []).map { ([$0.object.reference.name], $0.location) }
        }
        return try SchemaFiles(path).statements(for: dialect.kind).map { (names(in: $0.sql), $0.location) }
    }

    // MARK: Revisions

    /// Where the newest of some revisions is about each object.
    func inRevisions(_ ids: [RevisionID]) throws(MigratorError) -> [SourceLocation?] {
        guard !objects.isEmpty else { return [] }
        var lines: [Line] = []
        for id in ids.reversed() {
            let revision = try engine.revisions.revision(id)
            let arguments = RevisionArguments(engine.settings.arguments)
            let tag = engine.settings.tag
            for operation in try revision.operations(.upgrade, arguments, tag: tag, for: dialect.kind).reversed() {
                lines.append((names(of: operation), operation.location ?? revision.node.source))
            }
        }
        return places(in: lines)
    }

    private func names(of operation: Operation) -> [ObjectName] {
        // What rows it changes says nothing of a definition.
        guard operation.touched.schema else { return [] }
        guard let execute = operation.details as? ExecuteSQL else {
            let called = (try? operation.details.call())?.arguments.lazy.compactMap { $0.value.named }.first
            return (called.map { [$0] } ?? []) + (operation.touched.tables.map(Array.init) ?? [])
        }
        return execute.sql.text(for: dialect.spelling).map(names(in:)) ?? []
    }

    /// What a statement makes, changes or drops, and the tables whose definitions it changes.
    private func names(in sql: String) -> [ObjectName] {
        let touched = SQLTables.touched(by: sql, kind: dialect.kind)
        let tables = touched?.change == .schema ? touched?.tables ?? [] : []
        return ([defined(by: sql)].compactMap(\.self) + tables).map { ObjectName($0.name, schema: $0.schema) }
    }

    /// The object that a statement of definition names.
    private func defined(by sql: String) -> TableName? {
        guard var reader = SQLTokenReader(sql, kind: dialect.kind, toSemicolon: true), let verb = reader.word(),
            ["create", "alter", "drop"].contains(verb)
        else {
            return nil
        }
        let words = [
            "or", "replace", "unique", "temp", "temporary", "materialized", "recursive", "virtual", "constraint",
        ]
        while words.contains(where: { reader.skip($0) }) {}
        let kinds = [
            "table", "view", "type", "domain", "sequence", "index", "function", "procedure", "trigger", "policy",
            "schema", "extension",
        ]
        guard let kind = reader.word(), kinds.contains(kind) else { return nil }
        while ["concurrently", "if", "not", "exists", "only"].contains(where: { reader.skip($0) }) {}
        return reader.name()
    }
}

extension CallValue {
    /// The object that it names.
    fileprivate var named: ObjectName? {
        switch self {
        case .objectName(let name): name
        case .reference(let reference): reference.name
        case .object(let object), .parts(let object): object.reference.name
        default: nil
        }
    }
}
