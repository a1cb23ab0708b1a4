import MigratorCatalogue
package import MigratorCore
import MigratorDialects

extension SchemaText {
    /// Whether the statements that made the schema are known word for word.
    package var isKept: Bool { !schema.statements.isEmpty }

    /// The statements that make the schema in an empty database, word for word those that made it where they are kept.
    ///
    /// A table is then what it is in the database that was read, with the spelling and the names that it has there: what
    /// is written for it, as the steps that make it anew, fits that database.
    ///
    /// - Throws: ``MigratorError`` for an object that the database cannot have.
    package func making() throws(MigratorError) -> [String] {
        if isKept { return schema.statements }
        return try StatementText.split(try sql(), for: dialect.kind, transactional: false)
    }
}
