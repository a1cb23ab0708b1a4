import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

/// Enum types: those made by themselves, and those that columns bring.
extension PostgresDialect {
    func createEnum(_ type: EnumType) throws(MigratorError) -> SQLFragment {
        "CREATE TYPE \(quote(type.name)) AS ENUM (\(try labels(of: type)))"
    }

    /// With IF NOT EXISTS: a value stays when its revision is taken back, and when it was added before a transaction
    /// that failed.
    func addEnumValue(_ add: AddEnumValue) throws(MigratorError) -> SQLFragment {
        var text: SQLFragment =
            "ALTER TYPE \(quote(add.type)) ADD VALUE IF NOT EXISTS \(try label(add.value, of: add.type))"
        switch add.position {
        case .before(let other): text += " BEFORE \(try string(other))"
        case .after(let other): text += " AFTER \(try string(other))"
        case nil: break
        }
        return text
    }

    func renameEnumValue(_ rename: RenameEnumValue) throws(MigratorError) -> SQLFragment {
        let (old, new) = (try string(rename.value), try label(rename.newValue, of: rename.type))
        return "ALTER TYPE \(quote(rename.type)) RENAME VALUE \(old) TO \(new)"
    }

    // MARK: Types that columns bring

    /// The statements that make the enum types which columns of these types bring, or compare those that are there.
    func bring(_ types: [ColumnType]) throws(MigratorError) -> [SQLFragment] {
        var statements: [SQLFragment] = []
        for type in enums(types) { statements.append(try makeOrCompare(type)) }
        return statements
    }

    /// The statements that drop the enum types which columns of these types brought, where nothing uses them now.
    func dropUnused(_ types: [ColumnType], unless kept: [ColumnType] = []) throws(MigratorError) -> [SQLFragment] {
        let names = enums(kept).map(\.name)
        var statements: [SQLFragment] = []
        for type in enums(types) where !names.contains(type.name) { statements.append(try dropIfUnused(type)) }
        return statements
    }

    private func enums(_ types: [ColumnType]) -> [EnumType] {
        var enums: [EnumType] = []
        for type in types.compactMap(\.broughtEnum) where !enums.contains(type) { enums.append(type) }
        return enums
    }

    private func makeOrCompare(_ type: EnumType) throws(MigratorError) -> SQLFragment {
        let name = quote(type.name)
        let labels = try labels(of: type)
        return block(
            """
            DECLARE
                there CONSTANT regtype := to_regtype(\(try string(name.text)));
                wanted CONSTANT text[] := ARRAY[\(labels)]::text[];
                present text[];
            BEGIN
                IF there IS NULL THEN
                    CREATE TYPE \(name) AS ENUM (\(labels));
                    RETURN;
                END IF;
                IF (SELECT typtype FROM pg_catalog.pg_type WHERE oid = there) <> 'e' THEN
                    RAISE EXCEPTION 'type % is there already and is no enum; give the enum another name', there;
                END IF;
                SELECT coalesce(array_agg(enumlabel::text ORDER BY enumsortorder), '{}') INTO present
                    FROM pg_catalog.pg_enum WHERE enumtypid = there;
                IF present <> wanted THEN
                    RAISE EXCEPTION 'enum % is there already with the values %, and the column says %; '
                        'say the same, add values before, or give the enum another name', there, present, wanted;
                END IF;
            END
            """
        )
    }

    private func dropIfUnused(_ type: EnumType) throws(MigratorError) -> SQLFragment {
        let name = quote(type.name)
        try checkLength(type.name.name)
        // The enum's own array depends on it and goes with it; what uses the array uses the enum.
        return block(
            """
            BEGIN
                IF EXISTS (
                    SELECT FROM pg_catalog.pg_type AS brought
                    WHERE brought.oid = to_regtype(\(try string(name.text))) AND brought.typtype = 'e' AND NOT EXISTS (
                        SELECT FROM pg_catalog.pg_depend AS dependency
                        WHERE dependency.refclassid = 'pg_catalog.pg_type'::regclass
                            AND dependency.refobjid IN (brought.oid, brought.typarray)
                            AND (dependency.classid, dependency.objid)
                                <> ('pg_catalog.pg_type'::regclass, brought.typarray)
                    )
                ) THEN
                    DROP TYPE \(name);
                END IF;
            END
            """
        )
    }

    /// A block of PL/pgSQL, between marks that it does not hold.
    private func block(_ body: SQLFragment) -> SQLFragment {
        var mark = "$migrator$"
        var number = 1
        while body.text.contains(mark) {
            number += 1
            mark = "$migrator\(number)$"
        }
        return "DO \(mark)\n\(body)\n\(mark)"
    }

    // MARK: Labels

    private func labels(of type: EnumType) throws(MigratorError) -> String {
        try checkLength(type.name.name)
        var labels: [String] = []
        for value in type.values {
            let label = try label(value, of: type.name)
            guard !labels.hasExactly(label) else {
                throw MigratorError(.invalidRevision, "enum \(type.name) has the value \(value) twice")
            }
            labels.append(label)
        }
        return labels.joined(separator: ", ")
    }

    private func label(_ value: String, of type: ObjectName) throws(MigratorError) -> String {
        guard value.utf8.count <= 63 else {
            throw unsupported("keep the value \(value) of enum \(type)", "a value has 63 bytes at the most")
        }
        return try string(value)
    }
}
