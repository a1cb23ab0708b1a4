package import CacheBridge
package import MigratorDatabase

/// Events are written in the transaction of what they tell of.
extension Outbox {
    /// The statements that write an event, and on PostgreSQL wake the sessions that listen when the transaction is
    /// committed.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - place: The database's place; `nil` if it is not known, and then no session is woken by the database's name.
    ///   - kind: Which database it is.
    /// - Returns: The statements, to be run in the transaction of what the event tells of.
    /// - Throws: `CacheError` if the event cannot be written as JSON; `DatabaseFailure` if the database has no outbox.
    package func statements(
        writing event: InvalidationEvent,
        _ place: DatabasePlace?,
        _ kind: DatabaseKind
    ) throws -> [Statement] {
        let dialect = try kind.outboxDialect
        let json = DatabaseCell.text(String(decoding: try event.json(), as: UTF8.self))
        let uuid = DatabaseCell.text(event.uuid)
        let insertion = insert(dialect.placeholderInOrder(1, .uuid), dialect.placeholderInOrder(2, .any))
        var statements: [Statement] = [(insertion, [uuid, json])]
        if let waking = dialect.waking(uuid, place, self) { statements.append(waking) }
        return statements
    }

    /// Writes an event of an application, whose cache knows the database's fingerprint, and wakes the sessions that
    /// listen.
    ///
    /// - Parameters:
    ///   - event: The event, with the fingerprint.
    ///   - connection: The connection with the open transaction.
    /// - Returns: The event with its row's number.
    /// - Throws: `CacheError` if the event cannot be written as JSON; `DatabaseFailure`.
    package func write(
        _ event: InvalidationEvent,
        on connection: any DatabaseConnection
    ) async throws -> InvalidationEvent {
        let json = String(decoding: try event.json(), as: UTF8.self)
        let statement = try connection.kind.outboxDialect.writing(event, json: json, self)
        let row = try await connection.query(statement.sql, statement.parameters).first
        var written = event
        written.id = try row?.get("id", as: Int64.self) ?? 0
        return written
    }

    /// Takes an event away that is written again, with a later number, in the same transaction.
    package func remove(_ event: InvalidationEvent, _ kind: DatabaseKind) throws(DatabaseFailure) -> Statement {
        (removal(of: try kind.outboxDialect.placeholderInOrder(1, .uuid)), [.text(event.uuid)])
    }

    /// The call by which a script wakes the sessions that listen once its transaction is committed, and the row that it
    /// is about: what follows SELECT; `nil` where none can be woken.
    package func scriptedWaking(_ uuid: String, _ kind: DatabaseKind) throws(DatabaseFailure) -> String? {
        try kind.outboxDialect.scriptedWaking(uuid, self)
    }

    /// The statement that inserts an event, whose values are these.
    package func insert(_ uuid: String, _ event: String) -> String {
        "INSERT INTO \(name.quoted) (uuid, event) VALUES (\(uuid), \(event))"
    }

    /// The statement that takes the event of a UUID away.
    package func removal(of uuid: String) -> String {
        "DELETE FROM \(name.quoted) WHERE uuid = \(uuid)"
    }
}
