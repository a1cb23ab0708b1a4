import MigratorDatabase
import MigratorTestSupport
import Synchronization

/// A connection that writes down what goes over it.
final class CountingConnection: ConnectionWrapper {
    let base: any DatabaseConnection
    private let log: StatementLog

    init(_ base: any DatabaseConnection, _ log: StatementLog) {
        self.base = base
        self.log = log
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        if case .statements(let statements) = call { for (sql, _) in statements { log.note(sql) } }
        let result = try await body()
        if case .commit = call, log.failsAtCommit.withLock({ $0 }) {
            throw DatabaseFailure(.connectionLost, "no answer to COMMIT")
        }
        return result
    }

    func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        log.note(sql)
        if sql.contains("pg_is_in_recovery"), log.isStandby.withLock({ $0 }) {
            return [DatabaseRow(columns: ["standby"], values: [true])]
        }
        let rows = try await base.query(sql, parameters)
        if let pause = log.afterQuery.withLock({ $0 }) { await pause() }
        return rows
    }
}
