import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// Types that are made anew while columns hold values of them.
extension GenerationPass {
    /// Puts another type under the name of an enum or a domain: the old one steps aside until no column has it.
    mutating func replaceType(_ old: SchemaObject, _ new: SchemaObject, _ key: ObjectKey) {
        let users = oldEdges.uses[key] ?? []
        if let other = users.first(where: { [.domain, .compositeType].contains($0.kind) }), let entry = self.old[other]
        {
            return refuse(
                new.reference,
                "\(entry.object.reference) is made of it; drop and make both in a revision of your own"
            )
        }
        let name = aside(old.reference.name)
        replacedTypes[key] = name
        let step = Step { op in
            op.rename(old.reference, to: name.name)
            new.record(op, homeSchema: dialect.homeSchema)
        }
        add(step, .alter, key)
        let former = old.renamed(to: name)
        add(Step(former.removing), .finish, key)
        for user in users where user.kind == .table { convert(user, key, name) }
        // What says the type's name would go on to mean the old one.
        for user in users where user.kind != .table { blockedTypes.insert(user) }
    }

    /// A name for the old form of a type.
    private func aside(_ name: ObjectName) -> ObjectName {
        var suffix = "_old"
        func made() -> ObjectName {
            ObjectName(dialect.comparedName(name.name).prefix(50) + suffix, schema: name.schema)
        }
        while old.objects.contains(where: { $0.key.name == NameKey(made(), dialect) }) { suffix += "_" }
        return made()
    }

    private mutating func convert(_ table: ObjectKey, _ type: ObjectKey, _ aside: ObjectName) {
        guard let before = old.table(table.name), let after = new.table(table.name) else { return }
        var touched: Set<ExactText> = []
        for column in after.columns {
            let name = new.column(column.name, of: after.name)
            guard let former = before.columns.first(where: { old.column($0.name, of: before.name) == name }),
                former.type.uses(type, dialect), column.type.uses(type, dialect)
            else { continue }
            touched.insert(name)
            blocked[table, default: []].insert(ExactText(dialect.comparedName(former.name)))
            retyped[table, default: []].insert(ExactText(dialect.comparedName(former.name)))
            func value(_ column: Column) -> ColumnChange.Change<DefaultValue>? {
                guard former.defaultValue != nil || column.defaultValue != nil else { return nil }
                return column.defaultValue.map { .set($0) } ?? .remove
            }
            let conversion = TypeConversions(self, former, column)
            let change = TableChange.AlteredColumn(
                name: column.name,
                change: ColumnChange(type: column.type.named, default: value(column)),
                previous: ColumnChange(type: former.type.renamed(type, to: aside, dialect), default: value(former)),
                using: conversion.using,
                usingBack: conversion.usingBack
            )
            add(.alterColumn(change), to: after)
        }
        guard !touched.isEmpty else { return }
        // Their texts name the old type, which the server does not compare with the new one.
        let forms = newTexts.forms(of: after, QuestionScope(after))
        for form in oldTexts.forms(of: before, QuestionScope(after)) {
            guard case .check = form.constraint, form.columns.contains(where: { touched.contains(ExactText($0)) }),
                let same = forms.first(where: { form.isSurely($0) })
            else { continue }
            let former = named(form.constraint, in: before, oldTexts)
            drop(former, of: before, table)
            let again = same.constraint.name == nil ? former.name.map(same.constraint.named) : nil
            add(.addConstraint(again ?? same.constraint), to: after)
        }
        for (index, form) in indexes(of: table, on: touched) where form.texts.contains(where: { $0 != nil }) {
            guard let former = old[index]?.object, let wanted = new[index]?.object else { continue }
            replace(former, by: wanted)
        }
    }
}

extension Domain {
    fileprivate func renamed(to name: ObjectName) -> Domain {
        let domain = Domain(
            name,
            type,
            collate: collation,
            default: defaultValue,
            nullable: isNullable,
            checks: checks
        )
        return comment.map { domain.comment($0) } ?? domain
    }
}

extension SchemaObject {
    /// A type under another name.
    fileprivate func renamed(to name: ObjectName) -> SchemaObject {
        switch self {
        case .enumeration(let type):
            .enumeration(type.comment.map { EnumType(name, type.values).comment($0) } ?? EnumType(name, type.values))
        case .domain(let domain):
            .domain(domain.renamed(to: name))
        default: self
        }
    }
}

extension ColumnType {
    /// Whether it is a type of the schema, or an array of it.
    fileprivate func uses(_ type: ObjectKey, _ dialect: any Dialect) -> Bool {
        switch kind {
        case .enumeration(let name, _), .named(let name, _): NameKey(name, dialect) == type.name
        case .array(let element): element.uses(type, dialect)
        default: false
        }
    }

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
}
