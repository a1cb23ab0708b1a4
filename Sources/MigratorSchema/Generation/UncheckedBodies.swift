import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// Lets functions be made whose bodies name what is not there when they are made.
///
/// A database may hold such functions: what they name was dropped after them, or their makers had no body checked. A
/// body that may name nothing else is checked as ever.
struct UncheckedBodies {
    private let old: NamesThere
    private let new: NamesThere
    /// The schemas that extensions keep their own objects in, which no schema lists.
    private let extended: Set<ExactText?>
    private let dialect: any Dialect
    private let setting: SQLText?
    /// The functions whose bodies a server refused, and why.
    private let refused: [ObjectReference: String]
    /// What the bodies of functions name without its being there.
    private(set) var found: [ObjectKey: Set<ExactText>] = [:]

    init(_ old: Schema, _ new: Schema, refused: [ObjectReference: String], _ dialect: any Dialect) {
        self.dialect = dialect
        self.refused = refused
        setting = dialect.leavingBodiesUnchecked
        self.old = NamesThere(old, dialect)
        self.new = NamesThere(new, dialect)
        extended = Set(
            (old.objects + new.objects).compactMap { entry -> ExactText?? in
                guard case .extension(let made) = entry.object else { return nil }
                let schema = made.schema.map { dialect.comparedName($0) } ?? dialect.homeSchema
                return .some(schema.isExactly(dialect.homeSchema) ? nil : ExactText(schema))
            }
        )
    }

    /// Operations from the old schema to the new one, with the setting ahead of the first function that asks for it.
    mutating func upgrade(_ operations: [Operation]) -> [Operation] { letting(operations, from: old, to: new) }

    /// Operations from the new schema to the old one.
    mutating func downgrade(_ operations: [Operation]) -> [Operation] { letting(operations, from: new, to: old) }

    private mutating func letting(_ operations: [Operation], from: NamesThere, to: NamesThere) -> [Operation] {
        guard let setting, operations.contains(where: { $0.details is CreateFunction }) else { return operations }
        var there = from
        var first: Int?
        for (index, operation) in operations.enumerated() {
            there.apply(operation)
            guard let create = operation.details as? CreateFunction else { continue }
            let names = missing(create.function, there, [from, to])
            guard !names.isEmpty else { continue }
            found[ObjectKey(create.function.reference, dialect), default: []].formUnion(names)
            first = first ?? index
        }
        guard let first else { return operations }
        let op = Operations()
        op.execute(setting, touches: [])
        return Array(operations[..<first]) + op.recorded + Array(operations[first...])
    }

    /// What a function's body names that is not there.
    private func missing(_ function: Function, _ there: NamesThere, _ times: [NamesThere]) -> Set<ExactText> {
        if let why = refused[function.reference] { return [ExactText(why)] }
        guard let body = FunctionBody(function, dialect) else { return [] }
        var names: Set<ExactText> = []
        for path in body.relations where !there.hasRelation(path) && !isOthers(path) {
            names.insert(ExactText(path.joined(separator: ".")))
        }
        for path in body.calls where !there.hasRoutine(path) && !isOthers(path) {
            // What a bare name calls may be the database's own, but for one that another time has.
            let isKnown = path.count > 1 ? isOwn(path[0]) : times.contains { $0.hasRoutine(path) }
            if isKnown { names.insert(ExactText(path.joined(separator: "."))) }
        }
        for time in times { names.formUnion(there.lacks(of: time, among: body.words, quoted: body.quoted)) }
        return names.union(missingColumns(body, there, times))
    }

    private func missingColumns(_ body: FunctionBody, _ there: NamesThere, _ times: [NamesThere]) -> Set<ExactText> {
        var (has, had): (Set<ExactText>, Set<ExactText>) = ([], [])
        for path in body.relations {
            if let table = there.table(path) { has.formUnion(there.columns[table] ?? []) }
            for time in times { if let table = time.table(path) { had.formUnion(time.columns[table] ?? []) } }
        }
        return had.subtracting(has).intersection(body.words)
    }

    /// Whether a path leads where the database or an extension keeps its own.
    private func isOthers(_ path: [String]) -> Bool {
        guard path.count == 2 else { return path.count > 2 || path.first?.hasPrefix("pg_") ?? true }
        let schema = dialect.comparedName(path[0])
        if schema.hasPrefix("pg_") || schema == "information_schema" { return true }
        return !schema.isExactly(dialect.homeSchema) && extended.contains(ExactText(schema))
    }

    /// Whether functions of a schema are known.
    private func isOwn(_ schema: String) -> Bool {
        let name = dialect.comparedName(schema)
        let key = name.isExactly(dialect.homeSchema) ? nil : ExactText(name)
        return !extended.contains(key) && (old.schemas.contains(key) || new.schemas.contains(key))
    }
}
