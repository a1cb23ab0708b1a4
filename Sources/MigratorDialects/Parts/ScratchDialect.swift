package import MigrationDSL
package import MigratorDatabase

/// How one database lends an empty database for a while, and what it says there of texts of a schema.
///
/// A plain database lends none.
package protocol ScratchDialect {
    /// Where an empty database is to be had.
    var scratchPlace: ScratchPlace { get }

    /// What a session on an empty database begins with: how texts are written, and how long a statement may take.
    var scratchSettings: [String] { get }

    /// Makes a database beside the one that a connection leads to, and drops those that ended runs have left behind.
    ///
    /// - Returns: The name of the new database.
    func createScratch(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String

    /// Drops a database that ``createScratch(_:)`` made.
    func dropScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure)

    /// The database's own form of a text, found on an empty database that stays as it was.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - connection: A session on an empty database, to which the objects that the text names may have been added.
    /// - Returns: The form; `nil` if the database refuses the text, or has no form of its own for it.
    /// - Throws: `DatabaseFailure` if the session is lost or was cancelled.
    func form(
        of text: ScratchText,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm?
}

/// Where a database lends an empty one.
package enum ScratchPlace: Hashable, Sendable {
    /// A URL that leads to an empty database at each opening, which is gone when it is closed.
    case url(String)
    /// A database that is made on the same server.
    case beside
    /// Nowhere.
    case nowhere
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
    package var scratchPlace: ScratchPlace { .nowhere }

    package var scratchSettings: [String] { [] }

    package func createScratch(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String {
        throw DatabaseFailure(.unsupported, "\(connection.kind.title) lends no empty database")
    }

    package func dropScratch(_ name: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) {}

    package func form(
        of text: ScratchText,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm? { nil }
}
