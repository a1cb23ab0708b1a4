package import MigrationDSL
package import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// A table that two schemas have, maybe under two names.
package struct KeptTable: Sendable {
    /// The table as it was.
    package let old: Table
    /// The table as it is to be.
    package let new: Table
    /// The names of the columns whose values stay what they are: those that both have, with one type, and that no
    /// expression computes.
    package let columns: [(old: String, new: String)]

    /// Creates it.
    package init(old: Table, new: Table, columns: [(old: String, new: String)]) {
        self.old = old
        self.new = new
        self.columns = columns
    }
}

extension SchemaComparer {
    /// The tables that both schemas have, in the order of the new one.
    package func keptTables(from old: Schema, to new: Schema) -> [KeptTable] {
        let prepared = PreparedObjects.both(old, new, dialect)
        let resolved = ResolvedRenames(
            renames,
            from: prepared.old.entries.map(\.object),
            to: prepared.new.entries.map(\.object),
            dialect
        )
        let oldSide = ComparedSide(prepared.old, resolved, dialect)
        let newSide = ComparedSide(prepared.new, .none, dialect)
        let changed = Self.changedTypes(oldSide, newSide)
        return newSide.objects.compactMap { key, entry -> KeptTable? in
            guard case .table(let table) = entry.object, let former = oldSide.table(key.name) else { return nil }
            return KeptTable(old: former, new: table, columns: columns(former, oldSide, table, newSide, changed))
        }
    }

    private func columns(
        _ old: Table,
        _ oldSide: ComparedSide,
        _ new: Table,
        _ newSide: ComparedSide,
        _ changed: Set<ExactText>
    ) -> [(old: String, new: String)] {
        let formers = Dictionary(old.columns.map { (oldSide.column($0.name, of: old.name), $0) }) { first, _ in first }
        return new.columns.compactMap { column in
            guard let former = formers[newSide.column(column.name, of: new.name)] else { return nil }
            guard former.generation == nil, column.generation == nil else { return nil }
            let types = (
                oldSide.type(former.type, in: old.sqliteOptions), newSide.type(column.type, in: new.sqliteOptions)
            )
            let isChanged = !types.0.isBuiltIn && changed.contains(Self.element(types.1.text))
            guard types.0.text.isExactly(types.1.text), !isChanged else { return nil }
            return (former.name, column.name)
        }
    }

    /// The types of the schemas that are not the same in both, so that a value may be written otherwise after a change.
    private static func changedTypes(_ old: ComparedSide, _ new: ComparedSide) -> Set<ExactText> {
        var changed: Set<ExactText> = []
        for (key, entry) in new.objects {
            switch key.kind {
            case .enumeration, .domain, .compositeType:
                guard old[key]?.object != entry.object else { continue }
                let name = ObjectName(key.name.name.text, schema: key.name.schema?.text)
                changed.insert(ExactText(new.type(.named(name)).text))
            default: continue
            }
        }
        return changed
    }

    private static func element(_ type: String) -> ExactText {
        ExactText(type.hasSuffix("[]") ? String(type.dropLast(2)) : type)
    }
}
