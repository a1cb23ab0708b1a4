package import CacheBridge
package import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The name of a database among caches: its identity, which lies beside the outbox, and its place.
package struct DatabaseIdentity: Sendable {
    private let outbox: Outbox
    private let known: DatabasePlace?

    /// Creates it.
    ///
    /// - Parameters:
    ///   - outbox: The tables.
    ///   - place: The database's place, if it was asked for already.
    package init(_ outbox: Outbox, place: DatabasePlace? = nil) {
        self.outbox = outbox
        known = place
    }

    /// The place; must be called outside of a transaction.
    package func place(_ connection: any DatabaseConnection) async throws -> DatabasePlace {
        if let known { return known }
        return try await DatabasePlace.read(schema: outbox.name.schema, connection)
    }

    /// The fingerprint; must be called outside of a transaction.
    ///
    /// - Throws: `DatabaseFailure` with code `.undefinedObject` before the engine's tables are made.
    package func fingerprint(
        _ connection: any DatabaseConnection
    ) async throws -> (fingerprint: Fingerprint, identity: String) {
        let place = try await place(connection)
        let identity = try await id(connection)
        return (Fingerprint(identity: identity, place: place.parts), identity)
    }

    /// Whether the outbox has an event: a database that lacks one which a cache knows is older than the cache.
    package func knows(_ event: String, _ connection: any DatabaseConnection) async throws -> Bool {
        // A value that is no UUID was not written by an engine.
        guard UUID(text: event) != nil else { return true }
        let placeholder = try connection.kind.outboxDialect.placeholder(1, .uuid)
        let sql = "SELECT 1 FROM \(outbox.name.quoted) WHERE uuid = \(placeholder)"
        return try await !connection.query(sql, [.text(event)]).isEmpty
    }

    /// Gives the database another identity, by which no cache knows it, unless another process has done so.
    package func replace(_ old: String, _ connection: any DatabaseConnection) async throws {
        let dialect = try connection.kind.outboxDialect
        try await connection.execute(
            """
            UPDATE \(outbox.identity.quoted) SET id = \(dialect.placeholder(1, .uuid)), last_event = NULL
            WHERE id = \(dialect.placeholder(2, .uuid))
            """,
            [.text(UUID().text), .text(old)]
        )
    }

    private func id(_ connection: any DatabaseConnection) async throws -> String {
        let dialect = try connection.kind.outboxDialect
        let sql = "SELECT \(dialect.asText("id")) AS id FROM \(outbox.identity.quoted)"
        if let row = try await connection.query(sql).first { return try row.get("id", as: String.self) }
        // The table was emptied, which counts as a new name.
        try await connection.execute(
            "INSERT INTO \(outbox.identity.quoted) (id) VALUES (\(dialect.placeholderInOrder(1, .any)))",
            [.uuid(UUID())]
        )
        return try await connection.query(sql).first?.get("id", as: String.self) ?? ""
    }
}
