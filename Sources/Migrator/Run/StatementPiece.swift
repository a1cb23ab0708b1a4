import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects

/// One piece of a step that is no transaction as a whole.
struct StatementPiece: Sendable {
    let operation: Operation
    let item: WorkItem

    /// Its text, if it is a statement.
    var statement: String? {
        guard case .statement(let sql) = item else { return nil }
        return sql.text
    }

    /// The digest by which it is known again.
    var digest: String {
        String(Checksum.digest(of: statement ?? operation.summary).prefix(32))
    }

    /// Whether it may change what is a session's own.
    func mayChangeSession(_ dialect: any Dialect) -> Bool { dialect.mayChangeSession(item) }

    /// Whether it cannot run in a transaction, as far as can be told from here.
    func runsAlone(_ dialect: any Dialect) -> Bool {
        switch item {
        case .statement(let sql): dialect.nonTransactional(sql.text) != nil
        // A closure of such a revision may do what no transaction can hold.
        case .perform: true
        case .bulkInsert, .removeRows, .rebuild: false
        }
    }

    /// Whether it may be tried again after it failed.
    var isRepeatable: Bool {
        guard case .perform(let perform) = item else { return true }
        return perform.isRepeatable
    }

    /// Whether a value that was read before it could be another one after it.
    func changesAnswers(_ dialect: any Dialect) -> Bool {
        if let statement, dialect.nonTransactional(statement)?.changesAnswers == false { return false }
        return StepEffect(of: [operation], on: dialect).tables != []
    }

    /// What it leaves in the database where it fails or is interrupted; `nil` if that is nothing.
    func traces(_ dialect: any Dialect, _ connection: any DatabaseConnection) -> (any StatementTraces)? {
        statement.flatMap { dialect.traces(of: $0, connection) }
    }

    var needsForeignKeysOff: Bool {
        guard case .rebuild(let rebuild) = item else { return false }
        return rebuild.needsForeignKeysOff
    }

    /// What the journal keeps while it runs.
    func begun(_ dialect: any Dialect, _ connection: any DatabaseConnection) async throws -> StatementProgress.Begun {
        let process = try await dialect.serverProcess(connection)
        return StatementProgress.Begun(digest: digest, backend: process.backend, backendStart: process.start)
    }
}
