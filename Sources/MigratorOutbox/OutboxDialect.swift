package import CacheBridge
package import MigratorDatabase

/// The SQL and the calls of the outbox that differ between databases.
///
/// Each database has a folder of its own, `PostgreSQL/` and `SQLite/`, which holds its dialect; another kind of database
/// brings its own, and says only where it is not the plain one of `OutboxDialect+Plain.swift`. Everything else here is
/// the same for all, and asks the dialect of its connection for the rest: `connection.kind.outboxDialect`.
package protocol OutboxDialect: DatabaseRoom {
    // MARK: Words

    /// The placeholder of a parameter by its number, from 1; a statement may name one several times.
    func placeholder(_ number: Int, _ type: ParameterType) -> String
    /// The placeholder of a parameter in a statement that names each once, in their order.
    func placeholderInOrder(_ number: Int, _ type: ParameterType) -> String
    /// A column of any type as text.
    func asText(_ column: String) -> String
    /// The time at which a delivery is written down.
    var now: String { get }
    /// The moment in a column, in ISO 8601 and UTC.
    func moment(_ column: String) -> String
    /// The condition that an event `o` is older than so many days.
    func isOlder(thanDays days: Int) -> String
    /// The condition that an event `o` is not older than the moment in the first parameter.
    var isSinceMoment: String { get }
    /// The columns that are selected of an event `o`: `id`, `uuid`, `event` and `moment`.
    var eventColumns: String { get }

    // MARK: Writing

    /// The statements that make the tables where they are missing.
    func tables(_ outbox: Outbox) -> [TableMaking]
    /// The statement that wakes the sessions that listen when the transaction is committed; `nil` where none can.
    ///
    /// The row of the event's UUID is written already. Without a place the sessions do not learn which database it is.
    func waking(_ uuid: DatabaseCell, _ place: DatabasePlace?, _ outbox: Outbox) -> Outbox.Statement?
    /// The call by which a script wakes the sessions that listen, and the row that it is about; `nil` where none can.
    func scriptedWaking(_ uuid: String, _ outbox: Outbox) -> String?
    /// The statement that writes an event, wakes the sessions that listen, and gives the row's number as `id`.
    func writing(_ event: InvalidationEvent, json: String, _ outbox: Outbox) -> Outbox.Statement
    /// Runs statements in a transaction of their own that is over at once, and does not wait long for others.
    func run(_ statements: [Outbox.Statement], _ connection: any DatabaseConnection) async throws

    // MARK: Reading

    /// Refuses to go on over a connection that leads to a standby.
    ///
    /// - Throws: `CarrierError.standby`, or `DatabaseFailure`.
    func checkIsPrimary(_ connection: any DatabaseConnection) async throws
    /// The rows of the outbox from a position on, and the position at which the next look begins.
    ///
    /// A row has `ord`, by which its position is known, `id`, `uuid`, `event` and `moment`; one without a UUID is none.
    func news(
        since position: Int64,
        _ outbox: TableName,
        _ connection: any DatabaseConnection
    ) async throws -> (rows: [DatabaseRow], position: Int64)
    /// The query of what came since the position in the first parameter, in one snapshot.
    ///
    /// Each row has an event's columns, which are null if none came, and beside them `high`, the position behind all of
    /// them, `low`, the lowest one that there is, and `first`, the lowest number.
    func since(_ outbox: Outbox, limit: Int) -> String

    // MARK: Watching

    /// Whether the database is a server, which may leave a question unanswered.
    var isServer: Bool { get }
    /// A number that moves whenever another connection has committed; `nil` where commits are not counted.
    ///
    /// Where they are, one transaction writes at a time, so the outbox's rows are in the order of their commits.
    func commits(_ connection: any DatabaseConnection) async throws -> Int64?
    /// The columns that show in a look what came since a snapshot: `snapshot`, the new one, and `moved`, 0 for nothing;
    /// `nil` where commits are counted.
    func changes(
        since snapshot: String,
        _ outbox: TableName
    ) -> (columns: [String], parameters: [DatabaseCell])?
    /// Whether what wakes the sessions tells them the place, which is then asked for before the transaction begins.
    var needsPlace: Bool { get }
    /// What asks for the place within another query; `nil` where no query tells it.
    var placeQuery: PlaceQuery? { get }
    /// The database's place; must be asked outside of a transaction.
    func place(schema: String?, _ connection: any DatabaseConnection) async throws -> DatabasePlace
    /// The signs by which an anchor knows an outbox again.
    func ground(of outbox: TableName) -> any OutboxGround
}

/// The type of a parameter, as far as a database has to be told.
package enum ParameterType {
    /// The type follows from the statement.
    case any
    /// Text.
    case text
    /// A whole number.
    case number
    /// A UUID that is sent as text.
    case uuid
}

extension OutboxDialect {
    /// A list of the placeholders of parameters of one type, in their order.
    func placeholders(_ count: Int, _ type: ParameterType) -> String {
        (0..<count).map { placeholderInOrder($0 + 1, type) }.joined(separator: ", ")
    }
}
