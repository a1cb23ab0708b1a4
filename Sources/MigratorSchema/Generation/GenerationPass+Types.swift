import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// Types that are made anew while columns hold values of them.
extension GenerationPass {
    /// A type whose old form has another name until nothing is of it.
    struct ReplacedType {
        let old: SchemaObject
        /// The name that the old form has meanwhile.
        let aside: ObjectName
        /// The difference for which it is done.
        let cause: Int
    }

    /// What a table has to let go of for a type that is replaced.
    struct Loosening {
        let table: ObjectKey
        /// The columns whose types are replaced, under their new names.
        let touched: Set<ExactText>
        let type: ObjectKey
    }

    /// Puts another type under the name of an enum, a domain or a composite type.
    ///
    /// The old one steps aside until nothing is of it, with the types that are made of it.
    mutating func replaceType(_ old: SchemaObject, _ new: SchemaObject, _ key: ObjectKey) {
        guard replacedTypes[key] == nil else { return }
        let name = aside(old.reference.name)
        replacedTypes[key] = ReplacedType(old: old, aside: name, cause: current)
        let step = Step { op in
            op.rename(old.reference, to: name.name)
            new.record(op, homeSchema: dialect.homeSchema)
        }
        add(step, .alter, key)
        for user in oldEdges.uses[key] ?? [] where user.kind == .table { convert(user, key, name) }
    }

    /// Whether a column holds a type's values within others, in arrays or composite values: a database does not look
    /// there whether the values are what a domain asks for anew, and refuses to change it.
    func isNested(_ type: ObjectKey) -> Bool {
        (oldEdges.uses[type] ?? []).contains { user in
            switch old[user]?.object {
            case .table(let table):
                table.columns.contains { old.type($0.type).text.hasSuffix("[]") && old.isMade($0.type, of: type) }
            case .domain(let domain): old.type(domain.type).text.hasSuffix("[]") ? isStored(user) : isNested(user)
            case .compositeType: isStored(user)
            default: false
            }
        }
    }

    /// Whether a column holds a type's values.
    private func isStored(_ type: ObjectKey) -> Bool {
        (oldEdges.uses[type] ?? []).contains { user in
            switch user.kind {
            case .table: true
            case .domain, .compositeType: isStored(user)
            default: false
            }
        }
    }

    /// Replaces the types that are made of those which are replaced, and drops the old forms in the end.
    mutating func finishTypes() {
        var waiting = Array(replacedTypes.keys)
        while let key = waiting.popLast() {
            for user in oldEdges.uses[key] ?? [] {
                switch user.kind {
                case .table: break
                case .domain, .compositeType: if follow(user, replacementOf: key) { waiting.append(user) }
                // What says the type's name would go on to mean the old one.
                default: blockedTypes.insert(user)
                }
            }
        }
        // Not before: what else changes in the tables is known by now.
        for loosening in loosenings {
            guard let before = old.table(loosening.table.name), let after = new.table(loosening.table.name) else {
                continue
            }
            current = replacedTypes[loosening.type]?.cause ?? current
            let name = loosening.type.name.name.text
            loosen(before, after, loosening.table, loosening.touched, mentioning: name)
        }
        let names = replacedTypes.reduce(into: [ExactText: String]()) { names, type in
            names[type.key.name.name] = type.value.aside.name
        }
        for (key, type) in replacedTypes.sorted(by: { $0.value.aside.name < $1.value.aside.name }) {
            current = type.cause
            let former = type.old.renamed(to: type.aside) {
                replaced($0)
            } texts: { sql in
                dialect.text(sql).map { SQLText(StatementSpelling.renamed($0, names, dialect)) } ?? sql
            }
            add(Step(former.removing), .finish, key)
        }
    }

    /// Replaces a type that is made of another which is replaced; returns whether it was not yet.
    private mutating func follow(_ user: ObjectKey, replacementOf key: ObjectKey) -> Bool {
        guard replacedTypes[user] == nil, acts[ActKey(.drop, user)] == nil, let former = old[user]?.object,
            let wanted = successor(of: user)
        else { return false }
        current = replacedTypes[key]?.cause ?? current
        guard acts[ActKey(.rename, user)] == nil else {
            refuse(wanted.reference, "it takes another name while its parts are replaced; do one after the other")
            return false
        }
        // What else changes in it comes with the new form.
        acts[ActKey(.alter, user)] = nil
        replaceType(former, wanted, user)
        return true
    }

    /// A name for the old form of a type.
    private func aside(_ name: ObjectName) -> ObjectName {
        var suffix = "_old"
        func made() -> ObjectName {
            ObjectName(dialect.comparedName(name.name).prefix(50) + suffix, schema: name.schema)
        }
        func isTaken(_ name: NameKey) -> Bool {
            old.objects.contains { $0.key.name == name } || new.objects.contains { $0.key.name == name }
        }
        while isTaken(NameKey(made(), dialect)) { suffix += "_" }
        return made()
    }

    private mutating func convert(_ table: ObjectKey, _ type: ObjectKey, _ aside: ObjectName) {
        guard let before = old.table(table.name), let after = new.table(table.name) else { return }
        var touched: Set<ExactText> = []
        for column in after.columns {
            let name = new.column(column.name, of: after.name)
            guard let former = before.columns.first(where: { old.column($0.name, of: before.name) == name }),
                old.isMade(former.type, of: type), new.isMade(column.type, of: type)
            else { continue }
            touched.insert(name)
            blocked[table, default: []].insert(ExactText(dialect.comparedName(former.name)))
            retyped[table, default: []].insert(ExactText(dialect.comparedName(former.name)))
            // What is computed is so anew.
            guard former.generation == nil, column.generation == nil else { continue }
            func value(_ column: Column) -> ColumnChange.Change<DefaultValue>? {
                guard former.defaultValue != nil || column.defaultValue != nil else { return nil }
                return column.defaultValue.map { .set($0) } ?? .remove
            }
            let formerType = former.type.renamed(type, to: aside, dialect)
            let change = TableChange.AlteredColumn(
                name: column.name,
                change: ColumnChange(type: column.type.named, default: value(column)),
                previous: ColumnChange(type: formerType, default: value(former)),
                using: column.type.isEnum ? nil : dialect.conversion(throughText: column.name, to: column.type.named),
                usingBack: former.type.isEnum ? nil : dialect.conversion(throughText: column.name, to: formerType)
            )
            add(.alterColumn(change), to: after)
            keepStorage(former, column, after, table)
        }
        loosenings.append(Loosening(table: table, touched: touched, type: type))
    }

    /// A type of the old schema under the name that it has meanwhile.
    private func replaced(_ type: ColumnType) -> ColumnType {
        replacedTypes.reduce(type) { $0.renamed($1.key, to: $1.value.aside, dialect) }
    }
}

extension ComparedSide {
    /// Whether a type is one of the schema, or an array of it.
    func isMade(_ type: ColumnType, of key: ObjectKey) -> Bool {
        let text = self.type(type).text
        return (text.hasSuffix("[]") ? String(text.dropLast(2)) : text).isExactly(Self.text(of: key.name, dialect))
    }
}

extension SchemaObject {
    /// A type under another name, of other types and with other texts.
    fileprivate func renamed(
        to name: ObjectName,
        types: (ColumnType) -> ColumnType,
        texts: (SQLText) -> SQLText
    ) -> SchemaObject {
        switch self {
        case .enumeration(let type):
            let renamed = EnumType(name, type.values)
            return .enumeration(type.comment.map { renamed.comment($0) } ?? renamed)
        case .domain(let domain):
            var value = domain.defaultValue
            if case .expression(let expression)? = value?.kind { value = .expression(texts(expression)) }
            let renamed = Domain(
                name,
                types(domain.type),
                collate: domain.collation,
                default: value,
                nullable: domain.isNullable,
                checks: domain.checks.map { Check(texts($0.expression), name: $0.name, comment: $0.comment) }
            )
            return .domain(domain.comment.map { renamed.comment($0) } ?? renamed)
        case .compositeType(let type):
            let attributes = type.attributes.map {
                CompositeType.Attribute($0.name, types($0.type), collate: $0.collation)
            }
            let renamed = CompositeType(name, attributes)
            return .compositeType(type.comment.map { renamed.comment($0) } ?? renamed)
        default: return self
        }
    }
}

extension ColumnType {
    /// The type, with another name for one of the schema's.
    fileprivate func renamed(_ type: ObjectKey, to newName: ObjectName, _ dialect: any Dialect) -> ColumnType {
        switch kind {
        case .enumeration(let name, _) where NameKey(name, dialect) == type.name: .enumeration(newName)
        case .named(let name, let modifiers) where NameKey(name, dialect) == type.name:
            ColumnType(.named(newName, modifiers: modifiers))
        case .array(let element): .array(of: element.renamed(type, to: newName, dialect))
        default: self
        }
    }

    /// Whether it is an enum or an array of it, whose values a change of a column's type turns by itself.
    var isEnum: Bool {
        switch kind {
        case .enumeration: true
        case .array(let element): element.isEnum
        default: false
        }
    }
}
