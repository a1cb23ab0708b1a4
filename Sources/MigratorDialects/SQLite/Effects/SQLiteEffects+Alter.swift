import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

extension SQLiteEffects {
    mutating func alter(_ table: ObjectName, _ change: KnownStatement.TableChange) {
        switch change {
        case .addColumn(let making): addColumn(making, to: table)
        case .dropColumn(let name, _, _):
            needs(ServerAge(3, 35), "DROP COLUMN", table)
            dropColumn(name, from: table)
            if let user = user(of: name, of: table) {
                add(table, .droppingRefused, "\(user) uses \(name)") { $0.fails = true }
            }
        case .renameTable(let newName): rename(table, to: newName)
        case .renameColumn(let name, _):
            needs(ServerAge(3, 25), "RENAME COLUMN", table)
            renameColumn(name, of: table)
        case .addConstraint: refuse(table, "ADD CONSTRAINT")
        case .dropConstraint: refuse(table, "DROP CONSTRAINT")
        case .setType, .setNotNull, .dropNotNull, .setDefault, .dropDefault, .addIdentity, .dropExpression,
            .setExpression, .setStatistics, .setStorage:
            refuse(table, "ALTER COLUMN")
        case .validateConstraint, .alterConstraint, .renameConstraint, .setSchema, .attach, .detach, .rewrite,
            .setParameters, .trigger, .other:
            refuse(table, words.text(0..<words.count))
        }
    }

    /// Values of a column go.
    mutating func dropColumn(_ name: String, from table: ObjectName) {
        let isOwn = scope.isTransient(name, of: table)
        add(table, .columnDropped, name) { effect in
            effect.losesData = true
            effect.breaksApplication = true
            if isOwn { effect.isNew = true }
        }
    }

    mutating func renameColumn(_ name: String, of table: ObjectName) {
        let effect = scope.effect(on: table, nil, .columnRenamed, name) { $0.breaksApplication = true }
        scope.later.append(.columnRenamed(name, of: table, effect))
    }

    private mutating func addColumn(_ making: KnownStatement.ColumnMaking, to table: ObjectName) {
        let column = making.column
        scope.addedColumns[inventory.key(table), default: []].append(column.name)
        if column.generation != nil { needs(ServerAge(3, 31), "a generated column", table) }
        if let constraint = making.constraints.first(where: { $0.kind == .unique || $0.kind == .primaryKey }) {
            let what = constraint.kind == .unique ? "UNIQUE" : "PRIMARY KEY"
            return add(table, .additionRefused, "\(column.name) is \(what)") { effect in
                effect.fails = true
                // That is refused of an empty table as well.
                (effect.isNew, effect.isSmall, effect.rows) = (false, false, nil)
            }
        }
        let text = column.defaultValue?.text ?? "NULL"
        let isNull = text.lowercased() == "null"
        var reason: String?
        if column.generation != nil, column.isStored {
            reason = "is STORED"
        } else if !column.isNullable, isNull, column.generation == nil {
            reason = "is NOT NULL without a default"
        } else if !Self.isConstant(text) {
            reason = "has a default that is no constant"
        } else if making.constraints.contains(where: { $0.kind == .foreignKey }), !isNull, scope.keepsForeignKeys {
            reason = "REFERENCES a table and has a default"
        }
        guard let reason else { return }
        add(table, .additionRefused, "\(column.name) \(reason)") { $0.fails = true }
        if !column.isNullable { add(table, .rowsRefused, column.name) { $0.fails = true } }
    }

    private static func isConstant(_ text: String) -> Bool {
        !text.hasPrefix("(") && !["current_timestamp", "current_date", "current_time"].contains(text.lowercased())
    }

    /// What else uses a column that is to go.
    private func user(of column: String, of table: ObjectName) -> String? {
        guard let known = inventory.table(table) else { return nil }
        func has(_ columns: [String]) -> Bool { columns.contains { inventory.isSame($0, column) } }
        for constraint in known.constraints {
            switch constraint.kind {
            case .primaryKey where has(constraint.columns): return "the primary key"
            case .unique where has(constraint.columns): return "a UNIQUE constraint"
            case .foreignKey where has(constraint.columns): return "a foreign key"
            // A check of the column itself goes with it.
            case .check where !has(constraint.columns) && constraint.condition?.mentions(column) ?? false:
                return "a CHECK"
            default: continue
            }
        }
        if let index = known.indexes.first(where: { $0.text?.mentions(column) ?? false }) {
            return "index \(index.name)"
        }
        if let other = known.columns.first(where: { $0.generation?.mentions(column) ?? false }) {
            return "the generated column \(other.name)"
        }
        if let view = inventory.views(of: table).first(where: { $0.query?.mentions(column) ?? false }) {
            return "view \(view.name)"
        }
        for other in inventory.tables.values {
            let isOwn = inventory.isSame(other.name, table)
            let trigger = other.triggers.first { $0.text.mentions(column) && (isOwn || $0.text.mentions(table.name)) }
            if let trigger { return "trigger \(trigger.name)" }
        }
        return nil
    }

    private mutating func rename(_ table: ObjectName, to newName: String) {
        guard !scope.isNew(table) else { return }
        let effect = scope.effect(on: table, nil, .tableRenamed, newName) { $0.breaksApplication = true }
        scope.later.append(.tableRenamed(table, effect))
    }

    // MARK: DROP

    mutating func drop(_ dropping: KnownStatement.Dropping) {
        for name in dropping.names {
            switch dropping.kind {
            case .table: dropTable(name)
            case .view:
                guard !scope.isAbsent(name) else { continue }
                // The application that knows the view is the one that goes.
                if let undone = scope.undoes, inventory.table(name)?.madeIn == undone { continue }
                let effect = scope.effect(on: name, nil, .viewShrunk) { $0.breaksApplication = true }
                if let view = inventory.table(name) { scope.later.append(.viewDropped(view, effect)) }
            case .index: if dropping.concurrently { refuse(name, "DROP INDEX CONCURRENTLY") }
            case .materializedView, .type, .schema, .other: refuse(name, words.text(0..<min(2, words.count)))
            }
        }
    }

    private mutating func dropTable(_ name: ObjectName) {
        guard !scope.isAbsent(name) else { return }
        noteKeys(name)
        let effect = scope.effect(on: name, nil, .tableDropped) { effect in
            effect.losesData = true
            effect.breaksApplication = true
        }
        let children = inventory.references(to: name).filter { !inventory.isSame($0.table.name, name) }
        if scope.keepsForeignKeys, let child = children.first {
            let action = child.key.onDelete ?? "no action"
            add(name, .rebuildCascades, "\(child.table.name), whose foreign key says ON DELETE \(action.uppercased())")
            {
                $0.losesData = true
            }
        }
        if let table = inventory.table(name) {
            scope.later.append(.tableDropped(table, effect))
        } else {
            found.append(effect)
        }
    }
}
