package import MigrationDSL
package import MigratorDatabase

/// How one database lends an empty database for a while, and what it says there of texts of a schema.
///
/// A plain database lends none.
package protocol ScratchDialect: Sendable {
    /// What a scratch may be, the best first; empty where there is none.
    var scratchKinds: [ScratchKind] { get }

    /// What a session on an empty database begins with: how texts are written, and how long a statement may take.
    var scratchSettings: [String] { get }

    /// Makes a database beside the one that a connection leads to, and drops those that ended runs have left behind.
    ///
    /// - Parameter connection: It stays open as long as the database is used, which tells others that it is.
    /// - Returns: The name of the new database.
    /// - Throws: `DatabaseFailure` if the server makes none.
    func createScratch(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String

    /// Whether a connection leads to the database that ``createScratch(_:)`` made, and not to one that a pooler has put in
    /// its place.
    func isScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool

    /// Drops a database that ``createScratch(_:)`` made; it may be gone already.
    func dropScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure)

    /// Opens a room of a kind for texts.
    ///
    /// - Parameters:
    ///   - kind: What the scratch is; what leaves traces in a database that is there is done in a transaction, which the
    ///     caller rolls back.
    ///   - need: What is to be made there.
    ///   - connection: A session on the scratch, outside of a transaction.
    /// - Returns: The room.
    /// - Throws: ``ScratchRefusal`` or `DatabaseFailure` if there is none.
    func scratchRoom(
        _ kind: ScratchKind,
        for need: ScratchNeed,
        _ connection: any DatabaseConnection
    ) async throws -> any ScratchRoom

    /// Runs a statement of a file that makes a schema, on an empty database.
    ///
    /// What is no part of a schema, and what reaches beyond the database, is left out or may fail.
    func makeSchema(by statement: String, _ connection: any DatabaseConnection) async throws -> Rehearsed

    /// The database's own form of a text, found on an empty database that stays as it was.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - connection: A session on an empty database, to which the objects that the text names may have been added.
    /// - Returns: The form; `nil` if the database refuses the text, or has no form of its own for it.
    /// - Throws: `DatabaseFailure` if the session is lost or was cancelled, or if the database might answer otherwise
    ///   another time, as after a time-out.
    func form(
        of text: ScratchText,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm?

    /// What it lies in that a scratch refuses a statement; in doubt the moment.
    func cause(of refusal: DatabaseFailure) -> RefusalCause

    /// All that the answers of an empty database follow from, beside what is asked and run there.
    ///
    /// That is the version, what there is to be used, what a new database begins with, and the settings of a session.
    ///
    /// - Parameter connection: A session with the server, or on an empty database where there is none.
    /// - Returns: The parts of it; `nil` if that cannot be told, and then no answer may be remembered.
    /// - Throws: `DatabaseFailure`; then none may either.
    func scratchIdentity(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [String]?

    /// Whether statements that are run in this order make the same schema at any time; in doubt they do not.
    ///
    /// No clock, no chance and no neighbour may have a say in it.
    func isRepeatable(_ statements: [String]) -> Bool

    /// Whether the form of a text is the same at any time; in doubt it is not.
    func isRepeatable(_ text: ScratchText) -> Bool
}

/// A text of a schema whose form a database is asked for.
package struct ScratchText: Sendable {
    /// What a text is.
    package enum Kind: Sendable {
        /// A condition over the rows of a table.
        case condition
        /// A condition of a policy, which may look at other tables.
        case policy
        /// An expression over the rows of a table.
        case expression
        /// A default of a column of a type.
        case value(ColumnType)
        /// A condition over VALUE, of a domain over a type.
        case domainCheck(ColumnType)
        /// A query, and the names that a view gives its columns.
        case query([String])
        /// A statement that makes an object.
        case statement(ObjectReference)
        /// A partition key.
        case partitionKey
        /// The bounds of a partition of the table, which has a partition key.
        case bounds(key: String)
    }

    /// What it is.
    package let kind: Kind
    /// The text.
    package var text: String
    /// The table that it stands over, with no more than its columns.
    package let table: Table

    /// Creates it.
    package init(_ kind: Kind, _ text: String, over table: Table) {
        self.kind = kind
        self.text = text
        self.table = table
    }
}

/// A database's own form of a text.
package struct ScratchForm: Hashable, Sendable {
    /// The form, equal for texts that mean the same.
    package let text: String
    /// The value of a default that is the same for all rows and times, as the database prints it in the column's type.
    package let constant: String?

    /// Creates it.
    package init(_ text: String, constant: String? = nil) {
        self.text = text
        self.constant = constant
    }
}

extension ScratchDialect {
    package var scratchKinds: [ScratchKind] { [] }

    package var scratchSettings: [String] { [] }

    package func createScratch(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String {
        throw DatabaseFailure(.unsupported, "\(connection.kind.title) lends no empty database")
    }

    package func isScratch(
        _ name: String,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool { true }

    package func dropScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {}

    /// An empty database, where objects have their own names.
    package func scratchRoom(
        _ kind: ScratchKind,
        for need: ScratchNeed,
        _ connection: any DatabaseConnection
    ) async throws -> any ScratchRoom {
        guard kind.runsAnySQL else { throw ScratchRefusal(kind, "the database lends none") }
        return PlainScratchRoom(kind: kind, dialect: self, connection: connection)
    }

    package func form(
        of text: ScratchText,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm? { nil }

    package func scratchIdentity(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [String]? {
        nil
    }

    package func isRepeatable(_ statements: [String]) -> Bool { false }

    package func isRepeatable(_ text: ScratchText) -> Bool { false }
}

extension ScratchDialect where Self: StatementDialect {
    package func makeSchema(
        by statement: String,
        _ connection: any DatabaseConnection
    ) async throws -> Rehearsed {
        try await rehearse(statement, connection, withoutRows: false)
    }
}
