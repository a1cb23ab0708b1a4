import CacheBridge
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The outbox in a database, without an engine: what is written, told and read again.
struct OutboxTests {
    static let kinds: [DatabaseKind] = PostgresServer.isThere ? [.postgres, .sqlite] : [.sqlite]

    /// Lends a connection to a new database with the tables to a body.
    private func withOutbox(
        _ kind: DatabaseKind,
        _ body: (Outbox, any DatabaseConnection) async throws -> Void
    ) async throws {
        switch kind {
        case .postgres: try await PostgresServer.withConnection { try await use($0, body) }
        default:
            let folder = TemporaryFolder("outbox")
            let path = "\(folder.path)/o.db"
            let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
            try await use(connection, body)
            await connection.close()
            withExtendedLifetime(folder) {}
        }
    }

    private func use(
        _ connection: any DatabaseConnection,
        _ body: (Outbox, any DatabaseConnection) async throws -> Void
    ) async throws {
        let outbox = Outbox()
        for making in try outbox.tables(on: connection.kind) { try await connection.execute(making.sql) }
        try await body(outbox, connection)
    }

    private func event(_ fingerprint: Fingerprint) -> InvalidationEvent {
        InvalidationEvent(
            id: 0,
            uuid: CarrierTests.uuid(),
            database: fingerprint.text,
            revision: nil,
            direction: .write,
            kind: .data,
            tables: ["things"],
            namespaces: ["naming_spirits"],
            at: ""
        )
    }

    @Test(arguments: OutboxTests.kinds) func anEventIsKnownByItsRow(_ kind: DatabaseKind) async throws {
        try await withOutbox(kind) { outbox, connection in
            let fingerprint = try await DatabaseIdentity(outbox).fingerprint(connection).fingerprint
            try await connection.begin()
            let first = try await outbox.write(event(fingerprint), on: connection)
            let second = event(fingerprint)
            let statements = try outbox.statements(writing: second, nil, kind)
            for statement in statements { _ = try await connection.query(statement.sql, statement.parameters) }
            try await connection.commit()

            let last = try await connection.query("SELECT min(id) AS id FROM migrator_outbox").first
            #expect(try last?.get("id", as: Int64.self) == first.id)
            let read = try await OutboxRows(outbox).events([second.uuid, first.uuid], fingerprint, connection)
            #expect(read.map(\.uuid) == [first.uuid, second.uuid])
            #expect(read.map(\.id) == [first.id, first.id + 1])
            #expect(read.allSatisfy { $0.database == fingerprint.text && $0.at.hasSuffix("Z") })

            try await connection.begin()
            let removal = try outbox.remove(first, kind)
            #expect(try await connection.execute(removal.sql, removal.parameters) == 1)
            try await connection.commit()
            #expect(try await OutboxListing(outbox, connection, fingerprint).events().map(\.uuid) == [second.uuid])
        }
    }

    @Test(arguments: OutboxTests.kinds) func whatWaitsIsWhatNobodyWasToldOf(_ kind: DatabaseKind) async throws {
        try await withOutbox(kind) { outbox, connection in
            let identity = DatabaseIdentity(outbox)
            let fingerprint = try await identity.fingerprint(connection).fingerprint
            var events: [InvalidationEvent] = []
            for _ in 1...3 { events.append(try await outbox.write(event(fingerprint), on: connection)) }
            let rows = OutboxRows(outbox)
            #expect(try await rows.count(waitingFor: "redis", connection) == 3)

            try await outbox.noteDelivery(of: events[0].id, to: "redis", connection)
            for _ in 1...2 {
                try await outbox.write([Outbox.Mark(event: events[1].id, target: "redis", error: "no")], connection)
            }
            #expect(try await rows.count(waitingFor: "redis", connection) == 2)
            #expect(try await rows.count(waitingFor: "other", connection) == 3)
            for (areStubborn, expected) in [(true, events[1]), (false, events[2])] {
                let waiting = try await rows.waiting(
                    for: "redis",
                    after: 0,
                    patience: 2,
                    areStubborn: areStubborn,
                    limit: 10,
                    fingerprint,
                    connection
                )
                #expect(waiting.map(\.event.uuid) == [expected.uuid])
                #expect(waiting.map(\.attempts) == [areStubborn ? 2 : 0])
            }

            let listing = OutboxListing(outbox, connection, fingerprint)
            let ids = events.map(\.id)
            #expect(try await listing.events(numbered: [ids[2], ids[0]]).map(\.id) == [ids[0], ids[2]])
            #expect(try await listing.events(numbered: []).isEmpty)
            #expect(try await listing.events(from: ids[1]).map(\.id) == [ids[1], ids[2]])
            #expect(try await listing.events(since: "2000-01-01T00:00:00Z").map(\.id) == ids)
            #expect(try await listing.events(since: "2999-01-01T00:00:00Z").isEmpty)
            let deliveries = try await listing.deliveries().sorted { $0.event < $1.event }
            #expect(deliveries.map(\.event) == [ids[0], ids[1]])
            #expect(deliveries.map(\.lastError) == [nil, "no"])
            #expect(deliveries.map { $0.deliveredAt != nil } == [true, false])

            let since = try await rows.since(0, fingerprint, connection)
            #expect(since.isWhole && since.events.map(\.id) == ids)
            // On PostgreSQL a transaction that is open in another database holds the position back.
            guard kind == .sqlite else { return }
            #expect(try await rows.since(since.position, fingerprint, connection).events.isEmpty)
        }
    }

    @Test(arguments: OutboxTests.kinds) func anotherIdentityIsAnotherFingerprint(_ kind: DatabaseKind) async throws {
        try await withOutbox(kind) { outbox, connection in
            let identity = DatabaseIdentity(outbox)
            let before = try await identity.fingerprint(connection)
            let written = try await outbox.write(event(before.fingerprint), on: connection)
            #expect(try await identity.knows(written.uuid, connection))
            #expect(try await !identity.knows(CarrierTests.uuid(), connection))
            #expect(try await identity.fingerprint(connection).fingerprint == before.fingerprint)

            try await identity.replace(before.identity, connection)
            let after = try await identity.fingerprint(connection)
            #expect(after.identity != before.identity && after.fingerprint != before.fingerprint)
            // Another process has been faster.
            try await identity.replace(before.identity, connection)
            #expect(try await identity.fingerprint(connection).identity == after.identity)

            try await connection.execute("DELETE FROM migrator_identity")
            #expect(try await !identity.fingerprint(connection).identity.isEmpty)
        }
    }
}
