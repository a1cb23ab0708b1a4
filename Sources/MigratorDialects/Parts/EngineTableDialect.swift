package import MigratorCore
package import MigratorDatabase

/// How one database keeps the engine's own tables: made, found, read, grown, and allowed to a role.
///
/// A database without schemas, roles and other sessions' open transactions needs ``engineTables(version:)`` alone.
package protocol EngineTableDialect: Sendable {
    // MARK: Finding

    /// Refuses a version table whose name the database would not keep.
    func check(version: TableName) throws(MigratorError)

    /// Finds the tables, or where they are to be made: one schema for a whole run, whatever becomes of the search path.
    ///
    /// - Parameters:
    ///   - version: The version table, as the settings name it.
    ///   - outbox: The name of the outbox's table, which is looked for where that costs nothing.
    ///   - columns: What is to be asked for on the way, as a list of columns; `nil` for nothing.
    ///   - connection: The connection, outside of a transaction.
    /// - Returns: Where they lie, and what was learned on the way.
    /// - Throws: ``MigratorError`` with code `.invalidSetting` if there is no such place, or `DatabaseFailure`.
    func locate(
        _ version: TableName,
        outbox: String,
        asking columns: String?,
        _ connection: any DatabaseConnection
    ) async throws -> EngineTableLocation

    // MARK: Making

    /// What makes the engine's own tables where they are missing, those of the outbox apart.
    func engineTables(version: TableName) -> [TableMaking]

    /// What the tables have learned since they were first made, in order.
    func growth(beside version: TableName) -> [Growth]

    /// The statement that makes a step of growth.
    func statement(making step: Growth) -> String

    /// Asks what there is of the tables, and what the role may do with them.
    func condition(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> EngineTableCondition

    /// Runs the statements that make tables, in a transaction, though another program may be making the same.
    func make(_ statements: [String], _ connection: any DatabaseConnection) async throws(DatabaseFailure)

    // MARK: Rights

    /// Refuses to go on if the tables cannot be made.
    ///
    /// - Throws: ``MigratorError`` with code `.permissionDenied` that holds what an administrator has to run, or
    ///   `.invalidSetting` if their schema is missing.
    func checkMaking(of tables: EngineTableSet, _ connection: any DatabaseConnection) async throws

    /// Refuses to go on if the tables are there and the role may not use one of them.
    ///
    /// - Throws: ``MigratorError`` with code `.permissionDenied` that holds what an administrator has to run.
    func checkUse(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection,
        cause: DatabaseFailure?
    ) async throws

    /// The statements that let a role use the tables, which it may not make itself.
    func grants(on tables: EngineTableSet, to role: String) -> [String]

    /// The statements that an administrator runs for a role that may not let the tables grow.
    func statements(making step: Growth, for role: String) -> [String]

    // MARK: Reading

    /// `NULL` as a text, as the first query of a union writes it.
    var nullText: String { get }

    /// A column of any type as text.
    func asText(_ column: String) -> String

    /// The statements that do what waits for the end of a transaction, such as checks of constraints.
    var deferredChecks: [String] { get }

    /// Whether a table has a column.
    func hasColumn(
        _ column: String,
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool

    /// What to select from to have columns of a table, and behind them one that the table may lack: null then.
    ///
    /// - Parameters:
    ///   - columns: The columns, as a list.
    ///   - column: The one that may be missing.
    ///   - table: The table.
    ///   - connection: The connection, of which it may be asked whether the column is there.
    /// - Returns: An item of a `FROM` list with the alias `j`.
    /// - Throws: `DatabaseFailure` if the database is asked and cannot be.
    func source(
        of columns: String,
        and column: String,
        in table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> SQLFragment

    /// Whether a table that may be missing can be asked without an error in the log of a server.
    ///
    /// A database that keeps no log says yes without a look.
    func mayAsk(_ table: TableName, _ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool
}
