import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorPictures
import MigratorSystem

/// Makes a picture of a schema.
struct SchemaPictureMaker {
    let dialect: any Dialect
    /// What is drawn so far.
    private(set) var objects: [PictureObject] = []
    /// The index of each table and view, by its compared name.
    private var relations: [ExactText: Int] = [:]
    /// The index of each other object.
    private var others: [ExactText: Int] = [:]

    /// Draws objects, each at its place among the others: by kind and name, in whichever order they come.
    init(_ entries: [Schema.Entry], _ dialect: any Dialect) {
        self.dialect = dialect
        let owners = entries.filter { owner(of: $0.object) == nil }
        let placed = owners.map { (rank: Self.rank($0.object), name: ExactText(name($0.object)), entry: $0) }
        for (_, _, entry) in placed.sorted(by: { ($0.rank, $0.name) < ($1.rank, $1.name) }) { place(entry.object) }
        let parts = entries.filter { owner(of: $0.object) != nil }.map { entry in
            (name: ExactText(entry.object.reference.description), entry: entry)
        }
        for (_, entry) in parts.sorted(by: { $0.name < $1.name }) {
            guard let index = index(of: entry.object.reference) else { continue }
            objects[index].notes += notes(of: entry.object)
            markUnique(by: entry.object, at: index)
        }
        for entry in owners { addRelations(of: entry) }
    }

    // MARK: Places

    /// The index of the object that a reference names, or that what it names belongs to.
    func index(of reference: ObjectReference) -> Int? {
        if let table = reference.table {
            return reference.kind == .domainConstraint
                ? others[ExactText(key("domain", table, nil))] : relations[compared(table)]
        }
        switch reference.kind {
        case .table, .view, .materializedView: return relations[compared(reference.name)]
        default: return others[ExactText(key(reference.kind.description, reference.name, reference.arguments))]
        }
    }

    /// Changes an object that is drawn.
    mutating func change(_ index: Int, _ change: (inout PictureObject) -> Void) { change(&objects[index]) }

    private mutating func place(_ object: SchemaObject) {
        let reference = object.reference
        var kind = reference.kind.description
        if case .virtualTable = object { kind = "virtual table" }
        var key = self.key(kind, reference.name, reference.arguments)
        switch reference.kind {
        case .table, .view, .materializedView:
            guard relations.updateValue(objects.count, forKey: compared(reference.name)) == nil else { return }
            key = shown(reference.name)
            // A name with a point in it may read like another's.
            while objects.contains(where: { $0.key.isExactly(key) }) { key += "'" }
        default: others[ExactText(key)] = objects.count
        }
        var drawn = PictureObject(key: key, kind: kind, name: name(object))
        drawn.comment = object.comment
        drawn.columns = columns(of: object)
        drawn.notes = notes(of: object)
        objects.append(drawn)
    }

    /// The table that an object belongs to, if it is drawn there.
    private func owner(of object: SchemaObject) -> ObjectName? { object.reference.table }

    private static func rank(_ object: SchemaObject) -> Int {
        switch object {
        case .table: 0
        case .virtualTable: 1
        case .view(let view): view.isMaterialized ? 3 : 2
        case .enumeration: 4
        case .domain: 5
        case .compositeType: 6
        case .sequence: 7
        case .function(let function): function.reference.kind == .function ? 8 : 9
        case .schema: 10
        case .extension: 11
        case .opaque, .index, .trigger, .policy: 12
        }
    }

    // MARK: Names

    /// A name with its schema, where that is not the one that a database looks in first.
    func shown(_ name: ObjectName) -> String {
        guard let schema = name.schema, !schema.isExactly(dialect.homeSchema) else { return name.name }
        return "\(schema).\(name.name)"
    }

    private func name(_ object: SchemaObject) -> String {
        let reference = object.reference
        return shown(reference.name) + (reference.arguments.map { "(\($0))" } ?? "")
    }

    private func key(_ kind: String, _ name: ObjectName, _ arguments: String?) -> String {
        "\(kind) \(shown(name))\(arguments.map { "(\($0))" } ?? "")"
    }

    private func compared(_ name: ObjectName) -> ExactText {
        ExactText(dialect.comparedName("\(name.schema ?? dialect.homeSchema).\(name.name)"))
    }

    // MARK: Relations

    private mutating func addRelations(of entry: Schema.Entry) {
        guard let index = index(of: entry.object.reference) else { return }
        var relations: [PictureRelation] = []
        if case .table(let table) = entry.object {
            relations += table.constraints.compactMap { constraint in
                guard case .foreignKey(let key) = constraint else { return nil }
                return relation(of: key, at: index)
            }
            if let partition = table.partition { relations.append(relation("partition of", partition.parent)) }
            relations += table.parents.map { relation("inherits from", $0) }
        } else {
            let read = entry.needs.filter { $0.kind == .table || $0.kind == .view || $0.kind == .materializedView }
            relations += read.map { relation("reads", $0.name) }
                .sorted { ExactText($0.targetName) < ExactText($1.targetName) }
        }
        objects[index].relations = relations
        for column in objects[index].columns.indices {
            let name = objects[index].columns[column].name
            objects[index].columns[column].isReference = relations.contains { $0.columns.hasExactly(name) }
        }
    }

    private func relation(_ word: String, _ name: ObjectName) -> PictureRelation {
        var relation = self.relation(to: name)
        relation.word = word
        return relation
    }

    private func relation(to name: ObjectName) -> PictureRelation {
        PictureRelation(target: relations[compared(name)].map { objects[$0].key }, targetName: shown(name))
    }

    /// What a foreign key of the object at an index points to.
    func relation(of key: ForeignKey, at index: Int) -> PictureRelation {
        var relation = self.relation(to: key.referencedTable)
        relation.columns = key.columns
        relation.targetColumns = key.referencedColumns
        relation.name = key.name
        let onDelete = key.onDelete.map { "on delete \($0.rawValue.lowercased())" }
        let onUpdate = key.onUpdate.map { "on update \($0.rawValue.lowercased())" }
        let rules = [onDelete, onUpdate].compactMap(\.self)
        if !rules.isEmpty { relation.rule = rules.joined(separator: ", ") }
        let columns = objects[index].columns.filter { key.columns.hasExactly($0.name) }
        relation.isRequired = !columns.isEmpty && columns.allSatisfy(\.isRequired)
        let keys = objects[index].columns.filter(\.isKey).map(\.name)
        relation.isUnique =
            columns.contains(where: \.isUnique)
            || (!keys.isEmpty && keys.allSatisfy { key.columns.hasExactly($0) })
        return relation
    }

    private mutating func markUnique(by object: SchemaObject, at index: Int) {
        guard case .index(let unique) = object, unique.isUnique, unique.predicate == nil, unique.columns.count == 1,
            case .column(let name) = unique.columns[0].key
        else { return }
        for column in objects[index].columns.indices where objects[index].columns[column].name.isExactly(name) {
            objects[index].columns[column].isUnique = true
        }
    }
}
