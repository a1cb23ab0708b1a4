import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

extension PostgresEffects {
    // MARK: CREATE

    mutating func create(_ making: KnownStatement.TableMaking) {
        let name = making.name
        if making.ifNotExists, inventory.table(name) != nil { return }
        checkName(name.name, name)
        for column in making.columns { checkName(column.column.name, name) }
        if let parent = making.parent {
            add(parent, .accessExclusive)
            scanDefault(of: parent, making.bound)
        }
        if let query = making.query { read(query) }
        for constraint in making.constraints + making.columns.flatMap(\.constraints) {
            checkName(constraint.name ?? "", name)
            guard constraint.kind == .foreignKey else { continue }
            reference(constraint, from: name)
        }
    }

    /// The parent of a foreign key is locked for an instant.
    mutating func reference(_ constraint: KnownConstraint, from child: ObjectName) {
        scope.later.append(.foreignKey(constraint, of: child, position: scope.position))
        guard let parent = constraint.references, !inventory.isSame(parent, child) else { return }
        add(parent, .shareRowExclusive, .parentLocked, "\(child)")
    }

    /// All rows of what a query reads are read.
    mutating func read(_ query: StatementPart) {
        for table in query.tables {
            guard inventory.table(table) != nil, !isBounded(where: condition(of: query), table) else { continue }
            add(table, .accessShare) { $0.scans = true }
        }
    }

    private func condition(of query: StatementPart) -> StatementPart? {
        guard let start = query.range.first(where: { words.keyword($0) == "where" }) else { return nil }
        return StatementPart(words, start + 1..<query.range.upperBound)
    }

    /// Whether a condition finds rows by a key.
    func isBounded(where condition: StatementPart?, _ table: ObjectName) -> Bool {
        KeyBound(inventory, table).holds(for: condition)
    }

    mutating func create(_ making: KnownStatement.IndexMaking) {
        let table = making.table
        let isPartitioned = inventory.table(table)?.kind == .partitioned
        let name = ObjectName(making.index.name, schema: making.schema)
        refusePending(table)
        checkName(making.index.name, table)
        if making.concurrently {
            needsNoTransaction("CREATE INDEX CONCURRENTLY", on: table)
            if isPartitioned, !making.isOnly {
                return add(table, nil, .onPartitioned, "CREATE INDEX CONCURRENTLY") { $0.fails = true }
            }
            if making.ifNotExists { add(table, nil, .ifNotExists, making.index.name) }
            add(table, .shareUpdateExclusive) { $0.scans = true }
            return
        }
        if making.ifNotExists, inventory.index(name) != nil { return }
        if isPartitioned, making.isOnly { return add(table, .share) }
        add(table, .share, .indexBuilt, making.index.name) { $0.scans = true }
    }

    // MARK: Partitions

    /// A partition that comes takes rows that the default partition may hold.
    mutating func scanDefault(of parent: ObjectName, _ bound: KnownStatement.PartitionBound?) {
        guard let bound, !bound.isDefault,
            let rest = inventory.partitions(of: parent).first(where: \.isDefaultPartition),
            !scope.isNew(rest.name)
        else { return }
        let columns = inventory.table(parent)?.partitionColumns ?? []
        if PartitionProof(bound, columns, rest).excludes { return add(rest.name, .accessExclusive) }
        add(rest.name, .accessExclusive, .defaultPartitionScanned, "\(parent)") { $0.scans = true }
    }

    mutating func attach(_ partition: ObjectName, _ bound: KnownStatement.PartitionBound?, to parent: ObjectName) {
        add(parent, .shareUpdateExclusive)
        let columns = inventory.table(parent)?.partitionColumns ?? []
        if let table = inventory.table(partition), let bound, PartitionProof(bound, columns, table).holds {
            add(partition, .accessExclusive)
        } else {
            add(partition, .accessExclusive, .partitionAttached, "\(parent)") { $0.scans = true }
        }
        scanDefault(of: parent, bound)
    }

    mutating func detach(_ partition: ObjectName, concurrently: Bool, from parent: ObjectName) {
        if concurrently {
            needsNoTransaction("DETACH PARTITION CONCURRENTLY", on: parent)
            if inventory.partitions(of: parent).contains(where: \.isDefaultPartition) {
                add(parent, nil, .onPartitioned, "DETACH PARTITION CONCURRENTLY beside a default partition") {
                    $0.fails = true
                }
            }
            return add(parent, .shareUpdateExclusive)
        }
        add(partition, .accessExclusive)
        let isKnown = scope.version >= ServerAge(14) && !scope.isNew(parent)
        add(parent, .accessExclusive, isKnown ? .partitionDetached : nil, "\(partition)")
    }

    // MARK: DROP

    mutating func drop(_ dropping: KnownStatement.Dropping) {
        for name in dropping.names {
            switch dropping.kind {
            case .table: dropTable(name, dropping)
            case .index: dropIndex(name, dropping)
            case .view, .materializedView: dropView(name, dropping)
            case .schema:
                let tables = inventory.tables.values.filter { $0.name.schema?.isExactly(name.name) ?? false }
                for table in tables { add(table.name, .accessExclusive) }
                if dropping.cascade { cascade(name, "schema") }
            case .type, .other: if dropping.cascade { cascade(name, "what uses it") }
            }
        }
    }

    private mutating func cascade(_ name: ObjectName, _ what: String) {
        add(name, nil, .cascaded, what) { $0.losesData = true }
    }

    private mutating func dropTable(_ name: ObjectName, _ dropping: KnownStatement.Dropping) {
        guard !scope.isAbsent(name) else { return }
        refusePending(name)
        add(name, .accessExclusive, .tableDropped) { effect in
            effect.losesData = true
            effect.breaksApplication = true
            effect.breaksPlans = true
        }
        for key in inventory.table(name)?.constraints ?? [] {
            if let parent = key.references, !inventory.isSame(parent, name) { add(parent, .accessExclusive) }
        }
        if dropping.cascade {
            add(name, nil, .cascaded, "what refers to it") { $0.losesData = true }
            return
        }
        let keys = inventory.references(to: name).filter { key in
            !dropping.names.contains { inventory.isSame($0, key.table.name) }
        }
        let users =
            inventory.views(of: name).map { "view \($0.name)" } + keys.map { "a foreign key of \($0.table.name)" }
        guard let user = users.first else { return }
        add(name, nil, .usedByOthers, user) { $0.fails = true }
    }

    private mutating func dropIndex(_ name: ObjectName, _ dropping: KnownStatement.Dropping) {
        let found = inventory.index(name)
        if dropping.concurrently {
            needsNoTransaction("DROP INDEX CONCURRENTLY", on: found?.table.name ?? name)
            if found?.table.kind == .partitioned {
                add(name, nil, .onPartitioned, "DROP INDEX CONCURRENTLY") { $0.fails = true }
            }
            return
        }
        if found == nil, dropping.ifExists, inventory.isWhole { return }
        let isNew = found.map { $0.index.madeIn == inventory.revision } ?? false
        add(found?.table.name ?? name, .accessExclusive, .indexDropped, name.name) { effect in
            effect.breaksPlans = true
            if isNew { effect.isNew = true }
        }
    }

    private mutating func dropView(_ name: ObjectName, _ dropping: KnownStatement.Dropping) {
        guard !scope.isAbsent(name) else { return }
        // The application that knows the view is the one that goes.
        if let undone = scope.undoes, inventory.table(name)?.madeIn == undone { return add(name, .accessExclusive) }
        let effect = scope.effect(on: name, .accessExclusive, .viewShrunk) { $0.breaksApplication = true }
        if dropping.cascade { cascade(name, "what reads it") }
        if let view = inventory.table(name) {
            scope.later.append(.viewDropped(view, effect))
        } else {
            found.append(effect)
        }
        guard !dropping.cascade,
            let user = inventory.views(of: name).first(where: { view in
                !dropping.names.contains { inventory.isSame($0, view.name) }
            })
        else { return }
        add(name, nil, .usedByOthers, "view \(user.name)") { $0.fails = true }
    }

    // MARK: Rows

    mutating func rows(_ change: KnownStatement.RowsChange) {
        let table = change.table
        queue(change)
        if change.kind == .insert {
            add(table, .rowExclusive)
            if let query = change.query { read(query) }
            return
        }
        let isBounded = isBounded(where: change.condition, table)
        add(table, .rowExclusive, isBounded ? nil : .rowsUnbounded, change.kind == .update ? "UPDATE" : "DELETE") {
            $0.scans = !isBounded
        }
    }

    /// Checks that wait for the end of the transaction.
    private mutating func queue(_ change: KnownStatement.RowsChange) {
        guard scope.isTransaction, let table = inventory.table(change.table) else { return }
        let own = table.constraints.contains { constraint in
            constraint.isDeferred && constraint.kind == .foreignKey && change.kind != .delete
                && (change.kind == .insert || constraint.columns.contains { change.all.mentions($0) })
        }
        let others =
            change.kind != .insert
            && inventory.references(to: table.name).contains { reference in
                let keys =
                    reference.key.referencedColumns.isEmpty
                    ? inventory.key(of: table.name) : reference.key.referencedColumns
                return reference.key.isDeferred && (change.kind == .delete || keys.contains { isSet($0, change.all) })
            }
        guard own || others || table.triggers.contains(where: \.isDeferred) else { return }
        scope.pending.insert(inventory.key(change.table))
    }

    /// Whether an update gives a column a value.
    private func isSet(_ column: String, _ all: StatementPart) -> Bool {
        let end = all.range.first { words.keyword($0) == "where" } ?? all.range.upperBound
        return StatementPart(words, all.range.lowerBound..<end).mentions(column)
    }
}
