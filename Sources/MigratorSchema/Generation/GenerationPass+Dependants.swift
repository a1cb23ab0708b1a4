import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// What depends on that which changes, and has to be made anew; and what goes with that which is dropped.
extension GenerationPass {
    /// Drops what keeps columns and objects from being changed, and makes it again.
    mutating func remakeDependants() {
        guard rules.dependantsBlockColumns else {
            remakeReaders()
            return remakeParts()
        }
        remakeComputed()
        freeRetypedKeys()
        var waiting = old.objects.map(\.key).filter { acts[ActKey(.drop, $0)] != nil || blocked[$0] != nil }
        for object in blockedTypes { remake(object, &waiting) }
        while let object = waiting.popLast() {
            for user in oldEdges.uses[object] ?? [] {
                if isBlocked(user, by: object) {
                    warn(of: user, for: object)
                    remake(user, &waiting)
                } else if [.function, .procedure].contains(object.kind), acts[ActKey(.drop, object)] != nil {
                    let before = blocked[user]
                    loosen(user, from: object)
                    // Views may read a column that is computed by it.
                    if blocked[user] != before { waiting.append(user) }
                }
            }
        }
        remakeParts()
    }

    /// Makes anew what reads columns that go, where nothing else would keep it from being broken, and what reads views
    /// that are made anew: until those are there again, no table could be changed.
    private mutating func remakeReaders() {
        for (key, names) in blocked where acts[ActKey(.drop, key)] == nil {
            guard let table = new.table(key.name) else { continue }
            let left = Set(table.columns.map { ExactText(dialect.comparedName($0.name)) })
            let gone = names.subtracting(left)
            guard !gone.isEmpty else { continue }
            for user in oldEdges.uses[key] ?? [] {
                guard let entry = old[user], entry.object.isRemade(dialect) else { continue }
                let texts = entry.object.texts.compactMap { dialect.text($0) }
                let reads = texts.contains { text in
                    let mentioned = SQLNames(text, kind: dialect.kind)
                    return gone.contains { mentioned.mention($0.text) }
                }
                guard reads else { continue }
                var waiting: [ObjectKey] = []
                remake(user, &waiting)
            }
        }
        var waiting = old.objects.map(\.key).filter { $0.kind == .view && acts[ActKey(.drop, $0)] != nil }
        while let view = waiting.popLast() {
            for user in oldEdges.uses[view] ?? [] where old[user]?.object.isRemade(dialect) == true {
                remake(user, &waiting)
            }
        }
    }

    /// Says with the difference that is the cause that a dependant loses its grants.
    private mutating func warn(of user: ObjectKey, for object: ObjectKey) {
        guard let cause = causes[object] else { return }
        causes[user] = cause
        guard new[user] != nil, let entry = old[user], entry.object.isGranted, entry.rights.isEmpty else { return }
        details[cause].hazards.append(.losesGrants("\(entry.object.reference)"))
    }

    /// Makes columns anew that are computed from columns whose types change.
    private mutating func remakeComputed() {
        for (key, names) in blocked where acts[ActKey(.drop, key)] == nil {
            guard let before = old.table(key.name), let after = new.table(key.name) else { continue }
            for column in before.columns {
                guard let generation = column.generation, !isDropped(column, key),
                    let wanted = after.columns.first(where: {
                        new.column($0.name, of: after.name) == old.column(column.name, of: before.name)
                    }), wanted.generation != nil
                else { continue }
                let mentioned = SQLNames(dialect.text(generation.expression) ?? "", kind: dialect.kind)
                guard names.contains(where: { mentioned.mention($0.text) }) else { continue }
                current = causes[key] ?? current
                makeAnew(column, wanted, before, after, key)
            }
        }
    }

    func isDropped(_ column: Column, _ key: ObjectKey) -> Bool {
        [ActKey.Kind.alter, .narrow].contains { kind in
            acts[ActKey(kind, key)]?.changes.contains { change in
                guard case .dropColumn(let dropped) = change else { return false }
                return dropped.name.isExactly(column.name)
            } ?? false
        }
    }

    /// Whether an object of the old schema keeps another from being dropped or changed.
    private func isBlocked(_ user: ObjectKey, by object: ObjectKey) -> Bool {
        guard let entry = old[user], entry.object.isRemade(dialect) else { return false }
        guard acts[ActKey(.drop, object)] == nil else { return true }
        guard let columns = blocked[object] else { return false }
        let names = entry.object.texts.compactMap { dialect.text($0) }
        return names.contains { text in
            let mentioned = SQLNames(text, kind: dialect.kind)
            return text.contains("*") || columns.contains { mentioned.mention($0.text) }
        }
    }

    private mutating func remake(_ key: ObjectKey, _ waiting: inout [ObjectKey]) {
        guard let former = old[key]?.object, acts[ActKey(.drop, key)] == nil else { return }
        acts[ActKey(.alter, key)] = nil
        acts[ActKey(.rename, key)] = nil
        current = causes[key] ?? current
        if let wanted = successor(of: key) {
            replace(former, by: wanted, isListed: false)
        } else {
            drop(former, isListed: false)
        }
        waiting.append(key)
    }

    /// Makes again what is of a view that is made again.
    private mutating func remakeParts() {
        for (key, entry) in new.objects {
            guard let owner = entry.object.owner, !isMade(key) else { continue }
            let relation = new.relation(owner)
            guard let made = relationKey(relation), isMade(made), old[key] != nil else { continue }
            if acts[ActKey(.drop, made)] == nil { continue }
            acts[ActKey(.alter, key)] = nil
            create(entry.object, isListed: false)
        }
    }

    /// Whether it is a sequence that both schemas have, whatever owns it.
    private func stays(_ key: ObjectKey) -> Bool { key.kind == .sequence && new[key] != nil }

    private func relationKey(_ name: NameKey) -> ObjectKey? {
        [ObjectKind.table, .view, .materializedView].map { ObjectKey($0, name) }.first {
            old[$0] != nil || new[$0] != nil
        }
    }

    /// Notes what goes without a word with what is dropped: the way back makes it again.
    mutating func takeAlong() {
        let relations: [ObjectKind] = [.table, .view, .materializedView]
        var gone = Set(acts.keys.filter { $0.kind == .drop && relations.contains($0.object.kind) }.map(\.object.name))
        var isFound = true
        while isFound {
            isFound = false
            for (key, entry) in old.objects where acts[ActKey(.drop, key)] == nil {
                guard let owner = entry.object.owner, gone.contains(old.relation(owner)), !stays(key) else { continue }
                let making: [Operation]
                if case .sequence(let sequence) = entry.object {
                    making = SchemaObject.sequence(sequence.withoutOwner).making(homeSchema: "")
                    let owned = Step {
                        $0.alterSequence(
                            sequence.name,
                            to: SequenceChange(owner: .set(ColumnName(owner, sequence.owner?.column ?? "")))
                        )
                    }
                    if let table = relationKey(old.relation(owner)) {
                        change(.drop, table) { $0.before.append(Step([], undo: owned.operations)) }
                    }
                } else {
                    making = entry.object.making(homeSchema: dialect.homeSchema)
                }
                change(.drop, key) { $0.after.append(Step([], undo: making)) }
                if case .table = entry.object { gone.insert(key.name) }
                isFound = true
            }
        }
        for (key, entry) in old.objects where acts[ActKey(.drop, key)] != nil {
            guard case .table(let table) = entry.object, let identity = identity(of: table) else { continue }
            change(.drop, identity.index) { $0.before.append(Step([], undo: identity.step.operations)) }
        }
    }
}

extension SchemaObject {
    /// Whether roles are given rights on it.
    fileprivate var isGranted: Bool {
        switch self {
        case .view, .function: true
        default: false
        }
    }

    /// Whether it is made again where what it depends on changes, and not changed itself.
    fileprivate func isRemade(_ dialect: any Dialect) -> Bool {
        switch self {
        case .view, .trigger, .policy: true
        case .opaque(let object):
            ["rule", "aggregate", "cast", "text search configuration", "cluster"].contains(object.kind)
        // The text of other functions is read when they are called.
        case .function(let function):
            dialect.text(function.definition).map { text in
                SQLNames(text, kind: dialect.kind).mention("atomic")
            } ?? false
        default: false
        }
    }
}
