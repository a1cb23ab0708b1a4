import CacheBridge
import MigratorDatabase
import MigratorSystem

/// Sessions that listen are sent the fingerprint and the row's number, and no more: a message may have 8,000 bytes.
extension PostgresOutbox {
    /// The fingerprint is put together by the server, since the identity may have been made in this very transaction.
    func waking(_ uuid: DatabaseCell, _ place: DatabasePlace?, _ outbox: Outbox) -> Outbox.Statement? {
        let name = outbox.name
        guard let place else {
            let sql =
                "SELECT pg_catalog.pg_notify($1, '- ' || id::text) FROM \(name.quoted) WHERE uuid = $2::text::uuid"
            return (sql, [DatabaseCell.text(Outbox.channel), uuid])
        }
        let sql = """
            SELECT pg_catalog.pg_notify($1, pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
                '36:' || i.id::text || $2, 'UTF8')), 'hex'), 32) || ' ' || o.id::text)
            FROM \(name.quoted) AS o, \(outbox.identity.quoted) AS i WHERE o.uuid = $3::text::uuid
            """
        return (sql, [DatabaseCell.text(Outbox.channel), .text(Digest.text(ofParts: place.parts)), uuid])
    }

    func writing(_ event: InvalidationEvent, json: String, _ outbox: Outbox) -> Outbox.Statement {
        let sql = """
            WITH written AS (
                \(outbox.insert(placeholder(1, .uuid), placeholder(2, .any))) RETURNING id)
            SELECT id, pg_catalog.pg_notify('\(Outbox.channel)', $3 || ' ' || id::text)::text AS sent FROM written
            """
        return (sql, [.text(event.uuid), .text(json), .text(event.database)])
    }

    /// Which database the script will be run on is not known, so the call does not name its fingerprint.
    func scriptedWaking(_ uuid: String, _ outbox: Outbox) -> String? {
        "pg_catalog.pg_notify('\(Outbox.channel)', '- ' || id) FROM \(outbox.name.quoted) WHERE uuid = '\(uuid)'"
    }

    /// Statements that PostgreSQL is sent in one message are one transaction.
    func run(_ statements: [Outbox.Statement], _ connection: any DatabaseConnection) async throws {
        let patience = "SELECT pg_catalog.set_config('lock_timeout', '2s', true)"
        _ = try await connection.execute(pipelining: [(patience, [])] + statements)
    }
}
