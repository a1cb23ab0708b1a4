import CacheBridge
import MigratorDatabase
import MigratorOutbox
import Testing

/// The statements that write the outbox, whole, on each database.
struct OutboxWritingTextTests {
    private let outbox = Outbox()
    private let event = InvalidationEvent(
        id: 0,
        uuid: "5a1c0e2b-0f1d-4c3a-9b7e-1d2c3b4a5f60",
        database: "",
        revision: nil,
        direction: .write,
        kind: .data,
        tables: [],
        namespaces: [],
        at: ""
    )

    @Test(arguments: DatabaseKind.known) func anEventIsWrittenAndTakenAway(_ kind: DatabaseKind) throws {
        let place = DatabasePlace(parts: ["1", "2"])
        let known = try outbox.statements(writing: event, place, kind)
        let unknown = try outbox.statements(writing: event, nil, kind)
        let found = (known + unknown + [try outbox.remove(event, kind)]).map(\.sql)
        let expected =
            switch kind {
            case .postgres:
                [
                    #"INSERT INTO "migrator_outbox" (uuid, event) VALUES ($1::text::uuid, $2)"#,
                    """
                    SELECT pg_catalog.pg_notify($1, \
                    pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
                        '36:' || i.id::text || $2, 'UTF8')), 'hex'), 32) || ' ' || o.id::text)
                    FROM "migrator_outbox" AS o, "migrator_identity" AS i WHERE o.uuid = $3::text::uuid
                    """,
                    #"INSERT INTO "migrator_outbox" (uuid, event) VALUES ($1::text::uuid, $2)"#,
                    """
                    SELECT pg_catalog.pg_notify($1, '- ' || id::text) FROM "migrator_outbox" WHERE uuid = \
                    $2::text::uuid
                    """,
                    #"DELETE FROM "migrator_outbox" WHERE uuid = $1::text::uuid"#,
                ]
            default:
                [
                    #"INSERT INTO "migrator_outbox" (uuid, event) VALUES (?, ?)"#,
                    #"INSERT INTO "migrator_outbox" (uuid, event) VALUES (?, ?)"#,
                    #"DELETE FROM "migrator_outbox" WHERE uuid = ?"#,
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func anApplicationWritesAndNotes(_ kind: DatabaseKind) async throws {
        let connection = NotingConnection(kind)
        _ = try await outbox.write(event, on: connection)
        try await outbox.noteDelivery(of: 1, to: "redis", connection)
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    """
                    WITH written AS (
                        INSERT INTO "migrator_outbox" (uuid, event) VALUES ($1::text::uuid, $2) RETURNING id)
                    SELECT id, pg_catalog.pg_notify('ecs_invalidate', $3 || ' ' || id::text)::text AS sent FROM \
                    written
                    """,
                    """
                    INSERT INTO "migrator_delivery" AS d (event, target, attempts, delivered_at)
                    VALUES ($1, $2, 1, pg_catalog.clock_timestamp())
                    ON CONFLICT (event, target) DO UPDATE
                    SET attempts = d.attempts + 1, last_error = NULL, delivered_at = excluded.delivered_at
                    """,
                ]
            default:
                [
                    #"INSERT INTO "migrator_outbox" (uuid, event) VALUES (?1, ?2) RETURNING id"#,
                    """
                    INSERT INTO "migrator_delivery" AS d (event, target, attempts, delivered_at)
                    VALUES (?1, ?2, 1, strftime('%Y-%m-%d %H:%M:%f', 'now'))
                    ON CONFLICT (event, target) DO UPDATE
                    SET attempts = d.attempts + 1, last_error = NULL, delivered_at = excluded.delivered_at
                    """,
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func marksAreOneTransaction(_ kind: DatabaseKind) async throws {
        let connection = NotingConnection(kind)
        let marks = [
            Outbox.Mark(event: 2, target: "redis", error: "nobody is there"), Outbox.Mark(event: 1, target: "redis"),
        ]
        try await outbox.write(marks, connection)
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    "SELECT pg_catalog.set_config('lock_timeout', '2s', true)",
                    """
                    INSERT INTO "migrator_delivery" AS d (event, target, attempts, last_error, delivered_at)
                    VALUES ($1, $2, 1, $3::text, pg_catalog.clock_timestamp())
                    ON CONFLICT (event, target) DO UPDATE SET attempts = d.attempts + 1,
                        last_error = excluded.last_error,
                        delivered_at = COALESCE(excluded.delivered_at, d.delivered_at)
                    """,
                    """
                    INSERT INTO "migrator_delivery" AS d (event, target, attempts, last_error, delivered_at)
                    VALUES ($1, $2, 1, $3::text, NULL)
                    ON CONFLICT (event, target) DO UPDATE SET attempts = d.attempts + 1,
                        last_error = excluded.last_error,
                        delivered_at = COALESCE(excluded.delivered_at, d.delivered_at)
                    """,
                    """
                    UPDATE "migrator_identity" SET last_event = COALESCE((SELECT uuid FROM "migrator_outbox"
                    WHERE id = (SELECT MAX(event) FROM "migrator_delivery" WHERE delivered_at IS NOT NULL)), \
                    last_event)
                    """,
                ]
            default:
                [
                    "BEGIN IMMEDIATE",
                    """
                    INSERT INTO "migrator_delivery" AS d (event, target, attempts, last_error, delivered_at)
                    VALUES (?1, ?2, 1, ?3, strftime('%Y-%m-%d %H:%M:%f', 'now'))
                    ON CONFLICT (event, target) DO UPDATE SET attempts = d.attempts + 1,
                        last_error = excluded.last_error,
                        delivered_at = COALESCE(excluded.delivered_at, d.delivered_at)
                    """,
                    """
                    INSERT INTO "migrator_delivery" AS d (event, target, attempts, last_error, delivered_at)
                    VALUES (?1, ?2, 1, ?3, NULL)
                    ON CONFLICT (event, target) DO UPDATE SET attempts = d.attempts + 1,
                        last_error = excluded.last_error,
                        delivered_at = COALESCE(excluded.delivered_at, d.delivered_at)
                    """,
                    """
                    UPDATE "migrator_identity" SET last_event = COALESCE((SELECT uuid FROM "migrator_outbox"
                    WHERE id = (SELECT MAX(event) FROM "migrator_delivery" WHERE delivered_at IS NOT NULL)), \
                    last_event)
                    """,
                    "COMMIT",
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func oldRowsAreForgotten(_ kind: DatabaseKind) throws {
        let found = try outbox.prune(kind).map(\.sql)
        let expected =
            switch kind {
            case .postgres:
                [
                    """
                    WITH heard AS MATERIALIZED (SELECT DISTINCT target FROM "migrator_delivery" WHERE \
                    delivered_at IS NOT NULL)
                    DELETE FROM "migrator_outbox" AS o WHERE o.at < pg_catalog.now() - interval '7 days'
                        AND o.id <= (SELECT MAX(id) - 1000 FROM "migrator_outbox")
                        AND NOT EXISTS (
                            SELECT 1 FROM heard WHERE NOT EXISTS (
                                SELECT 1 FROM "migrator_delivery" AS d
                                WHERE d.event = o.id AND d.target = heard.target AND d.delivered_at IS NOT NULL))
                    """,
                    """
                    DELETE FROM "migrator_delivery" AS d
                    WHERE d.event < (SELECT MIN(id) FROM "migrator_outbox")
                    """,
                ]
            default:
                [
                    """
                    WITH heard AS MATERIALIZED (SELECT DISTINCT target FROM "migrator_delivery" WHERE \
                    delivered_at IS NOT NULL)
                    DELETE FROM "migrator_outbox" AS o WHERE o.at < datetime('now', '-7 days')
                        AND o.id <= (SELECT MAX(id) - 1000 FROM "migrator_outbox")
                        AND NOT EXISTS (
                            SELECT 1 FROM heard WHERE NOT EXISTS (
                                SELECT 1 FROM "migrator_delivery" AS d
                                WHERE d.event = o.id AND d.target = heard.target AND d.delivered_at IS NOT NULL))
                    """,
                    """
                    DELETE FROM "migrator_delivery" AS d
                    WHERE d.event < (SELECT MIN(id) FROM "migrator_outbox")
                    """,
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func anIdentityIsAskedAndReplaced(_ kind: DatabaseKind) async throws {
        let connection = NotingConnection(kind)
        let identity = DatabaseIdentity(outbox)
        #expect(try await !identity.knows(event.uuid, connection))
        #expect(try await identity.knows("no UUID", connection), "no engine has written it")
        try await identity.replace(event.uuid, connection)
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    #"SELECT 1 FROM "migrator_outbox" WHERE uuid = $1::text::uuid"#,
                    """
                    UPDATE "migrator_identity" SET id = $1::text::uuid, last_event = NULL
                    WHERE id = $2::text::uuid
                    """,
                ]
            default:
                [
                    #"SELECT 1 FROM "migrator_outbox" WHERE uuid = ?1"#,
                    """
                    UPDATE "migrator_identity" SET id = ?1, last_event = NULL
                    WHERE id = ?2
                    """,
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func anIdentityThatIsGoneIsMade(_ kind: DatabaseKind) async throws {
        let connection = NotingConnection(kind)
        let place = DatabasePlace(parts: ["1", "2"])
        _ = try await DatabaseIdentity(outbox, place: place).fingerprint(connection)
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    #"SELECT CAST(id AS VARCHAR) AS id FROM "migrator_identity""#,
                    #"INSERT INTO "migrator_identity" (id) VALUES ($1)"#,
                    #"SELECT CAST(id AS VARCHAR) AS id FROM "migrator_identity""#,
                ]
            default:
                [
                    #"SELECT CAST(id AS VARCHAR) AS id FROM "migrator_identity""#,
                    #"INSERT INTO "migrator_identity" (id) VALUES (?)"#,
                    #"SELECT CAST(id AS VARCHAR) AS id FROM "migrator_identity""#,
                ]
            }
        #expect(found == expected)
    }
}
