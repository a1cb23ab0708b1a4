package import MigrationDSL
import MigratorCatalogue
import MigratorCore
package import MigratorDatabase

/// What a statement is to one database: whether it runs in a transaction, is done in pieces, or is mended afterwards.
///
/// What is given here is for a database that refuses what it does not know, and whose statements all run in transactions.
package protocol StatementDialect {
    // MARK: Before a run

    /// Renders the operations of a revision, each among the others: some are done together, some before the rest.
    func render(_ operations: [Operation]) -> [RenderedOperation]

    /// Why a statement of a revision must not be run, and what to write instead; `nil` if it may.
    func refusal(of statement: String) -> String?

    /// Why a statement of a revision's closure must not be run, and what to write instead; `nil` if it may.
    func refusal(inClosure statement: String) -> String?

    /// How statements write their parameters.
    var parameterStyle: ParameterStyle { get }

    // MARK: In a run

    /// Whether it refuses tables and columns that it does not know; if not, the engine looks names up first.
    var refusesUnknownNames: Bool { get }

    /// What has to be asked of the database before it runs a statement; `nil` for most.
    func inquiry(before statement: String) -> StatementInquiry?

    /// Whether foreign keys must be off while a piece of work is done, which no transaction can switch.
    func needsForeignKeysOff(_ item: WorkItem) -> Bool

    /// Does something that begins and ends a transaction, meanwhile without foreign keys if it has to be.
    func withForeignKeysOff<Result>(
        if isNeeded: Bool,
        _ connection: any DatabaseConnection,
        _ body: () async throws -> Result
    ) async throws -> Result

    // MARK: Outside of a transaction

    /// Whether a revision that is no transaction needs a lock that holds between its transactions.
    var needsLockBetweenTransactions: Bool { get }

    /// What kind of statement it is that cannot run in a transaction; `nil` if it can, as far as its words say.
    func nonTransactional(_ statement: String) -> NonTransactionalStatement?

    /// What a statement leaves in the database where it fails or is interrupted; `nil` if that is nothing.
    func traces(of statement: String, _ connection: any DatabaseConnection) -> (any StatementTraces)?

    /// How many rows refer to a row that does not exist, by child and parent table, before a revision of these statements
    /// that is no transaction; `nil` if it cannot make such rows.
    func orphans(
        before statements: [String],
        _ connection: any DatabaseConnection
    ) async throws -> [String: Int]?

    /// Refuses more such rows than there were before.
    ///
    /// - Throws: `DatabaseFailure` with code `.foreignKeyViolation`.
    func checkOrphans(against before: [String: Int], _ connection: any DatabaseConnection) async throws

    // MARK: On an empty database

    /// Whether a revision is tried out in a transaction, as it runs: some statements work in nothing else.
    var rehearsesInTransaction: Bool { get }

    /// Runs a statement on a throw-away database, unless it reaches beyond that.
    ///
    /// - Parameters:
    ///   - statement: The statement.
    ///   - connection: A session with the database.
    ///   - withoutRows: Whether the rows of payloads are left out, so that a foreign key without its rows is no error.
    /// - Returns: What became of it.
    /// - Throws: `DatabaseFailure` if it fails.
    func rehearse(
        _ statement: String,
        _ connection: any DatabaseConnection,
        withoutRows: Bool
    ) async throws -> Rehearsed

    /// A statement of a script that runs outside of transactions, such that what it sets for one holds for the script.
    func settingForSession(_ statement: String) -> String
}

/// What became of a statement that was tried out on a throw-away database.
package enum Rehearsed: Hashable, Sendable {
    /// It was run.
    case done
    /// It was not run, as it is about what lies beyond its database, for a reason in a sentence without its full stop.
    case leftOut(String)
}

/// What is asked of a database before a statement runs.
///
/// It throws what is then wrong with the statement.
package typealias StatementInquiry = @Sendable (any DatabaseConnection) async throws -> Void

extension Dialect {
    package func render(_ operations: [Operation]) -> [RenderedOperation] {
        operations.map { operation in RenderedOperation { () throws(MigratorError) in try render(operation) } }
    }

    package var parameterStyle: ParameterStyle {
        ParameterStyle(mark: kind.rules.parameterMark, hasMarkOperators: false, hasNames: false)
    }
}

extension StatementDialect {
    package func refusal(of statement: String) -> String? { nil }

    package func refusal(inClosure statement: String) -> String? { refusal(of: statement) }

    package var refusesUnknownNames: Bool { true }

    package func inquiry(before statement: String) -> StatementInquiry? { nil }

    package func needsForeignKeysOff(_ item: WorkItem) -> Bool { false }

    package func withForeignKeysOff<Result>(
        if isNeeded: Bool,
        _ connection: any DatabaseConnection,
        _ body: () async throws -> Result
    ) async throws -> Result {
        try await body()
    }

    package var needsLockBetweenTransactions: Bool { false }

    package func nonTransactional(_ statement: String) -> NonTransactionalStatement? { nil }

    package func traces(of statement: String, _ connection: any DatabaseConnection) -> (any StatementTraces)? { nil }

    package func orphans(
        before statements: [String],
        _ connection: any DatabaseConnection
    ) async throws -> [String: Int]? { nil }

    package func checkOrphans(against before: [String: Int], _ connection: any DatabaseConnection) async throws {}

    package var rehearsesInTransaction: Bool { true }

    package func rehearse(
        _ statement: String,
        _ connection: any DatabaseConnection,
        withoutRows: Bool
    ) async throws -> Rehearsed {
        try await connection.execute(statement)
        return .done
    }

    package func settingForSession(_ statement: String) -> String { statement }
}
