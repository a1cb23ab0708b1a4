import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    /// The order in which kinds of objects are gone through.
    private static let order: [[ObjectKind]] = [
        [.schema], [.extension], [.enumeration], [.domain], [.compositeType], [.sequence], [.table],
        [.view, .materializedView], [.index], [.function, .procedure], [.trigger], [.policy],
    ]

    /// Compares everything.
    mutating func walk() {
        // A relation that goes takes what is of it.
        for (key, entry) in old.objects where new[key] == nil && isRelation(key) {
            if !isLeftAlone(entry, of: old, beside: new) { gone.insert(key.name) }
        }
        let newGroups = Dictionary(grouping: new.objects) { $0.key.kind }
        let oldGroups = Dictionary(grouping: old.objects) { $0.key.kind }
        for kinds in Self.order {
            let (news, olds) = (kinds.flatMap { newGroups[$0] ?? [] }, kinds.flatMap { oldGroups[$0] ?? [] })
            if kinds == [.index] { walkIndexes(news, olds) } else { walk(news, olds) }
        }
        // What has no type of its own, by kind.
        let others = Set(newGroups.keys).union(oldGroups.keys).subtracting(Self.order.joined())
        for kind in others.sorted(by: { $0.description < $1.description }) {
            walk(newGroups[kind] ?? [], oldGroups[kind] ?? [])
        }
    }

    typealias Keyed = (key: ObjectKey, entry: Schema.Entry)

    private mutating func walk(_ news: [Keyed], _ olds: [Keyed]) {
        for (key, entry) in news {
            // A sequence may leave the owner that goes.
            if let former = old[key], key.kind == .sequence || !isGone(former.object) {
                compare(former.object, entry.object)
            } else if !isLeftAlone(entry, of: new, beside: old) {
                create(entry.object)
            }
        }
        for (key, entry) in olds where new[key] == nil {
            if !isLeftAlone(entry, of: old, beside: new) && !isGone(entry.object) { drop(entry.object) }
        }
    }

    private func isRelation(_ key: ObjectKey) -> Bool {
        [.table, .view, .materializedView].contains(key.kind)
    }

    /// Whether an object of the old schema goes with what it is of.
    func isGone(_ object: SchemaObject) -> Bool {
        switch object {
        case .table(let table): table.partition.map { gone.contains(old.relation($0.parent)) } ?? false
        case .index(let index): gone.contains(old.relation(index.table))
        case .trigger(let trigger): gone.contains(old.relation(trigger.table))
        case .policy(let policy): gone.contains(old.relation(policy.table))
        case .opaque(let object): object.table.map { gone.contains(old.relation($0)) } ?? false
        case .sequence(let sequence): sequence.owner.map { isGone($0) } ?? false
        default: false
        }
    }

    private func isGone(_ owner: ColumnName) -> Bool {
        let key = old.relation(owner.table)
        // Of a table that is not looked at nothing goes.
        guard old.table(key) != nil else { return false }
        guard !gone.contains(key), let table = new.table(key) else { return true }
        let column = old.column(owner.column, of: owner.table)
        return !table.columns.contains { new.column($0.name, of: table.name) == column }
    }

    /// Whether an object that the other schema has not is no difference.
    ///
    /// The partitions of a table that both have come and go, unless somebody declares them; what is of one goes with it.
    func isLeftAlone(_ entry: Schema.Entry, of side: ComparedSide, beside other: ComparedSide) -> Bool {
        guard !side.isWritten else { return false }
        let table: ObjectName
        switch entry.object {
        case .table(let part): table = part.name
        case .index(let index): table = index.table
        case .trigger(let trigger): table = trigger.table
        case .policy(let policy): table = policy.table
        default: return false
        }
        return isLoosePartition(side.relation(table), of: side, beside: other)
    }

    private func isLoosePartition(_ key: NameKey, of side: ComparedSide, beside other: ComparedSide) -> Bool {
        guard let partition = side.table(key)?.partition, other.table(key) == nil else { return false }
        let parent = side.relation(partition.parent)
        return other.table(parent) != nil || isLoosePartition(parent, of: side, beside: other)
    }
}
