import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// One walk through the differences of two schemas, which gathers what is to be done to each object.
struct GenerationPass {
    let dialect: any Dialect
    let rules: GenerationRules
    let old: ComparedSide
    let new: ComparedSide
    let oldEdges: SchemaEdges
    let newEdges: SchemaEdges
    let oldTexts: TextSpeller
    let newTexts: TextSpeller
    /// The keys of the old schema's objects, by their names there.
    let oldKeys: [ObjectReference: ObjectKey]

    var acts: [ActKey: Act] = [:]
    var details: [GeneratedPlan.Detail]
    var unsupported: [Schema.Unsupported] = []
    var notes: [String] = []
    /// The columns that dependants keep from changing, by the old names that they have.
    var blocked: [ObjectKey: Set<ExactText>] = [:]
    /// Types that are made anew under their names.
    var replacedTypes: [ObjectKey: ReplacedType] = [:]
    /// What tables have to let go of for those.
    var loosenings: [Loosening] = []
    /// The objects that name a type which is made anew.
    var blockedTypes: Set<ObjectKey> = []
    /// The columns whose old and new types a foreign key cannot hold together, by the old names that they have.
    var retyped: [ObjectKey: Set<ExactText>] = [:]
    /// The tables that lose something before an object which it needs is dropped.
    var narrowed: Set<ObjectKey> = []
    /// The tables with columns that may be null from now on although the primary key is of them.
    var loosened: [ObjectKey] = []
    /// The tables that are told by another index, or by none any more, with the differences that say so.
    var reidentified: [(difference: Int, table: ObjectKey)] = []
    /// The new keys of indexes that have another name.
    var renamedIndexes: [ObjectKey: ObjectKey] = [:]
    /// The sequences that leave their owners, which may go, with these.
    var leaving: [(sequence: ObjectKey, owner: ObjectKey)] = []
    /// The differences for which objects are changed or dropped.
    var causes: [ObjectKey: Int] = [:]
    /// The difference that is being looked at.
    var current = 0

    init(_ old: Schema, _ new: Schema, _ comparison: SchemaComparison, _ dialect: any Dialect) {
        self.dialect = dialect
        rules = dialect.generationRules
        let prepared = PreparedObjects.both(old, new, dialect)
        self.old = ComparedSide(prepared.old, comparison.renames, dialect)
        self.new = ComparedSide(prepared.new, .none, dialect)
        oldEdges = SchemaEdges(self.old, dialect)
        newEdges = SchemaEdges(self.new, dialect)
        oldTexts = TextSpeller(side: self.old, newWords: [:], homeNames: [])
        newTexts = TextSpeller(side: self.new, newWords: [:], homeNames: [])
        oldKeys = Dictionary(self.old.objects.map { ($0.entry.object.reference, $0.key) }) { first, _ in first }
        details = Array(repeating: GeneratedPlan.Detail(), count: comparison.differences.count)
        for difference in comparison.differences where difference.change == .renameIndex {
            guard case .name(let former)? = difference.old else { continue }
            let key = ObjectKey(difference.object.renamed(to: former), dialect)
            renamedIndexes[key] = ObjectKey(difference.object, dialect)
        }
        for (index, difference) in comparison.differences.enumerated() {
            current = index
            take(difference)
            details[index].hazards = hazards(of: difference)
        }
        loosenKeys()
        finishTypes()
        remakeDependants()
        forgetNames()
        keepClusters()
        keepIdentities()
        leaveOwners()
        takeAlong()
    }

    // MARK: Noting

    /// The key of an object, which the old schema alone may have.
    func key(_ object: ObjectReference) -> ObjectKey {
        let own = ObjectKey(object, dialect)
        return new[own] == nil ? oldKeys[object] ?? own : own
    }

    mutating func change(_ kind: ActKey.Kind, _ object: ObjectKey, part: String? = nil, _ body: (inout Act) -> Void) {
        let key = ActKey(kind, object, part: part)
        if causes[object] == nil { causes[object] = current }
        body(&acts[key, default: Act(key)])
    }

    /// Notes a step for the difference that is looked at.
    mutating func add(_ step: Step, _ kind: ActKey.Kind, _ object: ObjectKey, part: String? = nil) {
        change(kind, object, part: part) { $0.after.append(step) }
        details[current].operations += step.operations
    }

    mutating func add(_ kind: ActKey.Kind, _ object: ObjectKey, _ step: Step) {
        add(step, kind, object)
    }

    /// Notes a change of a table, under the name that it has when the change is made.
    mutating func add(_ tableChange: TableChange, to table: Table, isListed: Bool = true) {
        let key = ObjectKey(.table(table.name), dialect)
        change(.alter, key) {
            $0.tableName = table.name
            $0.changes.append(tableChange)
        }
        if isListed { details[current].operations.append([tableChange].operation(on: table.name)) }
    }

    /// Notes that there are no operations for the difference.
    mutating func refuse(_ object: ObjectReference, _ why: String) {
        unsupported.append(Schema.Unsupported("\(object.name)", kind: "\(object.kind)", why: why))
    }

    /// Whether the object is made, as a whole, by the plan.
    func isMade(_ object: ObjectKey) -> Bool { acts[ActKey(.create, object)] != nil }

    // MARK: Objects

    mutating func create(_ object: SchemaObject, isListed: Bool = true) {
        let key = ObjectKey(object.reference, dialect)
        guard !isMade(key) else { return }
        var listed = object.making(homeSchema: dialect.homeSchema)
        switch object {
        case .table(let table):
            var made = named(table)
            if let identity = identity(of: table) {
                made = made.replicaIdentity(.default)
                change(.later, key, part: "replica identity") {
                    $0.after.append(identity.step)
                    $0.follows.insert(ActKey(.create, identity.index))
                }
            }
            change(.create, key) { $0.table = made }
            listed = made.making
        case .sequence(let sequence) where sequence.owner != nil:
            add(Step(SchemaObject.sequence(sequence.withoutOwner).making(homeSchema: "")), .create, key)
            own(sequence, key)
            return
        default: change(.create, key) { $0.after.append(Step(listed)) }
        }
        if isListed { details[current].operations += listed }
    }

    /// Gives a sequence to the column that owns it, once that is there.
    private mutating func own(_ sequence: NumberSequence, _ key: ObjectKey) {
        guard let owner = sequence.owner else { return }
        let table = ObjectKey(.table(owner.table), dialect)
        let step = Step {
            $0.alterSequence(
                sequence.name,
                to: SequenceChange(owner: .set(owner)),
                was: SequenceChange(owner: .remove)
            )
        }
        add(step, .later, key)
        change(.later, key) { $0.follows.formUnion([ActKey(.create, table), ActKey(.alter, table)]) }
    }

    mutating func drop(_ object: SchemaObject, isListed: Bool = true) {
        guard let key = oldKeys[object.reference], acts[ActKey(.drop, key)] == nil else { return }
        var object = object
        if case .table(let table) = object, identity(of: table) != nil {
            object = .table(table.replicaIdentity(.default))
        }
        let undo = object.needsMaking ? object.making(homeSchema: dialect.homeSchema) : nil
        let step = Step(object.removing, undo: undo)
        change(.drop, key) { $0.after.append(step) }
        if isListed { details[current].operations += step.operations }
        if case .index(let index) = object { freeKeys(on: index) }
        if case .table = object { blocked[key] = Set(allColumns(of: object)) }
    }

    mutating func replace(_ old: SchemaObject, by new: SchemaObject, isListed: Bool = true) {
        drop(old, isListed: isListed)
        create(new, isListed: isListed)
        let rights = restoreRights(of: old, on: new)
        if isListed { details[current].operations += rights }
    }

    /// Gives roles what they had on an object that is made again, and on the old one on the way back.
    private mutating func restoreRights(of old: SchemaObject, on new: SchemaObject) -> [Operation] {
        guard let key = oldKeys[old.reference], let rights = self.old[key]?.rights, !rights.isEmpty else { return [] }
        let dialect = dialect
        func statements(_ object: ObjectReference) -> [Operation] {
            let op = Operations()
            for sql in rights.compactMap({ dialect.restoring($0, on: object) }) { op.execute(sql) }
            return op.recorded
        }
        let operations = statements(new.reference)
        change(.create, ObjectKey(new.reference, dialect)) { $0.after.append(Step(operations, undo: [])) }
        change(.drop, key) { $0.before.append(Step([], undo: statements(old.reference))) }
        return operations
    }

    func allColumns(of object: SchemaObject) -> [ExactText] {
        guard case .table(let table) = object else { return [] }
        return table.columns.map { ExactText(dialect.comparedName($0.name)) }
    }
}
