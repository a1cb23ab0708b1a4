import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// Objects that both schemas have, and that differ.
extension GenerationPass {
    mutating func takeChange(_ change: SchemaChange, _ old: SchemaObject, _ new: SchemaObject, _ key: ObjectKey) {
        switch (change, old, new) {
        case (.setTableOptions, .table(let old), .table(let new)): setOptions(old, new)
        case (.alterSequence, .sequence(let old), .sequence(let new)): alter(old, new, key)
        case (.alterDomain, .domain(let old), .domain(let new)): alter(old, new, key)
        case (.alterIndex, .index(let old), .index(let new)):
            let changes = Self.storage(old.storage, new.storage)
            add(.alter, key, Step { $0.alterIndex(new.name, on: new.table, storage: changes.to, was: changes.was) })
        case (.alterView, .view(let old), .view(let new)):
            if old.storage == new.storage {
                add(.alter, key, Step { $0.alterView(new.name, to: new.options, was: old.options) })
            } else {
                replace(.view(old), by: .view(new))
            }
        case (.replaceView, .view(let old), .view(let new)): replaceView(old, new, key)
        case (.replaceFunction, .function(let old), .function(let new)): replaceFunction(old, new, key)
        case (.setTrigger, .trigger(let old), .trigger(let new)):
            add(.alter, key, Step { $0.setTrigger(new.name, on: new.table, to: new.state, was: old.state) })
        case (.alterPolicy, .policy(let old), .policy(let new)):
            add(.alter, key, Step { $0.alterPolicy(new, was: old) })
        case (.createEnum, .enumeration(let old), .enumeration(let new)):
            replaceType(.enumeration(old), .enumeration(new), key)
        case (.createDomain, .domain(let old), .domain(let new)): replaceType(.domain(old), .domain(new), key)
        case (.createExtension, .extension, .extension(let new)): move(new, old, key)
        case (_, .opaque, .opaque):
            let holders: [ObjectKind] = [.table, .domain, .compositeType]
            if let holder = oldEdges.uses[key]?.first(where: { holders.contains($0.kind) }) {
                return refuse(
                    new.reference,
                    "\(holder.name.text) is made of it; make another and convert what there is in a revision of your own"
                )
            }
            replace(old, by: new)
        default: replace(old, by: new)
        }
    }

    private mutating func move(_ new: Extension, _ old: SchemaObject, _ key: ObjectKey) {
        guard case .extension(let former) = old, let schema = new.schema, let formerSchema = former.schema,
            let sql = dialect.moving(extension: new.name, to: schema)
        else { return replace(old, by: .extension(new)) }
        let reverse = dialect.moving(extension: new.name, to: formerSchema)
        add(.alter, key, Step { $0.execute(sql, reverse: reverse) })
    }

    private mutating func setOptions(_ old: Table, _ new: Table) {
        let storage = Self.storage(old.storage, new.storage, declared: self.new.isDeclared)
        let identities = (old.replicaIdentity ?? .default, new.replicaIdentity ?? .default)
        // An index may come first, or may be going.
        let namesIndex = [identities.0, identities.1].contains { if case .index = $0 { true } else { false } }
        let keepsIdentity = identities.0 == identities.1 || namesIndex
        func change(
            _ table: Table,
            _ storage: [String: ColumnChange.Change<String>],
            _ identity: ReplicaIdentity
        )
            -> TableOptionsChange
        {
            TableOptionsChange(
                logged: old.isUnlogged == new.isUnlogged ? nil : !table.isUnlogged,
                storage: storage,
                rowSecurity: old.rowSecurity == new.rowSecurity ? nil : table.rowSecurity,
                replicaIdentity: keepsIdentity ? nil : identity,
                sqlite: !dialect.comparisonRules.keysNumberRows || old.sqliteOptions == new.sqliteOptions
                    ? nil : table.sqliteOptions
            )
        }
        let (to, was) = (change(new, storage.to, identities.1), change(old, storage.was, identities.0))
        if to != TableOptionsChange() { add(.setOptions(to, was: was), to: new) }
        if namesIndex, identities.0 != identities.1 {
            reidentified.append((current, ObjectKey(.table(new.name), dialect)))
        }
    }

    /// What changes between storage parameters, and what was there before.
    private static func storage(
        _ old: [String: String],
        _ new: [String: String],
        declared: Bool = false
    ) -> (to: [String: ColumnChange.Change<String>], was: [String: ColumnChange.Change<String>]) {
        var (to, was): ([String: ColumnChange.Change<String>], [String: ColumnChange.Change<String>]) = ([:], [:])
        for name in Set(new.keys).union(declared ? [] : Set(old.keys)) where old[name] != new[name] {
            to[name] = new[name].map { .set($0) } ?? .remove
            was[name] = old[name].map { .set($0) } ?? .remove
        }
        return (to, was)
    }

    private mutating func alter(_ old: NumberSequence, _ new: NumberSequence, _ key: ObjectKey) {
        let (before, after) = (SequenceShape(old, dialect), SequenceShape(new, dialect))
        func owner(_ sequence: NumberSequence) -> ColumnChange.Change<ColumnName> {
            sequence.owner.map { .set($0) } ?? .remove
        }
        func change(_ sequence: NumberSequence, _ shape: SequenceShape) -> SequenceChange {
            SequenceChange(
                type: before.type == after.type ? nil : sequence.type ?? .bigInt,
                start: before.start == after.start ? nil : shape.start,
                increment: before.increment == after.increment ? nil : shape.increment,
                minimum: before.minimum == after.minimum ? nil : .set(shape.minimum),
                maximum: before.maximum == after.maximum ? nil : .set(shape.maximum),
                cache: before.cache == after.cache ? nil : shape.cache,
                cycles: before.cycles == after.cycles ? nil : shape.cycles,
                owner: old.owner == new.owner ? nil : owner(sequence)
            )
        }
        add(.alter, key, Step { $0.alterSequence(new.name, to: change(new, after), was: change(old, before)) })
        if let owner = old.owner, owner != new.owner {
            leaving.append((key, ObjectKey(.table, self.old.relation(owner.table))))
        }
        if let owner = new.owner, owner != old.owner {
            let made = ActKey(.create, ObjectKey(.table(owner.table), dialect))
            self.change(.alter, key) { $0.follows.insert(made) }
        }
    }

    private mutating func alter(_ old: Domain, _ new: Domain, _ key: ObjectKey) {
        func checks(_ domain: Domain, _ texts: TextSpeller) -> [ConstraintForm] {
            let scope = QuestionScope(.domain(new.name), type: domain.type)
            return domain.checks.map { texts.form(of: $0, of: domain, scope) }
        }
        var pass = ComparisonPass(self.old, self.new, [:], dialect)
        let matching = ConstraintMatching(checks(old, oldTexts), checks(new, newTexts), &pass)
        let changed = matching.pairs.filter { $0.likeness != .equal }
        func named(_ form: ConstraintForm) -> Check? {
            guard case .check(let check) = form.constraint.named(form.constraint.name ?? form.automatic.first) else {
                return nil
            }
            return check
        }
        let keepsChecks = changed.isEmpty && matching.added.isEmpty && matching.dropped.isEmpty
        if !keepsChecks || old.isNullable != new.isNullable, isNested(key) {
            return replaceType(.domain(old), .domain(new), key)
        }
        for pair in matching.pairs where pair.likeness == .equal {
            guard let wanted = pair.new.constraint.name, let former = pair.old.constraint.name, former != wanted else {
                continue
            }
            add(.alter, key, Step { $0.rename(.constraint(former, onDomain: new.name), to: wanted) })
        }
        func value(_ domain: Domain) -> ColumnChange.Change<DefaultValue> {
            domain.defaultValue.map { .set($0) } ?? .remove
        }
        let changesDefault = old.defaultValue != new.defaultValue
        let step = Step {
            $0.alterDomain(
                new.name,
                nullable: old.isNullable == new.isNullable ? nil : new.isNullable,
                default: changesDefault ? value(new) : nil,
                was: changesDefault ? value(old) : nil,
                adding: (changed.map(\.new) + matching.added).compactMap(named),
                dropping: (changed.map(\.old) + matching.dropped).compactMap(named)
            )
        }
        add(step, .alter, key)
    }

    // MARK: Views and functions

    private mutating func replaceView(_ old: View, _ new: View, _ key: ObjectKey) {
        let former = self.oldEdges.uses[key] ?? []
        let isSimple = former.allSatisfy { $0.kind != .trigger } || dialect.comparisonRules.replacesViews
        let queries = [old, new].map { QueryHead(dialect.text($0.query) ?? "", dialect) }
        let keepsColumns =
            !dialect.comparisonRules.replacesViews
            || (old.columns.isEmpty && new.columns.isEmpty && queries[1].extends(queries[0]))
        let appends = queries[1].columnCount != queries[0].columnCount
        guard !old.isMaterialized, !new.isMaterialized, isSimple, keepsColumns, !(appends && !former.isEmpty) else {
            return replace(.view(old), by: .view(new))
        }
        let undo =
            appends
            ? Step { op in
                op.dropView(new); op.createView(old)
            }.operations : nil
        let step = Step(undo: undo) { $0.replaceView(new, replacing: old) }
        // What it shows by then may be what the new query names alone.
        add(step, .alter, key)
    }

    private mutating func replaceFunction(_ old: Function, _ new: Function, _ key: ObjectKey) {
        let heads = [old, new].map { FunctionHead($0, dialect) }
        guard let former = heads[0], let wanted = heads[1], former.isReplaceable(by: wanted) else {
            return replace(.function(old), by: .function(new))
        }
        add(
            .alter,
            key,
            Step { $0.replaceFunction(new.replacing(dialect), replacing: old.replacing(dialect)) }
        )
    }
}
