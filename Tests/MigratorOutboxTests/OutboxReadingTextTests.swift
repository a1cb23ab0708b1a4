import CacheBridge
import MigratorDatabase
import MigratorOutbox
import Testing

/// The questions to the outbox, whole, on each database.
struct OutboxReadingTextTests {
    private let outbox = Outbox()
    private let fingerprint = Fingerprint(identity: "texts", place: [])

    /// What is selected of an event.
    private static func eventColumns(_ kind: DatabaseKind) -> String {
        switch kind {
        case .postgres:
            """
            o.id, o.uuid::text AS uuid, o.event,
                pg_catalog.to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS moment
            """
        default: "o.id, o.uuid, o.event, strftime('%Y-%m-%dT%H:%M:%SZ', o.at) AS moment"
        }
    }

    @Test(arguments: DatabaseKind.known) func rowsAreReadAsEvents(_ kind: DatabaseKind) async throws {
        let event = Self.eventColumns(kind)
        let connection = NotingConnection(kind)
        let rows = OutboxRows(outbox)
        _ = try await rows.events(["a", "b"], fingerprint, connection)
        for areStubborn in [false, true] {
            _ = try await rows.waiting(
                for: "redis",
                after: 0,
                patience: 5,
                areStubborn: areStubborn,
                limit: 200,
                fingerprint,
                connection
            )
        }
        _ = try await rows.count(waitingFor: "redis", connection)
        _ = try await rows.since(nil, fingerprint, connection)
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.uuid IN ($1::text::uuid, $2::text::uuid) \
                    ORDER BY o.id
                    """,
                    """
                    SELECT \(event), COALESCE(d.attempts, 0) AS attempts FROM "migrator_outbox" AS o
                    LEFT JOIN "migrator_delivery" AS d ON d.event = o.id AND d.target = $1::text
                    WHERE d.delivered_at IS NULL AND COALESCE(d.attempts, 0) < 5 AND o.id > $2::bigint
                    ORDER BY o.id LIMIT 200
                    """,
                    """
                    SELECT \(event), COALESCE(d.attempts, 0) AS attempts FROM "migrator_outbox" AS o
                    LEFT JOIN "migrator_delivery" AS d ON d.event = o.id AND d.target = $1::text
                    WHERE d.delivered_at IS NULL AND COALESCE(d.attempts, 0) >= 5 AND o.id > $2::bigint
                    ORDER BY o.id LIMIT 200
                    """,
                    """
                    SELECT count(*) AS n FROM "migrator_outbox" AS o WHERE NOT EXISTS (
                        SELECT 1 FROM "migrator_delivery" AS d
                        WHERE d.event = o.id AND d.target = $1::text AND d.delivered_at IS NOT NULL)
                    """,
                    """
                    SELECT s.high, s.low, s.first, \(event)
                    FROM (
                        SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint AS high,
                            COALESCE((SELECT xid::text::bigint FROM "migrator_outbox" ORDER BY xid LIMIT 1), 0) \
                    AS low,
                            COALESCE((SELECT MIN(id) FROM "migrator_outbox"), 0) AS first) AS s
                    LEFT JOIN "migrator_outbox" AS o ON o.xid >= $1::bigint::text::xid8
                    ORDER BY o.id LIMIT 1000
                    """,
                ]
            default:
                [
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.uuid IN (?, ?) ORDER BY o.id
                    """,
                    """
                    SELECT \(event), COALESCE(d.attempts, 0) AS attempts FROM "migrator_outbox" AS o
                    LEFT JOIN "migrator_delivery" AS d ON d.event = o.id AND d.target = ?1
                    WHERE d.delivered_at IS NULL AND COALESCE(d.attempts, 0) < 5 AND o.id > ?2
                    ORDER BY o.id LIMIT 200
                    """,
                    """
                    SELECT \(event), COALESCE(d.attempts, 0) AS attempts FROM "migrator_outbox" AS o
                    LEFT JOIN "migrator_delivery" AS d ON d.event = o.id AND d.target = ?1
                    WHERE d.delivered_at IS NULL AND COALESCE(d.attempts, 0) >= 5 AND o.id > ?2
                    ORDER BY o.id LIMIT 200
                    """,
                    """
                    SELECT count(*) AS n FROM "migrator_outbox" AS o WHERE NOT EXISTS (
                        SELECT 1 FROM "migrator_delivery" AS d
                        WHERE d.event = o.id AND d.target = ?1 AND d.delivered_at IS NOT NULL)
                    """,
                    """
                    SELECT s.high, s.low, s.first, \(event)
                    FROM (
                        SELECT COALESCE(MAX(id), 0) AS high, COALESCE(MIN(id), 0) AS low, COALESCE(MIN(id), 0) AS \
                    first
                        FROM "migrator_outbox") AS s
                    LEFT JOIN "migrator_outbox" AS o ON o.id > ?1
                    ORDER BY o.id LIMIT 1000
                    """,
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func theOutboxIsListed(_ kind: DatabaseKind) async throws {
        let event = Self.eventColumns(kind)
        let connection = NotingConnection(kind)
        let listing = OutboxListing(outbox, connection, fingerprint)
        _ = try await listing.events()
        _ = try await listing.events(numbered: [1, 2])
        _ = try await listing.events(numbered: [])
        _ = try await listing.events(from: 1)
        _ = try await listing.events(since: "2026-01-01T00:00:00Z")
        _ = try await listing.deliveries()
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o  ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.id IN ($1::bigint, $2::bigint) ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.id IN (NULL) ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.id >= $1::bigint ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.at >= $1::text::timestamptz ORDER BY o.id
                    """,
                    """
                    SELECT event, target, attempts, last_error, pg_catalog.to_char(delivered_at AT TIME ZONE \
                    'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS moment FROM "migrator_delivery" ORDER BY target
                    """,
                ]
            default:
                [
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o  ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.id IN (?, ?) ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.id IN (NULL) ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE o.id >= ?1 ORDER BY o.id
                    """,
                    """
                    SELECT \(event) FROM "migrator_outbox" AS o WHERE datetime(o.at) >= datetime(?1) ORDER BY o.id
                    """,
                    """
                    SELECT event, target, attempts, last_error, strftime('%Y-%m-%dT%H:%M:%SZ', delivered_at) AS \
                    moment FROM "migrator_delivery" ORDER BY target
                    """,
                ]
            }
        #expect(found == expected)
    }

    /// The engine asks in the same statement where the database stands.
    @Test(arguments: DatabaseKind.known) func whatWaitsIsAskedBesides(_ kind: DatabaseKind) throws {
        let (first, second) = kind == .postgres ? ("$1::text", "$2::text") : ("?1", "?2")
        let told = """
            EXISTS (
                SELECT 1 FROM "migrator_delivery" WHERE delivered_at IS NOT NULL)
            """
        #expect(outbox.isAnyTold == told)
        let waiting = """
            t.target, (
                SELECT count(*) FROM "migrator_outbox" AS o WHERE NOT EXISTS (
                    SELECT 1 FROM "migrator_delivery" AS d
                    WHERE d.event = o.id AND d.target = t.target AND d.delivered_at IS NOT NULL))
            FROM (
                SELECT DISTINCT target FROM "migrator_delivery" WHERE delivered_at IS NOT NULL \
            UNION SELECT \(first) UNION SELECT \(second)
            ) AS t
            """
        #expect(try outbox.waiting(asking: 2, on: kind) == waiting)
        #expect(outbox.lastNumber == #"COALESCE(MAX(id), 0) FROM "migrator_outbox""#)
    }

    @Test(arguments: DatabaseKind.known) func aPulseAsksWhatMoved(_ kind: DatabaseKind) async throws {
        let row = DatabaseRow(
            columns: ["system", "snapshot", "moved", "uuid", "identity", "whole", "counter"],
            values: [.text("1"), .text("1:2:"), .int(0), .null, .null, .int(1), .null]
        )
        let connection = NotingConnection(kind, answering: kind == .postgres ? [row] : [])
        var pulse = OutboxPulse(outbox, connection)
        _ = try await pulse.beat()
        let found = connection.taken()
        let expected =
            switch kind {
            case .postgres:
                [
                    "SELECT \(DatabasePlace.columns)",
                    """
                    SELECT o.id, o.uuid::text AS uuid, o.xmin::text AS stamp, s.* FROM (SELECT \
                    pg_catalog.pg_current_snapshot()::text AS snapshot, EXISTS (
                        SELECT 1 FROM "migrator_outbox"
                        WHERE xid >= pg_catalog.pg_snapshot_xmin($1::text::pg_snapshot)
                            AND NOT pg_catalog.pg_visible_in_snapshot(xid, $1::text::pg_snapshot))::int AS moved, \
                    (SELECT max(CAST(id AS VARCHAR)) FROM "migrator_identity") AS identity, NULL::bigint AS \
                    counter, EXISTS (SELECT 1 FROM pg_catalog.pg_index
                        WHERE indrelid = pg_catalog.to_regclass($3::text) AND indisprimary)::int AS whole, \
                    \(DatabasePlace.columns)) AS s
                    LEFT JOIN "migrator_outbox" AS o ON o.id >= COALESCE($2::bigint, (
                        SELECT min(id) FROM (SELECT id FROM "migrator_outbox" ORDER BY id DESC LIMIT 8) AS last), 0)
                    ORDER BY o.id
                    """,
                ]
            default:
                [
                    "PRAGMA data_version",
                    "SELECT file FROM pragma_database_list WHERE name = ?",
                    "PRAGMA schema_version",
                    """
                    SELECT o.id, o.uuid AS uuid, '' AS stamp, s.* FROM (SELECT (SELECT max(CAST(id AS VARCHAR)) \
                    FROM "migrator_identity") AS identity, (SELECT seq FROM "sqlite_sequence" WHERE name = \
                    'migrator_outbox') AS counter, 1 AS whole) AS s
                    LEFT JOIN "migrator_outbox" AS o ON o.id >= COALESCE(?1, (
                        SELECT min(id) FROM (SELECT id FROM "migrator_outbox" ORDER BY id DESC LIMIT 8) AS last), 0)
                    ORDER BY o.id
                    """,
                ]
            }
        #expect(found == expected)
    }

    @Test(arguments: DatabaseKind.known) func aReaderAsksFromItsPositionOn(_ kind: DatabaseKind) async throws {
        let row = DatabaseRow(
            columns: ["standby", "low", "uuid", "identity", "whole", "counter"],
            values: [.int(0), .int(7), .null, .null, .int(1), .null]
        )
        let connection = NotingConnection(kind, answering: kind == .postgres ? [row] : [])
        _ = try await OutboxReader(connection, outbox.name, fingerprint)
        // What follows is the anchor's.
        let found = Array(connection.taken().prefix(kind == .postgres ? 2 : 1))
        let expected =
            switch kind {
            case .postgres:
                [
                    "SELECT pg_is_in_recovery()::int",
                    """
                    SELECT s.low, o.id, o.uuid::text AS uuid, o.event::text AS event, o.xid::text::bigint AS ord,
                        to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS moment
                    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS low) AS s
                    LEFT JOIN "migrator_outbox" AS o ON o.xid >= $1::text::xid8
                    ORDER BY o.id
                    """,
                ]
            default:
                [
                    """
                    SELECT id AS ord, id, uuid, event, strftime('%Y-%m-%dT%H:%M:%SZ', at) AS moment
                    FROM "migrator_outbox" WHERE id >= ?1
                    UNION ALL SELECT max(id), NULL, NULL, NULL, NULL FROM "migrator_outbox" ORDER BY ord
                    """
                ]
            }
        #expect(found == expected)
    }
}
