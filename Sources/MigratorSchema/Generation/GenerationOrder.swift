import MigrationDSL
import MigratorCatalogue
import MigratorSystem

/// The acts of a pass, each behind those that it has to follow.
///
/// What is dropped goes in the reverse order of the old schema's needs, what is made or changed in the order of the new
/// one's. Of what is free the objects decide, as they stand in the new schema, or from the end in the old one.
struct GenerationOrder {
    private(set) var acts: [Act]
    private(set) var indices: [ActKey: Int] = [:]
    /// The acts that each act has to wait for; those of foreign keys may be left for later.
    private var waits: [Set<Int>]
    private var keys: [Int: [(before: Int, table: ObjectKey, key: ForeignKey)]] = [:]
    /// The acts that drop foreign keys ahead of others, by the tables that those point to.
    private var keyDrops: [ObjectKey: [ActKey]] = [:]
    /// The unique indexes that are made, by the tables that they are on.
    private var uniqueIndexes: [ObjectKey: [(act: Int, columns: Set<ExactText>)]] = [:]
    let pass: GenerationPass

    init(_ pass: GenerationPass) {
        self.pass = pass
        let oldPlaces = Dictionary(pass.old.objects.enumerated().map { ($1.key, $0) }) { first, _ in first }
        let newPlaces = Dictionary(pass.new.objects.enumerated().map { ($1.key, $0) }) { first, _ in first }
        func rank(_ key: ActKey) -> [Int] {
            let isOld = key.kind.rawValue <= ActKey.Kind.narrow.rawValue || key.kind == .finish
            let place = isOld ? -(oldPlaces[key.object] ?? 0) : newPlaces[key.object] ?? Int.max
            // What changes and what is made go hand in hand.
            return [key.kind == .create ? ActKey.Kind.alter.rawValue : key.kind.rawValue, place]
        }
        let ranked = pass.acts.values.map { (rank: rank($0.key), act: $0) }
        let sorted = ranked.sorted {
            if $0.rank != $1.rank { return $0.rank.lexicographicallyPrecedes($1.rank) }
            let kinds = ($0.act.key.kind.rawValue, $1.act.key.kind.rawValue)
            return kinds.0 != kinds.1 ? kinds.0 < kinds.1 : $0.act.key.partText < $1.act.key.partText
        }
        acts = sorted.map(\.act)
        waits = Array(repeating: [], count: acts.count)
        for (index, act) in acts.enumerated() {
            indices[act.key] = index
            noteUniqueIndex(index, act)
            guard act.key.kind == .dropKey else { continue }
            for target in Set((pass.oldEdges.keys[act.key.object] ?? []).map(\.target)) {
                keyDrops[target, default: []].append(act.key)
            }
        }
        for (index, act) in acts.enumerated() {
            wait(index, act)
            for other in act.follows { follow(index, other) }
        }
        waitForNames()
        sort()
    }

    // MARK: What waits for what

    private mutating func follow(_ index: Int, _ kind: ActKey.Kind, _ object: ObjectKey) {
        follow(index, ActKey(kind, object))
    }

    mutating func follow(_ index: Int, _ other: ActKey) {
        guard let before = indices[other], before != index else { return }
        waits[index].insert(before)
    }

    private mutating func wait(_ index: Int, _ act: Act) {
        let object = act.key.object
        let uses = pass.oldEdges.uses[object] ?? []
        let needs = pass.newEdges.needs[object] ?? []
        switch act.key.kind {
        case .dropKey: break
        case .drop, .finish:
            for user in uses {
                for kind in [ActKey.Kind.drop, .narrow, .alter, .dropKey, .finish]
                where !isReplaced(object, act) || kind == .drop || pass.narrowed.contains(user) && kind == .narrow {
                    follow(index, kind, user)
                }
            }
            waitForKeys(index, on: object, dropping: true)
        case .narrow: for user in uses { follow(index, .drop, user) }
        case .rename:
            follow(index, .narrow, object)
            for user in uses { follow(index, .drop, user) }
            for need in needs { follow(index, .rename, need) }
        case .alter, .create:
            for kind in [ActKey.Kind.dropKey, .drop, .narrow, .rename] { follow(index, kind, object) }
            // What says the name of a type lets go of it before another has the name; what takes numbers from a sequence
            // keeps it from nothing, and may take it along.
            for user in uses where object.kind != .sequence {
                for kind in [ActKey.Kind.drop, .narrow] { follow(index, kind, user) }
            }
            for need in needs {
                for kind in [ActKey.Kind.rename, .alter, .create] { follow(index, kind, need) }
            }
            waitForTargets(index, act)
            waitForKeys(index, on: object, dropping: false)
        case .later:
            for kind in [ActKey.Kind.alter, .create, .rename] { follow(index, kind, object) }
            for target in pass.newEdges.keys[object] ?? [] {
                for kind in [ActKey.Kind.alter, .create] { follow(index, kind, target.target) }
            }
        }
        // A change of a table follows the dropping of keys that point to it.
        if act.key.kind != .dropKey, act.key.kind != .later {
            for other in keyDrops[object] ?? [] { follow(index, other) }
        }
    }

    /// Whether an object that is dropped is made again, so that what is only changed cannot wait for both.
    private func isReplaced(_ object: ObjectKey, _ act: Act) -> Bool {
        act.key.kind == .drop && indices[ActKey(.create, object)] != nil
    }

    /// Lets what is dropped wait for the tables whose foreign keys point to it.
    private mutating func waitForKeys(_ index: Int, on object: ObjectKey, dropping: Bool) {
        for table in pass.oldEdges.referring[object] ?? [] {
            for target in pass.oldEdges.keys[table] ?? [] where target.target == object {
                if let before = indices[ActKey(.drop, table)], before != index {
                    keys[index, default: []].append((before, table, target.key))
                }
                guard dropping || losesKeys(acts[index]) else { continue }
                for kind in [ActKey.Kind.narrow, .alter] where drops(target.key, ActKey(kind, table)) {
                    follow(index, kind, table)
                }
            }
        }
    }

    private func losesKeys(_ act: Act) -> Bool {
        act.changes.contains { change in
            switch change {
            case .dropConstraint, .dropColumn: true
            default: false
            }
        }
    }

    private func drops(_ key: ForeignKey, _ act: ActKey) -> Bool {
        guard let index = indices[act] else { return false }
        return acts[index].changes.contains { change in
            switch change {
            case .dropConstraint(let constraint): constraint.isSame(as: .foreignKey(key))
            case .dropColumn(let column): key.columns.hasExactly(column.name)
            default: false
            }
        }
    }

    /// Lets what adds foreign keys wait for the tables that they point to.
    private mutating func waitForTargets(_ index: Int, _ act: Act) {
        for target in pass.newEdges.keys[act.key.object] ?? [] {
            var copy = act
            guard copy.cut(target.key) != nil else { continue }
            for kind in [ActKey.Kind.alter, .create, .rename] {
                guard let before = indices[ActKey(kind, target.target)], before != index else { continue }
                keys[index, default: []].append((before, act.key.object, target.key))
            }
        }
        waitForIndexes(index, act)
    }

    private mutating func noteUniqueIndex(_ number: Int, _ act: Act) {
        guard act.key.kind == .create, case .index(let index)? = pass.new[act.key.object]?.object, index.isUnique,
            index.predicate == nil
        else { return }
        let columns = index.columns.compactMap { column -> String? in
            guard case .column(let name) = column.key else { return nil }
            return name
        }
        guard columns.count == index.columns.count else { return }
        let table = ObjectKey(.table, pass.new.relation(index.table))
        uniqueIndexes[table, default: []].append((number, pass.names(columns)))
    }

    /// Lets foreign keys wait for the unique indexes that they need where they point to.
    private mutating func waitForIndexes(_ index: Int, _ act: Act) {
        guard !uniqueIndexes.isEmpty, let table = pass.new.table(act.key.object.name) else { return }
        for key in table.foreignKeyList where !key.referencedColumns.isEmpty {
            let target = ObjectKey(.table, pass.new.relation(pass.new.target(of: key, in: table)))
            let columns = pass.names(key.referencedColumns)
            for made in uniqueIndexes[target] ?? [] where made.columns == columns {
                var copy = act
                guard copy.cut(key) != nil else { continue }
                keys[index, default: []].append((made.act, act.key.object, key))
            }
        }
    }

    // MARK: Sorting

    private mutating func sort() {
        var sorted: [Act] = []
        var last: [Act] = []
        var first: [Act] = []
        var isDone = Array(repeating: false, count: acts.count)
        var queue = GenerationQueue(waits, keys.mapValues { Set($0.map(\.before)) })
        while let index = queue.next() {
            for key in keys[index] ?? [] where !isDone[key.before] {
                if acts[index].key.kind == .drop || acts[key.before].key.kind == .drop {
                    if let act = dropping(key.key, of: key.table) { first.append(act) }
                    acts[key.before].leave(key.key)
                } else if let act = adding(key.key, of: key.table, index) {
                    last.append(act)
                }
            }
            isDone[index] = true
            sorted.append(acts[index])
        }
        acts = first + sorted.filter { $0.key.kind != .finish } + last + sorted.filter { $0.key.kind == .finish }
    }

    private func dropping(_ key: ForeignKey, of table: ObjectKey) -> Act? {
        guard let before = pass.old.table(table.name) else { return nil }
        let constraint = pass.named(.foreignKey(key), in: before, pass.oldTexts)
        var act = Act(ActKey(.dropKey, table, part: constraint.name))
        act.after = [Step { $0.dropConstraint(constraint, from: before.name) }]
        return act
    }

    private mutating func adding(_ key: ForeignKey, of table: ObjectKey, _ index: Int) -> Act? {
        guard let after = pass.new.table(table.name) else { return nil }
        let constraint = pass.named(.foreignKey(key), in: after, pass.newTexts, addedTo: pass.old.table(table.name))
        // A table may be made with a key to one that is not there yet.
        if acts[index].table != nil, !pass.dialect.adds(constraint, to: after.name) { return nil }
        guard acts[index].cut(key) != nil else { return nil }
        var act = Act(ActKey(.later, table, part: constraint.name))
        act.after = [Step { $0.addConstraint(constraint, to: after.name) }]
        return act
    }
}

extension ActKey {
    fileprivate var partText: ExactText { part ?? ExactText("") }
}
