import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects

extension SchemaText {
    /// The schema as one JSON object: `database`, `objects` and `unsupported`.
    ///
    /// Each object has `kind`, `name` and, where it is not the database's home schema, `schema`; what belongs to a table
    /// has `table`. Members that are at their default are left out. Kinds are `schema`, `extension`, `enum`, `domain`,
    /// `compositeType`, `sequence`, `table`, `virtualTable`, `index`, `view`, `materializedView`, `function`,
    /// `procedure`, `trigger`, `policy`, and for an object without a type of its own SQL's word, such as `rule`.
    ///
    /// | kind | members |
    /// |---|---|
    /// | `table` | `columns`, `constraints`, `comment`, `strict`, `withoutRowID`, `unlogged`, `storage`, `partitionBy`, `partitionOf` with `bounds`, `inherits`, `rowSecurity`, `replicaIdentity` |
    /// | a column | `name`, `type`, `notNull`, `default`, `identity`, `identityOptions`, `generated`, `stored`, `collation`, `storage`, `compression`, `comment` |
    /// | a constraint | `kind` (`primaryKey`, `unique`, `check`, `foreignKey`, `exclude`), `name`, `columns`, `expression`, `references`, `referencedColumns`, `onDelete`, `onUpdate`, `deferrable` and others of its kind |
    /// | `index` | `table`, `columns` (`column` or `expression`, `descending`, `nulls`, `collation`, `operatorClass`), `unique`, `where`, `include`, `method`, `nullsNotDistinct`, `storage` |
    /// | `view` | `columns`, `query`, `options`, `storage`, `withNoData` |
    /// | others | `values`, `type`, `checks`, `attributes`, `definition`, `arguments`, `state`, `command`, `roles`, `using`, `check` |
    ///
    /// A type is written as the database writes it; an expression, a query and a definition are SQL. A default is
    /// `{"value": …}` or `{"expression": "…"}`.
    package func json() -> String {
        let json = SchemaJSON(dialect)
        let objects = SchemaOrder(schema, dialect).entries.map { json.object($0.object) }
        let unsupported = schema.unsupported.sorted { ($0.kind, $0.object) < ($1.kind, $1.object) }.map { object in
            JSONDocument.object([
                ("object", .string(object.object)), ("kind", .string(object.kind)), ("why", .string(object.why)),
            ])
        }
        let document = JSONDocument.object([
            ("database", .string(schema.kind.name)), ("objects", .list(objects)), ("unsupported", .list(unsupported)),
        ])
        return document.text() + "\n"
    }
}
