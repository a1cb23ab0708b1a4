import CacheBridge
import MigratorDatabase
import MigratorOutbox

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The name of a database among caches: its identity and its place.
struct DatabaseIdentity {
    private let tables: EngineTables

    init(_ tables: EngineTables) {
        self.tables = tables
    }

    private var outbox: Outbox { tables.outbox }

    /// The fingerprint; must be called outside of a transaction.
    ///
    /// - Throws: `DatabaseFailure` with code `.undefinedObject` before the engine's tables are made.
    func fingerprint(
        _ connection: any DatabaseConnection
    ) async throws -> (fingerprint: Fingerprint, identity: String) {
        let place = try await DatabasePlace.read(tables, connection)
        let identity = try await id(connection)
        return (Fingerprint(identity: identity, place: place.parts), identity)
    }

    /// Whether the outbox has an event: a database that lacks one which a cache knows is older than the cache.
    func knows(_ event: String, _ connection: any DatabaseConnection) async throws -> Bool {
        // What is no UUID was not written by an engine.
        guard UUID(uuidString: event) != nil else { return true }
        let cast = connection.kind == .postgres ? "::uuid" : ""
        let sql = "SELECT 1 FROM \(outbox.name.quoted) WHERE uuid = \(connection.textPlace(1))\(cast)"
        return try await !connection.query(sql, [.text(event)]).isEmpty
    }

    /// Gives the database another identity, by which no cache knows it, unless another process has done so.
    func replace(_ old: String, _ connection: any DatabaseConnection) async throws {
        let cast = connection.kind == .postgres ? "::uuid" : ""
        try await connection.execute(
            """
            UPDATE \(outbox.identity.quoted) SET id = \(connection.textPlace(1))\(cast), last_event = NULL
            WHERE id = \(connection.textPlace(2))\(cast)
            """,
            [.text(UUID().uuidString.lowercased()), .text(old)]
        )
    }

    private func id(_ connection: any DatabaseConnection) async throws -> String {
        let sql = "SELECT CAST(id AS VARCHAR) AS id FROM \(outbox.identity.quoted)"
        if let row = try await connection.query(sql).first { return try row.get("id", as: String.self) }
        // Somebody has emptied it: that is as good as a new name.
        let place = connection.place(1)
        try await connection.execute("INSERT INTO \(outbox.identity.quoted) (id) VALUES (\(place))", [.uuid(UUID())])
        return try await connection.query(sql).first?.get("id", as: String.self) ?? ""
    }
}
