import MigrationDSL
import MigratorCatalogue

/// Tables, their columns and constraints.
extension SchemaJSON {
    func add(_ table: Table, to members: inout JSONMembers) {
        members.add("columns", table.columns.map(column))
        members.add("constraints", table.constraints.map(constraint))
        members.add("comment", table.comment)
        members.flag("strict", table.sqliteOptions.contains(.strict))
        members.flag("withoutRowID", table.sqliteOptions.contains(.withoutRowID))
        members.flag("unlogged", table.isUnlogged)
        members.add("storage", table.storage)
        members.add("partitionBy", table.partitionKey)
        if let partition = table.partition {
            members.add("partitionOf", name(partition.parent))
            members.add("bounds", partition.bounds)
        }
        members.add("inherits", table.parents.map(name))
        let security = [
            table.rowSecurity.contains(.enabled) ? "enabled" : nil,
            table.rowSecurity.contains(.forced) ? "forced" : nil,
        ]
        members.add("rowSecurity", security.compactMap(\.self))
        switch table.replicaIdentity {
        case .index(let index): members.add("replicaIdentity", JSONDocument.object([("index", .string(index))]))
        case let identity?: members.add("replicaIdentity", "\(identity)")
        case nil: break
        }
    }

    private func column(_ column: Column) -> JSONDocument {
        var members = JSONMembers()
        members.add("name", column.name)
        members.add("type", dialect.text(of: column.type))
        members.flag("notNull", !column.isNullable)
        members.add("notNullName", column.notNullName)
        members.add("onNull", column.notNullConflict?.rawValue)
        members.add("default", value(column.defaultValue))
        members.add("identity", column.identity?.rawValue)
        members.add("identityOptions", column.identityOptions.flatMap(options))
        if let generation = column.generation {
            members.add("generated", text(generation.expression))
            members.flag("stored", generation.isStored)
        }
        members.add("collation", text(column.collation))
        members.add("storage", column.storage)
        members.add("compression", column.compression)
        members.add("comment", column.comment)
        return members.object
    }

    func constraint(_ constraint: Constraint) -> JSONDocument {
        var members = JSONMembers()
        switch constraint {
        case .primaryKey(let key):
            begin(&members, "primaryKey", constraint, key.columns)
            members.add("include", key.include)
            members.add("deferrable", key.deferrable?.rawValue)
            members.add("descending", key.descending)
            members.flag("allowsNull", key.allowsNull)
            members.add("onConflict", key.onConflict?.rawValue)
        case .unique(let unique):
            begin(&members, "unique", constraint, unique.columns)
            members.flag("nullsNotDistinct", unique.nullsNotDistinct)
            members.add("include", unique.include)
            members.add("deferrable", unique.deferrable?.rawValue)
            members.add("onConflict", unique.onConflict?.rawValue)
        case .check(let check):
            begin(&members, "check", constraint)
            members.add("expression", text(check.expression))
            members.flag("notValid", check.isNotValid)
            members.flag("noInherit", check.noInherit)
        case .foreignKey(let key):
            begin(&members, "foreignKey", constraint, key.columns)
            members.add("references", name(key.referencedTable))
            members.add("referencedColumns", key.referencedColumns)
            members.flag("matchFull", key.matchesFull)
            members.add("onDelete", key.onDelete?.rawValue)
            members.add("onDeleteColumns", key.onDeleteColumns)
            members.add("onUpdate", key.onUpdate?.rawValue)
            members.add("deferrable", key.deferrable?.rawValue)
            members.flag("notValid", key.isNotValid)
        case .exclude(let exclude):
            begin(&members, "exclude", constraint)
            let elements = exclude.elements.map { element in
                JSONDocument.object([
                    ("expression", .string(element.expression)), ("operator", .string(element.comparison)),
                ])
            }
            members.add("elements", elements)
            members.add("method", exclude.method)
            members.add("where", exclude.predicate)
            members.add("include", exclude.include)
            members.add("deferrable", exclude.deferrable?.rawValue)
        }
        members.add("comment", constraint.comment)
        return members.object
    }

    private func begin(
        _ members: inout JSONMembers,
        _ kind: String,
        _ constraint: Constraint,
        _ columns: [String] = []
    ) {
        members.add("kind", kind)
        members.add("name", constraint.name)
        members.add("columns", columns)
    }
}
