import CMigratorSQLite
import MigratorDatabase

/// An open database with its compiled statements; closes itself when its connection lets go of it.
///
/// Not left to an `isolated deinit` of the actor: that needs macOS 15.4, and Swift 6.3 fails to optimise a client of
/// an actor that has one ("circular reference").
final class SQLiteHandle {
    let database: OpaquePointer
    var statements = SQLiteStatementCache()
    private let interrupter: SQLiteInterrupter

    init(_ configuration: SQLiteSessionConfiguration, _ interrupter: SQLiteInterrupter) throws(DatabaseFailure) {
        database = try SQLiteFile.open(configuration)
        self.interrupter = interrupter
        interrupter.attach(to: database)
    }

    deinit {
        statements.removeAll()
        interrupter.detach()
        sqlite3_close_v2(database)
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    /// Returns the compiled statement of a text.
    func statement(_ sql: String) throws(DatabaseFailure) -> SQLiteStatement {
        try statements.statement(sql, on: database)
    }
}
