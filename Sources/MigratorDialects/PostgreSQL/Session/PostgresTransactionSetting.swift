import MigratorDatabase
import MigratorSystem

/// Settings that the engine makes for one transaction.
enum PostgresTransactionSetting {
    /// How long a statement waits for a lock, and that the transaction may wait for its client.
    static func lockTimeout(_ timeout: Duration?) -> SessionDialect.Statement {
        let sql = "SELECT pg_catalog.set_config('lock_timeout', $1, true), \(idle)"
        return (sql, [.text(milliseconds(timeout))])
    }

    /// A time-out as the setting holds it; 0 means none.
    static func milliseconds(_ timeout: Duration?) -> String {
        "\(timeout.map { max(1, $0.milliseconds) } ?? 0)"
    }

    /// Rows that take long to make keep a transaction idle, which a role's setting may end.
    static var idleForLong: SessionDialect.Statement { ("SELECT \(idle)", []) }

    private static var idle: String { "pg_catalog.set_config('idle_in_transaction_session_timeout', '0', true)" }
}
