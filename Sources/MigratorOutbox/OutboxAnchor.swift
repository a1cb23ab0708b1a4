package import MigratorDatabase

/// The state of an outbox at the last look, and whether a later look finds the same outbox.
///
/// After a backup was restored, a dump was loaded in place or a file was replaced, as many events may follow as were
/// lost, under the same numbers. A reader that goes on from its position has to ask whether the rows before it are
/// still the same. All readers ask here, by signs that a restore cannot imitate:
///
/// | asked | what gives itself away |
/// |---|---|
/// | the last rows' UUIDs, under their numbers | a backup with other rows behind it |
/// | on PostgreSQL, which transactions wrote those rows (`xmin`) | a dump that has the very same rows |
/// | on PostgreSQL, the outbox's primary key | a dump that is still being loaded: keys come last |
/// | on SQLite, that numbers have no gap and end at the counter | rows that came and went between two looks |
/// | on SQLite, the version of the schema | a backup with the very same rows, put back by SQLite itself |
/// | the identity | another process that has noticed first |
/// | the place | another file, server or timeline behind the same connection |
package struct OutboxAnchor: Sendable {
    /// The result of a look.
    package enum Verdict: Sendable, Hashable {
        /// The outbox is the same, perhaps with more rows.
        case same
        /// The outbox was not looked at before, or events may have been missed: what was loaded before must not be
        /// trusted.
        case doubtful
        /// The outbox is another one: caches may hold values of a database that is gone.
        case other
        /// The connection leads somewhere else than before, or its file was replaced.
        case moved
    }

    private struct Row: Sendable, Hashable {
        var id: Int64
        var uuid: String
        /// The transaction that wrote it, on PostgreSQL.
        var stamp: String
    }

    private struct Known: Sendable {
        /// The last rows, the lowest first.
        var rows: [Row]
        var identity: String
        var place: DatabasePlace
        /// The version of the schema, on SQLite.
        var layout: Int64
        /// Whether the outbox has its primary key.
        var isWhole: Bool
    }

    /// The number of last rows that are looked at again: on PostgreSQL lower numbers may be committed later.
    private static let depth = 8

    /// The table.
    package let outbox: TableName
    private let identityTable: TableName
    private var known: Known?
    private var hasIdentity = false
    /// The signs that the kind of database offers; `nil` before the first look.
    private var ground: (any OutboxGround)?

    /// Creates an anchor before the first look.
    package init(_ outbox: TableName) {
        self.outbox = outbox
        identityTable = Outbox(schema: outbox.schema).identity
    }

    /// The database's identity when it was last looked at.
    package var identity: String? { known.flatMap { $0.identity.isEmpty ? nil : $0.identity } }

    /// Whether the file of a database of SQLite was replaced since the connection was first asked; one that is gone is
    /// waited for.
    package func isReplaced() -> Bool { ground?.isReplaced() ?? false }

    /// Goes on over a connection that was opened anew.
    package mutating func reconnect() {
        ground?.reconnect()
    }

    /// Looks, and compares the next look with the last rows of this one; must be called outside of a transaction.
    ///
    /// What was read before the look is of the outbox that the verdict is about, or was changed meanwhile, which the
    /// verdict of this look or the next says.
    ///
    /// - Parameters:
    ///   - connection: A connection to the database, always the same, or another one to the same database.
    ///   - columns: What else to ask in the same snapshot, on PostgreSQL, with its parameters from `$1` on.
    ///   - parameters: The parameters of these columns.
    /// - Returns: The verdict, and the row with those columns.
    /// - Throws: `DatabaseFailure`, with code `.undefinedObject` if there is no outbox.
    package mutating func look(
        _ connection: any DatabaseConnection,
        asking columns: [String] = [],
        _ parameters: [DatabaseCell] = []
    ) async throws -> (verdict: Verdict, row: DatabaseRow?) {
        if !hasIdentity { hasIdentity = try await !connection.columns(of: identityTable).isEmpty }
        let dialect = try connection.kind.outboxDialect
        let question = OutboxQuestion(
            outbox: outbox,
            identity: identityColumn(dialect),
            low: known?.rows.first.map { DatabaseCell.int($0.id) } ?? .null,
            depth: Self.depth,
            columns: columns,
            parameters: parameters
        )
        var ground = ground ?? dialect.ground(of: outbox)
        defer { self.ground = ground }
        let sight = try await ground.look(question, connection)
        let rows = sight.rows
        let found = try rows.filter { $0["uuid"] != .null }.map { row in
            Row(id: try row.get("id"), uuid: try row.get("uuid"), stamp: try row.get("stamp"))
        }
        let current = Known(
            rows: found.suffix(Self.depth),
            identity: try rows.first?.get("identity", as: String?.self) ?? "",
            place: sight.place,
            layout: sight.layout,
            isWhole: try rows.first?.get("whole", as: Int.self) == 1
        )
        let counter = try rows.first?.get("counter", as: Int64?.self)
        defer { known = current }
        return (verdict(current, found, counter), rows.first)
    }

    private func verdict(_ now: Known, _ found: [Row], _ counter: Int64?) -> Verdict {
        guard let known else { return .doubtful }
        if now.place != known.place, now.place.isLasting { return .moved }
        guard Set(found).isSuperset(of: known.rows) else { return .other }
        // While a dump is being loaded, what is read may be half of it; when the dump is complete, all of that is
        // stale.
        guard now.isWhole else { return .doubtful }
        guard known.isWhole else { return .other }
        guard now.identity == known.identity, now.layout == known.layout else { return .doubtful }
        return hasGap(found, after: known.rows.last?.id ?? 0, upTo: counter) ? .doubtful : .same
    }

    /// Whether there were rows above the last known one that are gone, where the database leaves no gaps itself.
    private func hasGap(_ found: [Row], after last: Int64, upTo counter: Int64?) -> Bool {
        guard let counter else { return false }
        let above = found.lazy.filter { $0.id > last }.count
        return known?.rows.isEmpty == false && counter != last + Int64(above)
    }

    private func identityColumn(_ dialect: any OutboxDialect) -> String {
        let name = hasIdentity ? "(SELECT max(\(dialect.asText("id"))) FROM \(identityTable.quoted))" : "''"
        return "\(name) AS identity"
    }
}
