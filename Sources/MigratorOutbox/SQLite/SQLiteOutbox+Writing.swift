import CacheBridge
import MigratorDatabase

extension SQLiteOutbox {
    /// None: on SQLite no session can be woken.
    func waking(_ uuid: DatabaseCell, _ place: DatabasePlace?, _ outbox: Outbox) -> Outbox.Statement? { nil }

    func scriptedWaking(_ uuid: String, _ outbox: Outbox) -> String? { nil }

    func writing(_ event: InvalidationEvent, json: String, _ outbox: Outbox) -> Outbox.Statement {
        let sql = "\(outbox.insert(placeholder(1, .uuid), placeholder(2, .any))) RETURNING id"
        return (sql, [.text(event.uuid), .text(json)])
    }

    func run(_ statements: [Outbox.Statement], _ connection: any DatabaseConnection) async throws {
        do {
            try await connection.together {
                try await connection.execute("BEGIN IMMEDIATE")
                try await connection.execute(pipelining: statements)
                try await connection.execute("COMMIT")
            }
        } catch {
            try? await connection.rollback()
            throw error
        }
    }
}
