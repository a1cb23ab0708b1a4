package import MigrationDSL
package import MigratorCatalogue
import MigratorDatabase

/// How one database turns an old schema into a new one, where no operation says it.
package protocol GenerationDialect: ComparisonDialect {
    /// What the database can change where it stands.
    var generationRules: GenerationRules { get }

    /// How values of a column become those of another type.
    ///
    /// - Parameters:
    ///   - column: The column's name.
    ///   - old: The type that it has.
    ///   - new: The type that it gets.
    /// - Returns: By themselves, or by an expression that the change has to say.
    func conversion(of column: String, from old: ComparedType, to new: ComparedType) -> TypeConversion

    /// Whether all values of a column stay as they are where it takes another type.
    func keepsValues(from old: ComparedType, to new: ComparedType) -> Bool

    /// The expression that turns a column's values into those of a type of the schema by way of their texts.
    func conversion(throughText column: String, to type: ColumnType) -> SQLText?

    /// SQL that lets the numbers of a column go on above the greatest that it holds; `nil` where none is needed.
    func restart(_ column: String, of table: ObjectName) -> SQLText?

    /// SQL that sets how a column is stored and compressed; `nil` for what the database has no words for.
    func storing(_ column: Column, of table: ObjectName) -> SQLText?

    /// SQL that gives a right on an object again, or takes it again; `nil` where the database has no roles.
    func restoring(_ right: Schema.Right, on object: ObjectReference) -> SQLText?

    /// SQL that lets functions name what is not there, to the end of the transaction; `nil` where no body is checked.
    var leavingBodiesUnchecked: SQLText? { get }

    /// SQL that moves an extension to another schema; `nil` where that cannot be.
    func moving(extension name: String, to schema: String) -> SQLText?
}

extension GenerationDialect {
    package var generationRules: GenerationRules { GenerationRules() }

    package func conversion(of column: String, from old: ComparedType, to new: ComparedType) -> TypeConversion {
        .assignment
    }

    package func keepsValues(from old: ComparedType, to new: ComparedType) -> Bool { false }
    package func conversion(throughText column: String, to type: ColumnType) -> SQLText? { nil }
    package func restart(_ column: String, of table: ObjectName) -> SQLText? { nil }
    package func restoring(_ right: Schema.Right, on object: ObjectReference) -> SQLText? { nil }
    package var leavingBodiesUnchecked: SQLText? { nil }
    package func storing(_ column: Column, of table: ObjectName) -> SQLText? { nil }
    package func moving(extension name: String, to schema: String) -> SQLText? { nil }
}
