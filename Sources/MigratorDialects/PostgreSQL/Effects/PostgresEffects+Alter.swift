import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorSystem

extension PostgresEffects {
    mutating func alter(_ table: ObjectName, _ change: KnownStatement.TableChange) {
        switch change {
        case .addColumn(let making): addColumn(making, to: table)
        case .dropColumn(let name, let ifExists, let cascade): dropColumn(name, ifExists, cascade, from: table)
        case .setType(let name, let type, let using, let collates):
            setType(of: name, of: table, to: type, using: using, collates: collates)
        case .setNotNull(let name):
            if isKnownNotNull(name, of: table) { return add(table, .accessExclusive) }
            refuseNull(in: [name], of: table)
        case .setExpression(let name):
            add(table, .accessExclusive, .columnFilled, name) { effect in
                effect.rewrites = true
                effect.scans = true
            }
        case .addConstraint(let constraint): addConstraint(constraint, to: table)
        case .dropConstraint(let name, let cascade):
            add(table, .accessExclusive)
            let dropped = inventory.table(table)?.constraints.first {
                $0.name.map { inventory.isSame($0, name) } ?? false
            }
            if let parent = dropped?.references { add(parent, .accessExclusive) }
            guard cascade, dropped?.kind != .check, dropped?.kind != .foreignKey else { return }
            guard let user = inventory.references(to: table).first else { return }
            add(table, nil, .cascaded, "the foreign key of \(user.table.name)")
        case .validateConstraint(let name): validate(name, of: table)
        case .renameTable(let newName):
            checkName(newName, table)
            let effect = scope.effect(on: table, .accessExclusive, .tableRenamed, newName) { effect in
                effect.breaksApplication = true
                effect.breaksPlans = true
            }
            scope.later.append(.tableRenamed(table, effect))
            add(table, .accessExclusive)
        case .setSchema(let schema):
            let effect = scope.effect(on: table, .accessExclusive, .tableRenamed, "\(schema).\(table.name)") {
                $0.breaksApplication = true
            }
            scope.later.append(.tableRenamed(table, effect))
            add(table, .accessExclusive)
        case .renameColumn(let name, let newName):
            checkName(newName, table)
            let effect = scope.effect(on: table, .accessExclusive, .columnRenamed, name) { effect in
                effect.breaksApplication = true
                effect.breaksPlans = true
            }
            scope.later.append(.columnRenamed(name, of: table, effect))
            add(table, .accessExclusive)
        case .attach(let partition, let bound): attach(partition, bound, to: table)
        case .detach(let partition, let concurrently): detach(partition, concurrently: concurrently, from: table)
        case .rewrite(let what): rewrite(table, what)
        case .setParameters, .setStatistics: add(table, .shareUpdateExclusive)
        case .trigger: add(table, .shareRowExclusive)
        case .renameConstraint(_, let newName):
            checkName(newName, table)
            add(table, .accessExclusive)
        case .dropNotNull, .setDefault, .dropDefault, .addIdentity, .dropExpression, .setStorage, .alterConstraint,
            .other:
            add(table, .accessExclusive)
        }
    }

    // MARK: Columns

    private mutating func addColumn(_ making: KnownStatement.ColumnMaking, to table: ObjectName) {
        let column = making.column
        if making.ifNotExists, inventory.column(column.name, of: table) != nil { return }
        checkName(column.name, table)
        scope.addedColumns[inventory.key(table), default: []].append(column.name)
        let fills = fills(column)
        add(table, .accessExclusive, fills ? .columnFilled : nil, column.name) { effect in
            effect.rewrites = fills
            effect.scans = fills
            effect.breaksPlans = true
        }
        let hasValue =
            column.defaultValue.map { !isNull($0) } ?? false || column.isIdentity || column.type.isSerial
            || column.generation != nil
        if !column.isNullable, !hasValue {
            add(table, nil, .columnRequired, column.name) { effect in
                effect.fails = true
                effect.breaksApplication = true
            }
            add(table, nil, .rowsRefused, column.name) { $0.fails = true }
        }
        for constraint in making.constraints {
            checkName(constraint.name ?? "", table)
            switch constraint.kind {
            case .check where constraint.isValid && constraint.isEnforced:
                add(table, .accessExclusive, .checkAdded, column.name) { $0.scans = true }
            case .unique, .primaryKey:
                add(table, .accessExclusive, .uniqueBuilt, column.name) { $0.scans = true }
            case .foreignKey:
                if hasValue, constraint.isValid, constraint.isEnforced {
                    add(table, .accessExclusive, .keyAdded, column.name) { $0.scans = true }
                }
                reference(constraint, from: table)
            default: break
            }
        }
    }

    private func isNull(_ value: StatementPart) -> Bool { value.text.lowercased() == "null" }

    /// Whether each row gets a value of its own, which is written into it.
    private func fills(_ column: KnownColumn) -> Bool {
        if column.isIdentity || column.type.isSerial { return true }
        if column.generation != nil { return column.isStored || scope.version < ServerAge(18) }
        if let value = column.defaultValue, !isNull(value) {
            if scope.version < ServerAge(11) { return true }
            if PostgresVolatility.isVolatile(value, inventory) { return true }
        }
        return inventory.domains[ExactText(column.type.base)]?.isConstrained ?? false
    }

    private mutating func dropColumn(_ name: String, _ ifExists: Bool, _ cascade: Bool, from table: ObjectName) {
        if ifExists, let known = inventory.table(table), known.isComplete, inventory.column(name, of: table) == nil {
            return
        }
        let isOwn = scope.isTransient(name, of: table)
        add(table, .accessExclusive, .columnDropped, name) { effect in
            effect.losesData = true
            effect.breaksApplication = true
            effect.breaksPlans = true
            if isOwn { effect.isNew = true }
        }
        if cascade {
            add(table, nil, .cascaded, "what uses \(name)") { $0.losesData = true }
        } else if let user = user(of: name, of: table, whenDropped: true) {
            add(table, nil, .usedByOthers, "\(user) uses \(name)") { $0.fails = true }
        }
    }

    /// What else uses a column.
    private func user(of column: String, of table: ObjectName, whenDropped: Bool) -> String? {
        for view in inventory.views(of: table) {
            guard let query = view.query, query.mentions(column) || query.hasStar else { continue }
            // What the star of a query stood for when the view was made.
            if !query.mentions(column), !view.columns.isEmpty,
                !view.columns.contains(where: { inventory.isSame($0.name, column) })
            {
                continue
            }
            return "view \(view.name)"
        }
        guard let known = inventory.table(table) else { return nil }
        if let other = known.columns.first(where: { $0.generation?.mentions(column) ?? false }) {
            return "the generated column \(other.name)"
        }
        let trigger = known.triggers.first { trigger in
            // Not what its function does: the text up to EXECUTE.
            let text = trigger.text
            let end = text.range.first { text.words.keyword($0) == "execute" } ?? text.range.upperBound
            return StatementPart(text.words, text.range.lowerBound..<end).mentions(column)
        }
        if let trigger { return "trigger \(trigger.name)" }
        guard whenDropped else { return nil }
        let key = inventory.references(to: table).first { reference in
            let columns =
                reference.key.referencedColumns.isEmpty ? inventory.key(of: table) : reference.key.referencedColumns
            return columns.contains { inventory.isSame($0, column) } && !inventory.isSame(reference.table.name, table)
        }
        return key.map { "a foreign key of \($0.table.name)" }
    }

    private mutating func setType(
        of name: String,
        of table: ObjectName,
        to type: SQLType,
        using: StatementPart?,
        collates: Bool
    ) {
        if let user = user(of: name, of: table, whenDropped: false) {
            add(table, nil, .usedByOthers, "\(user) uses \(name)") { $0.fails = true }
        }
        let former = inventory.column(name, of: table)?.type
        let change = PostgresTypeChange(former, type, name, using, inventory, isUTC: scope.isUTC)
        if change.rewrites {
            add(table, .accessExclusive, .typeChanged, name) { effect in
                effect.rewrites = true
                effect.scans = true
                effect.breaksPlans = true
            }
        } else {
            let known = inventory.table(table)
            let isChecked = known?.constraints.contains { constraint in
                constraint.kind == .check && constraint.isEnforced && constraint.condition?.mentions(name) ?? false
            }
            let isSorted =
                (collates || change.rebuildsIndexes)
                && known?.indexes.contains { index in
                    index.columns.contains { $0.map { inventory.isSame($0, name) } ?? false }
                } ?? false
            let rechecks = isChecked ?? false || isSorted
            add(table, .accessExclusive, rechecks ? .typeRechecked : nil, name) { effect in
                effect.scans = rechecks
                effect.breaksPlans = true
            }
        }
        guard change.isLossy else { return }
        add(table, nil, .typeNarrowed, name) { effect in
            effect.losesData = true
            effect.fails = true
        }
        add(table, nil, .rowsRefused, name) { $0.fails = true }
    }

    /// Whether no row can hold null in a column, as the catalogue proves.
    func isKnownNotNull(_ name: String, of table: ObjectName) -> Bool {
        if let column = inventory.column(name, of: table), !column.isNullable { return true }
        guard scope.version >= ServerAge(12), let known = inventory.table(table) else { return false }
        return known.constraints.contains { constraint in
            guard constraint.kind == .check, constraint.isValid, constraint.isEnforced else { return false }
            return constraint.condition?.proves(notNull: name) ?? false
        }
    }

    mutating func refuseNull(in columns: [String], of table: ObjectName) {
        add(table, .accessExclusive, .nullRefused, columns.joined(separator: ", ")) { effect in
            effect.scans = true
            effect.breaksPlans = true
        }
        add(table, nil, .rowsRefused, columns.joined(separator: ", ")) { $0.fails = true }
    }

    // MARK: Constraints

    private mutating func addConstraint(_ constraint: KnownConstraint, to table: ObjectName) {
        checkName(constraint.name ?? "", table)
        let isPartitioned = inventory.table(table)?.kind == .partitioned
        let isLooked = constraint.isValid && constraint.isEnforced
        let name = constraint.name ?? constraint.columns.joined(separator: ", ")
        switch constraint.kind {
        case .check:
            add(table, .accessExclusive, isLooked ? .checkAdded : nil, name) { $0.scans = isLooked }
            if isLooked { add(table, nil, .rowsRefused, name) { $0.fails = true } }
        case .notNull:
            let proven = constraint.columns.allSatisfy { isKnownNotNull($0, of: table) }
            if !isLooked || proven {
                add(table, .accessExclusive)
            } else {
                refuseNull(in: constraint.columns, of: table)
            }
        case .foreignKey:
            if isPartitioned, !constraint.isValid, scope.version < ServerAge(18) {
                return add(table, nil, .onPartitioned, "a foreign key that is NOT VALID") { $0.fails = true }
            }
            add(table, .shareRowExclusive, isLooked ? .keyAdded : nil, name) { $0.scans = isLooked }
            reference(constraint, from: table)
        case .unique, .primaryKey:
            var columns = constraint.columns
            if let index = constraint.index {
                if isPartitioned {
                    return add(table, nil, .onPartitioned, "USING INDEX") { $0.fails = true }
                }
                add(table, .accessExclusive)
                let indexes = inventory.table(table)?.indexes ?? []
                columns = indexes.first { inventory.isSame($0.name, index) }?.columns.compactMap(\.self) ?? []
            } else {
                add(table, .accessExclusive, .uniqueBuilt, name) { $0.scans = true }
            }
            guard constraint.kind == .primaryKey else { return }
            let nullable = columns.filter { !isKnownNotNull($0, of: table) }
            if !nullable.isEmpty { refuseNull(in: nullable, of: table) }
        case .exclude: add(table, .accessExclusive, .exclusionBuilt, name) { $0.scans = true }
        }
    }

    private mutating func validate(_ name: String, of table: ObjectName) {
        let constraint = inventory.table(table)?.constraints.first {
            $0.name.map { inventory.isSame($0, name) } ?? false
        }
        if let constraint, constraint.isValid { return }
        if let parent = constraint?.references { add(parent, .rowShare) }
        let isOwn = scope.isTransaction && constraint.map { $0.madeIn == inventory.revision } ?? false
        add(table, .shareUpdateExclusive, isOwn ? .validatedAtOnce : nil, name) { $0.scans = true }
    }
}

extension EffectScope {
    /// Whether the revision itself added a column.
    func isTransient(_ column: String, of table: ObjectName) -> Bool {
        addedColumns[inventory.key(table), default: []].contains { inventory.isSame($0, column) }
    }
}
