package import MigratorDatabase

/// Says at next to no cost whether anything was written to the outbox since the last time.
///
/// SQLite counts what other connections have committed. On PostgreSQL the question is whether there is a row that the
/// last snapshot did not show; its transaction's id is not below that snapshot's xmin, so the index has few to look at.
package struct OutboxPulse: Sendable {
    /// The result of a look.
    package enum Beat: Sendable {
        /// Nothing.
        case still
        /// Something was committed.
        case moved
        /// Events may have been missed, or this is the first look.
        case changed
        /// The outbox is another one, of a database that bore this name: a backup that was put back.
        case restored(identity: String?)
        /// The connection leads somewhere else than the database by now.
        case replaced
    }

    private let connection: any DatabaseConnection
    private var commits: Int64?
    private var snapshot = "1:1:"
    private var isFirst = true
    /// The anchor in the outbox, from which a connection that is opened anew may go on.
    package private(set) var anchor: OutboxAnchor

    package init(_ outbox: Outbox, _ connection: any DatabaseConnection, after anchor: OutboxAnchor? = nil) {
        self.connection = connection
        let name = outbox.name
        self.anchor = anchor.flatMap { $0.outbox == name ? $0 : nil } ?? OutboxAnchor(name)
    }

    /// Looks; must be called before what moved is read, and outside of a transaction.
    ///
    /// - Throws: `DatabaseFailure`, with code `.undefinedObject` before the engine's tables are made.
    package mutating func beat() async throws -> Beat {
        if anchor.isReplaced() { return .replaced }
        let beat = try await look()
        defer { isFirst = false }
        guard isFirst else { return beat }
        if case .restored = beat { return beat }
        // With a place other than that of an earlier connection it is another database.
        return .changed
    }

    private mutating func look() async throws -> Beat {
        let dialect = try connection.kind.outboxDialect
        let commits = try await dialect.commits(connection)
        if let commits, commits == self.commits { return .still }
        let changes = dialect.changes(since: snapshot, anchor.outbox)
        let (beat, row) = try await stand(asking: changes?.columns ?? [], changes?.parameters ?? [])
        self.commits = commits
        guard changes != nil else { return beat }
        guard let row else { return .changed }
        snapshot = try row.get("snapshot", as: String.self)
        if case .moved = beat { return try row.get("moved", as: Int.self) == 0 ? .still : .moved }
        return beat
    }

    private mutating func stand(
        asking columns: [String],
        _ parameters: [DatabaseCell]
    ) async throws -> (beat: Beat, row: DatabaseRow?) {
        let identity = anchor.identity
        let (verdict, row) = try await anchor.look(connection, asking: columns, parameters)
        switch verdict {
        case .same: return (.moved, row)
        case .doubtful: return (.changed, row)
        case .other: return (.restored(identity: identity), row)
        case .moved: return (.replaced, row)
        }
    }
}
