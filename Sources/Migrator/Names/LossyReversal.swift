import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources
import MigratorSystem

/// Finds what a derived downgrade would not bring back: indexes and constraints that went with a dropped column.
///
/// A column's definition holds what was written at the column. What was about it besides only the history knows.
struct LossyReversal {
    private struct Dependent {
        let what: String
        let name: String
        var columns: [String]
    }

    private let dialect: any Dialect
    private var catalogue: Catalogue
    private var dependents: [ExactText: [Dependent]] = [:]

    init(_ dialect: any Dialect) {
        self.dialect = dialect
        catalogue = Catalogue(dialect)
    }

    private var kind: DatabaseKind { dialect.kind }

    /// Follows what an earlier revision does.
    mutating func follow(_ operations: [Operation]) {
        for operation in operations { for change in operation.ungrouped { follow(change) } }
    }

    /// Follows a revision whose downgrade is derived from these operations, and returns what that would lose.
    mutating func loss(of operations: [Operation]) -> String? {
        var loss: String?
        for operation in operations {
            for change in operation.ungrouped {
                if let drop = change.details as? DropColumn, loss == nil { loss = self.loss(of: drop) }
                follow(change)
            }
        }
        return loss
    }

    private func loss(of drop: DropColumn) -> String? {
        guard let definition = drop.definition else { return nil }
        var own = definition.constraints.flatMap { dependents(of: $0, on: drop.table, [drop.name]) }
        let lost = dependents[key(drop.table), default: []].first { dependent in
            guard dependent.columns.contains(where: { kind.isSame($0, drop.name) }) else { return false }
            let same = own.firstIndex { $0.what == dependent.what && $0.columns.isExactly(dependent.columns) }
            if let same { own.remove(at: same) }
            return same == nil
        }
        guard let lost else { return nil }
        let what = "\(lost.what)\(lost.name.isEmpty ? "" : " \(lost.name)")"
        return
            "\(drop.summary) cannot be reversed: \(what) goes with the column and would not come "
            + "back; drop it before the column, with its definition, or write a downgrade"
    }

    // MARK: History

    private mutating func follow(_ operation: Operation) {
        defer { catalogue.apply(operation) }
        switch operation.details {
        case let create as CreateTable:
            guard !create.ifNotExists || dependents[key(create.table.name)] == nil else { return }
            let table = create.table
            let columns = table.columns.map(\.name)
            dependents[key(table.name)] = table.constraints.flatMap { dependents(of: $0, on: table.name, columns) }
        case let drop as DropTable: dependents[key(drop.name)] = nil
        case let rename as RenameTable:
            dependents[key(ObjectName(rename.newName, schema: rename.name.schema))] =
                dependents.removeValue(forKey: key(rename.name))
        case let add as AddColumn:
            for constraint in add.column.constraints { self.add(constraint, add.table, [add.column.name]) }
        case let add as AddConstraint: self.add(add.constraint, add.table, [])
        case let drop as DropColumn:
            remove(from: drop.table) { [kind] in $0.columns.contains { kind.isSame($0, drop.name) } }
        case let rename as RenameColumn:
            let (table, kind) = (key(rename.table), kind)
            for index in dependents[table, default: []].indices {
                dependents[table]?[index].columns.replace(rename.name, with: rename.newName, kind)
            }
        case let create as CreateIndex: index(create.index)
        case let drop as DropIndex: remove(from: drop.table) { [kind] in kind.isSame($0.name, drop.name) }
        case let rename as RenameIndex: self.rename(rename.name, of: rename.table, to: rename.newName)
        case let drop as DropConstraint:
            let name = drop.name.isEmpty ? drop.definition?.derivedName(for: drop.table) ?? "" : drop.name
            remove(from: drop.table) { [kind] in kind.isSame($0.name, name) }
        case let rename as RenameConstraint: self.rename(rename.name, of: rename.table, to: rename.newName)
        case let execute as ExecuteSQL: for definition in catalogue.definitions(execute) { follow(definition?.index) }
        default: break
        }
    }

    private mutating func follow(_ index: TableStatement.Index?) {
        switch index {
        case .made(let name, let table, let columns):
            dependents[key(table), default: []].append(Dependent(what: "index", name: name, columns: columns))
        case .dropped(let name):
            let kind = kind
            for table in dependents.keys { dependents[table]?.removeAll { kind.isSame($0.name, name) } }
        case nil: break
        }
    }

    private func key(_ name: ObjectName) -> ExactText {
        let isPlain = name.schema == nil || name.schema == "public" || name.schema == "main"
        return ExactText(kind.rules.folded(isPlain ? name.name : name.description))
    }

    private mutating func remove(from table: ObjectName, where isMeant: (Dependent) -> Bool) {
        dependents[key(table)]?.removeAll(where: isMeant)
    }

    private mutating func rename(_ name: String, of table: ObjectName, to newName: String) {
        let kind = kind
        dependents[key(table)] = dependents[key(table)]?.map { dependent in
            guard kind.isSame(dependent.name, name) else { return dependent }
            return Dependent(what: dependent.what, name: newName, columns: dependent.columns)
        }
    }

    private mutating func add(_ constraint: Constraint, _ table: ObjectName, _ made: [String]) {
        dependents[key(table), default: []] += dependents(of: constraint, on: table, columns(of: table) + made)
    }

    private func columns(of table: ObjectName) -> [String] {
        guard case .columns(let columns)? = catalogue.table(table) else { return [] }
        return columns.map(\.name)
    }

    private func dependents(of constraint: Constraint, on table: ObjectName, _ columns: [String]) -> [Dependent] {
        let name = constraint.name ?? constraint.derivedName(for: table) ?? ""
        switch constraint {
        case .primaryKey(let key):
            return [Dependent(what: "primary key", name: name, columns: key.columns + key.include)]
        case .unique(let unique):
            return [Dependent(what: "unique constraint", name: name, columns: unique.columns + unique.include)]
        case .foreignKey(let key): return [Dependent(what: "foreign key", name: name, columns: key.columns)]
        case .check(let check):
            let mentioned = mentioned(in: [check.expression], columns)
            return [Dependent(what: "check", name: name, columns: mentioned)]
        case .exclude(let exclude):
            let texts =
                exclude.elements.map { SQLText($0.expression) } + (exclude.predicate.map { [SQLText($0)] } ?? [])
            let mentioned = mentioned(in: texts, columns) + exclude.include
            return [Dependent(what: "exclusion constraint", name: name, columns: mentioned)]
        }
    }

    private mutating func index(_ index: Index) {
        var columns = index.include
        var texts = index.predicate.map { [$0] } ?? []
        for column in index.columns {
            switch column.key {
            case .column(let name): columns.append(name)
            case .expression(let text): texts.append(text)
            }
        }
        columns += mentioned(in: texts, self.columns(of: index.table))
        dependents[key(index.table), default: []].append(Dependent(what: "index", name: index.name, columns: columns))
    }

    private func mentioned(in texts: [SQLText], _ columns: [String]) -> [String] {
        let words = texts.compactMap(dialect.text).map { SQLiteWords($0) }
        return columns.filter { name in words.contains { $0.mentions(name) } }
    }
}

extension [String] {
    fileprivate mutating func replace(_ name: String, with newName: String, _ kind: DatabaseKind) {
        self = map { kind.isSame($0, name) ? newName : $0 }
    }
}

extension RevisionHistory {
    /// What the derived downgrade of a revision would lose, in a sentence; `nil` if nothing, or if it is not derived.
    func loss(
        of revision: any LoadedRevision,
        for dialect: any Dialect,
        _ settings: MigratorSettings
    ) throws(MigratorError) -> String? {
        guard revision.derivesDowngrade else { return nil }
        let operations = try record(revision, dialect.kind, settings)
        guard operations.contains(where: { $0.ungrouped.contains(where: \.dropsKnownColumn) }) else { return nil }
        let planner = Planner(graph)
        let positions = try graph.positions(ofRows: [revision.id])
        var reversal = LossyReversal(dialect)
        for step in planner.upgrade(to: positions, named: "heads", from: []).steps where step.revision != revision.id {
            reversal.follow(try record(try self.revision(step.revision), dialect.kind, settings))
        }
        return reversal.loss(of: operations)
    }

    /// Refuses a downgrade that would not bring back all that the upgrade took away.
    func refuseLoss(in plan: Plan, for dialect: any Dialect, _ settings: MigratorSettings) throws(MigratorError) {
        for step in plan.steps where step.direction == .downgrade {
            let revision = try revision(step.revision)
            guard let loss = try loss(of: revision, for: dialect, settings) else { continue }
            throw MigratorError(
                .irreversible,
                "revision \(step.revision) cannot be downgraded: \(loss)",
                revision: step.revision,
                location: revision.node.source
            )
        }
    }

    private func record(
        _ revision: any LoadedRevision,
        _ kind: DatabaseKind,
        _ settings: MigratorSettings
    ) throws(MigratorError) -> [Operation] {
        let arguments = RevisionArguments(settings.arguments)
        return Array(try revision.operations(.upgrade, arguments, tag: settings.tag, for: kind))
    }
}

extension Operation {
    fileprivate var dropsKnownColumn: Bool {
        guard let drop = details as? DropColumn else { return false }
        return drop.definition != nil
    }
}
