public import CacheBridge
public import MigratorDatabase

/// Tells from the outbox of a SQLite database whether a value on disk may still be used.
///
/// SQLite has one writer at a time, so the order of the outbox's rows is that of their commits, and the last one that
/// concerns a namespace tells whether anything has changed since. This does not hold on PostgreSQL, where no values of
/// an application are kept on disk; nor for namespaces that are invalidated by entity, whose writes leave no row.
///
/// A look costs a microsecond while no other connection commits. The connection is the witness's own.
public actor OutboxWitness: DiskWitness {
    private let connect: @Sendable () async throws -> any DatabaseConnection
    private let namespaces: [Namespace]
    private let dependencies: NamespaceDependencies
    private let outbox: Outbox
    private var connection: (any DatabaseConnection)?
    private var known = Known()
    private var anchor: OutboxAnchor
    /// How often what is known was replaced.
    private var rounds = 0

    /// The rows of the outbox that were read.
    private struct Known {
        /// The number of commits before the rows were read.
        var version: Int64?
        var identity = ""
        /// The lowest row that there is: of what came before it nothing is known.
        var first: Int64 = 0
        /// The highest.
        var last: (id: Int64, uuid: String)?
        /// The last row of each namespace that has one.
        var rows: [String: (id: Int64, uuid: String)] = [:]
    }

    /// Creates a witness.
    ///
    /// - Parameters:
    ///   - namespaces: The namespaces that there are.
    ///   - dependencies: Which of them reads which tables.
    ///   - schema: The schema of the version table, if it has one.
    ///   - connect: Opens a connection to the database that nothing else uses.
    public init(
        of namespaces: [Namespace],
        _ dependencies: NamespaceDependencies,
        schema: String? = nil,
        connect: @escaping @Sendable () async throws -> any DatabaseConnection
    ) {
        self.namespaces = namespaces
        self.dependencies = dependencies
        self.connect = connect
        outbox = Outbox(schema: schema)
        anchor = OutboxAnchor(outbox.name)
    }

    /// The database's identity and the last row that makes the namespace stale.
    public func witness(of namespace: Namespace) async -> Witness? {
        guard namespace.coherence != .perEntity else { return nil }
        do {
            return try await look(at: namespace)
        } catch {
            forget()
            return nil
        }
    }

    private func forget() {
        connection = nil
        known = Known()
        anchor = OutboxAnchor(outbox.name)
        rounds += 1
    }

    private func look(at namespace: Namespace) async throws -> Witness? {
        if anchor.isReplaced() { forget() }
        let connection = try await opened()
        // Before the rows: what is committed between the two moves it again.
        guard let version = try await connection.kind.outboxDialect.commits(connection) else { return nil }
        var (now, latest) = (known, anchor)
        let round = rounds
        if version != now.version || now.last == nil {
            let isFirst = now.last == nil
            try await read(connection, into: &now)
            switch try await latest.look(connection).verdict {
            case .same: break
            case .moved: throw CarrierError.moved
            case .doubtful, .other:
                if isFirst { break }
                // A backup that was put back has other rows from some point on.
                now = Known()
                try await read(connection, into: &now)
            }
            now.version = version
            // Another look may have been faster; then its word stays, and this one's is this caller's alone.
            if round == rounds { (known, anchor, rounds) = (now, latest, rounds + 1) }
        }
        guard now.last != nil else { return nil }
        let row = now.rows[namespace.name]
        return Witness(identity: now.identity, lastEvent: row?.uuid ?? "before \(now.first)")
    }

    /// Reads on from the last row that is known, or all if there is none.
    private func read(_ connection: any DatabaseConnection, into known: inout Known) async throws {
        let begin = known.last
        let dialect = try connection.kind.outboxDialect
        let rows = try await connection.query(
            """
            SELECT o.id, o.uuid, o.event, (SELECT min(id) FROM \(outbox.name.quoted)) AS low,
                (SELECT \(dialect.asText("id")) FROM \(outbox.identity.quoted)) AS name
            FROM \(outbox.name.quoted) AS o WHERE o.id >= \(dialect.placeholder(1, .number)) ORDER BY o.id
            """,
            [.int(begin?.id ?? 0)]
        )
        let events = try rows.map { row in
            (
                id: try row.get("id", as: Int64.self),
                uuid: try row.get("uuid", as: String.self),
                stale: stale(try row.get("event", as: String.self))
            )
        }
        guard let row = rows.last, let last = events.last else { return }
        known.identity = try row.get("name", as: String?.self) ?? ""
        known.first = try row.get("low", as: Int64.self)
        known.last = (last.id, last.uuid)
        for event in events {
            for name in event.stale where known.rows[name].map({ $0.id < event.id }) ?? true {
                known.rows[name] = (event.id, event.uuid)
            }
        }
    }

    /// The namespaces that an event makes stale: all of them, if the event cannot be read.
    private func stale(_ json: String) -> [String] {
        guard let event = try? InvalidationEvent(json: Array(json.utf8)) else { return namespaces.map(\.name) }
        return event.stale(of: namespaces, dependencies)
    }

    private func opened() async throws -> any DatabaseConnection {
        if let connection { return connection }
        let new = try await connect()
        // Another read may have opened one meanwhile.
        if let connection {
            await new.close()
            return connection
        }
        connection = new
        return new
    }
}
