package import MigrationDSL
package import MigratorCatalogue
import MigratorDatabase

/// What two schemas of one database may write differently and mean the same by.
package protocol ComparisonDialect: CatalogueRules {
    /// What the database keeps of a schema, and what it does by itself.
    var comparisonRules: ComparisonRules { get }

    /// How the database reads expressions.
    var expressionRules: ExpressionRules { get }

    /// A name as the database keeps it, so that two spellings of one name are equal by their bytes.
    func comparedName(_ name: String) -> String

    /// A type in the one spelling that its aliases share.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - options: Those of its table: a strict table of SQLite has types of its own.
    /// - Returns: The type, and what is known of its values.
    func comparedType(_ type: ColumnType, in options: SQLiteTableOptions) -> ComparedType

    /// A collation as the database knows it; `nil` for the one that a column has by itself.
    func comparedCollation(_ collation: String) -> String?

    /// The operator class of an index's column.
    ///
    /// - Parameters:
    ///   - name: The class, as it is written.
    ///   - type: The column's type.
    ///   - method: The index's method; `nil` for the usual one.
    /// - Returns: The class; `nil` for the one that the column's type has by itself.
    func comparedOperatorClass(_ name: String, of type: ComparedType, method: String?) -> String?

    /// The arguments that tell one function of a name from another, as types alone.
    func comparedArguments(_ arguments: String) -> String
}

extension ComparisonDialect {
    package var comparisonRules: ComparisonRules { ComparisonRules() }
    package var expressionRules: ExpressionRules { .plain }

    package func comparedName(_ name: String) -> String { kind.rules.folded(name) }

    package func comparedType(_ type: ColumnType, in options: SQLiteTableOptions) -> ComparedType {
        ComparedType(text(of: type))
    }

    package func comparedCollation(_ collation: String) -> String? { collation }

    package func comparedOperatorClass(_ name: String, of type: ComparedType, method: String?) -> String? { name }

    package func comparedArguments(_ arguments: String) -> String { arguments }
}
