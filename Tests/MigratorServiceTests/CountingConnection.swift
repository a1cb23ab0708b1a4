import MigratorDatabase
import MigratorTestSupport

/// A connection that says which statements it is given.
final class CountingConnection: ConnectionWrapper {
    let base: any DatabaseConnection
    private let note: @Sendable (String) -> Void

    init(_ base: any DatabaseConnection, _ note: @escaping @Sendable (String) -> Void) {
        self.base = base
        self.note = note
    }

    func around<Result>(
        _ call: ConnectionCall,
        _ body: () async throws(DatabaseFailure) -> Result
    ) async throws(DatabaseFailure) -> Result {
        if case .statements(let statements) = call { for (sql, _) in statements { note(sql) } }
        return try await body()
    }
}
