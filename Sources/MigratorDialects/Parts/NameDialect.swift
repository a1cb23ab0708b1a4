package import MigrationDSL
package import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase

/// Which names one database takes, knows, and keeps for itself.
///
/// What is given here is for a database that refuses a name that it does not know by itself.
package protocol NameDialect {
    /// Whether a foreign key may be made before the table that it refers to.
    var allowsForwardReferences: Bool { get }

    /// The statement that lets functions name what is not there yet; `nil` where there are none, or they always may.
    var functionsAheadOfTables: String? { get }

    /// Whether tables have a column of this name without declaring it, as one that numbers rows.
    func isImplicitColumn(_ name: String) -> Bool

    /// Whether a table may be there that a catalogue does not show, such as one that the database keeps for itself.
    ///
    /// With `isLive` the database is as it will be when the table is used, so that nothing is still to be attached.
    func isBeyondCatalogue(_ table: ObjectName, isLive: Bool) -> Bool

    /// Whether a table may have columns that a look at its columns does not find.
    func mayHaveMoreColumns(_ table: TableName, _ connection: any DatabaseConnection) async throws -> Bool

    /// The names of the tables that are there, for a message that one is not; none without a connection.
    ///
    /// - Returns: `nil` where a name alone does not say whether its table is there, which the database then finds out.
    func tableNames(_ connection: (any DatabaseConnection)?) async throws -> [String]?

    /// What is wrong with the names in a view's query, as if the tables were what the catalogue says.
    ///
    /// - Returns: `nil` if nothing is, or where the database refuses such a view by itself.
    func problem(
        with view: CreateView,
        _ catalogue: Catalogue,
        _ connection: any DatabaseConnection
    ) async throws -> ViewNameProblem?
}

/// A name in a view's query that means nothing.
package struct ViewNameProblem {
    package let error: MigratorError
    /// Whether it is a table's, which the revision may still make.
    package let isTable: Bool
}

extension NameDialect {
    package var allowsForwardReferences: Bool { false }

    package var functionsAheadOfTables: String? { nil }

    package func isImplicitColumn(_ name: String) -> Bool { false }

    package func isBeyondCatalogue(_ table: ObjectName, isLive: Bool) -> Bool { false }

    package func mayHaveMoreColumns(
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> Bool { false }

    package func tableNames(_ connection: (any DatabaseConnection)?) async throws -> [String]? { nil }

    package func problem(
        with view: CreateView,
        _ catalogue: Catalogue,
        _ connection: any DatabaseConnection
    ) async throws -> ViewNameProblem? { nil }
}
