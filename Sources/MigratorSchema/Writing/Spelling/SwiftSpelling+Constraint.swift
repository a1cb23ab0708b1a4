import MigrationDSL
import MigratorDialects
import MigratorSystem

/// Constraints that stand beside the columns.
extension SwiftSpelling {
    /// The name that a constraint is written with; none where the database gives it the same.
    func name(_ constraint: Constraint, _ table: ObjectName?) -> String? {
        guard let name = constraint.name else { return nil }
        guard omitsAutomaticNames, constraint.comment == nil, let table else { return name }
        return constraint.derivedName(for: table).map { $0.isExactly(name) } == true ? nil : name
    }

    /// A constraint as a value of its own type.
    func source(_ constraint: Constraint, of table: ObjectName? = nil) -> SwiftSource {
        let name = name(constraint, table).map { SwiftSource.name($0) }
        let comment = constraint.comment.map { SwiftSource.text($0) }
        var arguments: [SwiftSource.Argument] = []
        switch constraint {
        case .primaryKey(let key):
            arguments.add(nil, .names(key.columns))
            arguments.add("name", name)
            arguments.add("include", columns(key.include))
            arguments.add("deferrable", source(key.deferrable))
            arguments.add("descending", columns(key.descending))
            arguments.flag("allowsNull", key.allowsNull)
            arguments.add("onConflict", key.onConflict.map(source))
            arguments.add("comment", comment)
            return .call("PrimaryKey", arguments)
        case .unique(let unique):
            arguments.add(nil, .names(unique.columns))
            arguments.add("name", name)
            arguments.flag("nullsNotDistinct", unique.nullsNotDistinct)
            arguments.add("include", columns(unique.include))
            arguments.add("deferrable", source(unique.deferrable))
            arguments.add("onConflict", unique.onConflict.map(source))
            arguments.add("comment", comment)
            return .call("Unique", arguments)
        case .check(let check): return source(check)
        case .foreignKey(let key):
            arguments = self.arguments(key)
            arguments.add("name", name)
            arguments.flag("matchFull", key.matchesFull)
            arguments.add("onDeleteColumns", columns(key.onDeleteColumns))
            arguments.add("comment", comment)
            return .call("ForeignKey", arguments)
        case .exclude(let exclude):
            arguments.add(nil, elements(exclude))
            arguments.add("using", exclude.method == "gist" ? nil : .name(exclude.method))
            arguments.add("where", exclude.predicate.map { .text($0) })
            arguments.add("name", name)
            arguments.add("include", columns(exclude.include))
            arguments.add("deferrable", source(exclude.deferrable))
            arguments.add("comment", comment)
            return .call("Exclude", arguments)
        }
    }

    func source(_ check: Check) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, source(check.expression))]
        arguments.add("name", check.name.map { .name($0) })
        arguments.flag("notValid", check.isNotValid)
        arguments.flag("noInherit", check.noInherit)
        arguments.add("comment", check.comment.map { .text($0) })
        return .call("Check", arguments)
    }

    /// The columns of a foreign key and what follows them, up to its name.
    private func arguments(_ key: ForeignKey) -> [SwiftSource.Argument] {
        var arguments = [
            SwiftSource.Argument(nil, .names(key.columns)),
            SwiftSource.Argument("references", source(key.referencedTable)),
        ]
        let isUsual = key.referencedColumns.isExactly(["id"])
        arguments.add(nil, isUsual ? nil : .names(key.referencedColumns))
        arguments.add("onDelete", key.onDelete.map { .plain(".\($0)") })
        arguments.add("onUpdate", key.onUpdate.map { .plain(".\($0)") })
        arguments.add("deferrable", source(key.deferrable))
        arguments.flag("notValid", key.isNotValid)
        return arguments
    }

    private func elements(_ exclude: Exclude) -> SwiftSource {
        .list(
            exclude.elements.map { element in
                .call(".init", [.init(nil, .text(element.expression)), .init("with", .name(element.comparison))])
            }
        )
    }

    func source(_ deferral: Deferral?) -> SwiftSource? {
        deferral.map { .plain(".\($0)") }
    }

    /// A list of names; nothing if it is empty.
    func columns(_ names: [String]) -> SwiftSource? {
        names.isEmpty ? nil : .names(names)
    }

    /// The constraint as a case of its enum, for what takes any.
    func wrapped(_ constraint: Constraint) -> SwiftSource {
        let kind =
            switch constraint {
            case .primaryKey: "primaryKey"
            case .unique: "unique"
            case .check: "check"
            case .foreignKey: "foreignKey"
            case .exclude: "exclude"
            }
        return .call(".\(kind)", [.init(nil, source(constraint))])
    }
}
