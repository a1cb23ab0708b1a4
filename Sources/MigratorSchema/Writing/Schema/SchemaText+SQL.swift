import MigrationDSL
import MigratorCatalogue
package import MigratorCore
import MigratorDialects

extension SchemaText {
    /// SQL that makes the schema in an empty database.
    ///
    /// Objects stand behind what they need, a table's indexes behind it; the foreign keys of tables that need one
    /// another are added at the end. Statements of one object stand together, with an empty line behind them.
    ///
    /// - Throws: ``MigratorError`` for an object that the database cannot have.
    package func sql() throws(MigratorError) -> String {
        let order = SchemaOrder(schema, dialect)
        var script = SQLScriptText(dialect.kind)
        for remark in remarks { script.comment(remark) }
        script.endGroup()
        if order.entries.contains(where: { $0.object.isFunction }), let setting = dialect.functionsAheadOfTables {
            script.group([setting])
        }
        for group in try SchemaStatements(order, dialect).groups { script.group(group) }
        return script.text
    }
}
