package import MigratorDatabase

/// Finds the tables that a statement changes.
package enum SQLTables {
    /// What `statement` touches, or `nil` where its text does not tell for certain.
    ///
    /// Triggers and the actions of foreign keys are in the database, not in the text, and are not seen. Words without
    /// quotes come in small letters.
    package static func touched(by statement: String, kind: DatabaseKind) -> SQLTouches? {
        guard var reader = SQLTokenReader(statement, kind: kind) else { return nil }
        guard let verb = reader.word() else { return nil }
        switch verb {
        case "create": return created(&reader)
        case "alter": return altered(&reader)
        case "drop": return dropped(&reader)
        case "insert", "replace": return inserted(&reader, verb: verb)
        case "update": return updated(&reader)
        case "delete":
            guard reader.skip("from"), !reader.hasFurther(changing) else { return nil }
            reader.skip("only")
            return one(.data, reader.name())
        case "truncate":
            reader.skip("table")
            return list(.data, &reader)
        default: return nil
        }
    }

    /// Words after which a statement changes more than what it began with.
    private static let changing: Set<String> = ["insert", "update", "delete", "merge", "truncate", "into"]

    private static func one(_ change: SQLTouches.Change, _ name: TableName?) -> SQLTouches? {
        name.map { SQLTouches(change: change, tables: [$0]) }
    }

    private static func list(_ change: SQLTouches.Change, _ reader: inout SQLTokenReader) -> SQLTouches? {
        guard !reader.hasFurther(["cascade"]) else { return nil }
        var tables: [TableName] = []
        repeat {
            reader.skip("only")
            guard let name = reader.name() else { return nil }
            tables.append(name)
            reader.skip("*")
        } while reader.skip(",")
        return SQLTouches(change: change, tables: tables)
    }

    private static func created(_ reader: inout SQLTokenReader) -> SQLTouches? {
        reader.skip("unlogged")
        if reader.skip("table") {
            if reader.skip("if") {
                guard reader.skip("not"), reader.skip("exists") else { return nil }
            }
            return one(.schema, reader.name())
        }
        reader.skip("unique")
        guard reader.skip("index"), reader.pass(to: "on") else { return nil }
        reader.skip("only")
        return one(.schema, reader.name())
    }

    private static func altered(_ reader: inout SQLTokenReader) -> SQLTouches? {
        guard reader.skip("table"), !reader.hasFurther(["cascade", "inherit", "attach", "detach"]) else { return nil }
        if reader.skip("if"), !reader.skip("exists") { return nil }
        reader.skip("only")
        guard let table = reader.name(), !(table.schema == nil && table.name == "all") else { return nil }
        reader.skip("*")
        var tables = [table]
        if reader.skip("rename") {
            if reader.skip("to") {
                guard let renamed = reader.name() else { return nil }
                tables.append(TableName(renamed.name, schema: renamed.schema ?? table.schema))
            }
        } else if reader.skip("set"), reader.skip("schema") {
            guard let schema = reader.name() else { return nil }
            tables.append(TableName(table.name, schema: schema.name))
        }
        return SQLTouches(change: .schema, tables: tables)
    }

    private static func dropped(_ reader: inout SQLTokenReader) -> SQLTouches? {
        guard reader.skip("table") else { return nil }
        if reader.skip("if"), !reader.skip("exists") { return nil }
        return list(.schema, &reader)
    }

    private static func inserted(_ reader: inout SQLTokenReader, verb: String) -> SQLTouches? {
        if verb == "insert", reader.skip("or") {
            guard reader.word() != nil else { return nil }
        }
        guard reader.skip("into"), let table = reader.name() else { return nil }
        // ON CONFLICT … DO UPDATE changes the same table.
        guard !reader.hasFurther(changing, unlessAfter: "do") else { return nil }
        return one(.data, table)
    }

    private static func updated(_ reader: inout SQLTokenReader) -> SQLTouches? {
        if reader.skip("or") {
            guard reader.word() != nil else { return nil }
        }
        reader.skip("only")
        guard let table = reader.name(), !reader.hasFurther(changing) else { return nil }
        return one(.data, table)
    }
}
