import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// What tells rows of a table from others in replication, and which columns own sequences.
extension GenerationPass {
    /// Lets a table be told by an index, once that is there.
    ///
    /// A table forgets the index by which it is told when that is dropped: the way back says it again.
    mutating func identify(_ old: Table, _ new: Table, _ key: ObjectKey) {
        let identities = (old.replicaIdentity ?? .default, new.replicaIdentity ?? .default)
        func step(_ table: Table, _ identity: ReplicaIdentity) -> [Operation] {
            Step {
                $0.setTableOptions(
                    of: table.name,
                    to: TableOptionsChange(replicaIdentity: identity),
                    was: TableOptionsChange(replicaIdentity: .default)
                )
            }.operations
        }
        var undo = step(new, identities.0)
        if let former = index(identities.0, of: old), acts[ActKey(.drop, former)] != nil {
            let again = Step([], undo: step(old, identities.0))
            change(.drop, former) { $0.before.append(again) }
            undo = []
        } else if case .index(let name) = identities.0, let act = dropping(constraint: name, of: key) {
            // By then it has its old name again or not yet.
            let again = Step([], undo: step(act == .alter ? new : old, identities.0))
            change(act, key) { $0.before.append(again) }
            undo = []
        }
        let (said, wanted) = (Step(step(new, identities.1), undo: undo), index(identities.1, of: new))
        change(.later, key, part: "replica identity") { act in
            act.after.append(said)
            if let wanted { act.follows.insert(ActKey(.create, wanted)) }
        }
    }

    /// Says again by which index a table is told, where that index is made anew.
    mutating func keepIdentities() {
        for (difference, key) in reidentified {
            guard let former = old.table(key.name), let table = new.table(key.name) else { continue }
            current = difference
            identify(former, table, key)
            let act = acts[ActKey(.later, key, part: "replica identity")]
            details[current].operations += act?.steps.first?.operations ?? []
        }
        for (key, entry) in new.objects {
            guard case .table(let table) = entry.object, let former = old.table(key.name),
                case .index(let name)? = table.replicaIdentity, let index = index(.index(name), of: table),
                acts[ActKey(.create, index)] != nil || dropping(constraint: name, of: key) != nil,
                acts[ActKey(.later, key, part: "replica identity")] == nil, !isMade(key)
            else { continue }
            identify(former, table, key)
        }
    }

    /// Clusters a table again by the index of a constraint that is made anew: the database forgets it.
    mutating func keepClusters() {
        for (key, entry) in old.objects {
            guard case .opaque(let cluster) = entry.object, cluster.kind == "cluster", let name = cluster.table,
                acts[ActKey(.drop, key)] == nil, let wanted = new[key]?.object
            else { continue }
            let table = ObjectKey(.table, old.relation(name))
            guard dropping(constraint: cluster.name.name, of: table) != nil else { continue }
            current = causes[table] ?? current
            replace(entry.object, by: wanted, isListed: false)
        }
    }

    /// The act that drops a constraint of a table, with its index.
    func dropping(constraint name: String, of key: ObjectKey) -> ActKey.Kind? {
        [ActKey.Kind.narrow, .alter].first { kind in
            acts[ActKey(kind, key)]?.changes.contains { change in
                guard case .dropConstraint(let dropped) = change else { return false }
                return dropped.name?.isExactly(name) ?? false
            } ?? false
        }
    }

    /// What lets a table be told by an index that is made after it, and that index.
    func identity(of table: Table) -> (step: Step, index: ObjectKey)? {
        guard case .index(let name)? = table.replicaIdentity, let index = index(.index(name), of: table),
            !table.constraints.contains(where: { $0.name?.isExactly(name) ?? false })
        else { return nil }
        let step = Step {
            $0.setTableOptions(
                of: table.name,
                to: TableOptionsChange(replicaIdentity: .index(name)),
                was: TableOptionsChange(replicaIdentity: .default)
            )
        }
        return (step, index)
    }

    private func index(_ identity: ReplicaIdentity?, of table: Table) -> ObjectKey? {
        guard case .index(let name)? = identity else { return nil }
        return ObjectKey(.index(name, on: table.name), dialect)
    }

    /// Lets sequences leave their owners before these go, which would take them along.
    mutating func leaveOwners() {
        for (sequence, owner) in leaving {
            for kind in [ActKey.Kind.drop, .narrow, .alter] where acts[ActKey(kind, owner)] != nil {
                change(kind, owner) { $0.follows.insert(ActKey(.alter, sequence)) }
            }
        }
    }
}
