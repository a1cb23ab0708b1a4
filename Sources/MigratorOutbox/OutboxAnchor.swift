package import MigratorDatabase

/// Where an outbox was last seen to stand, and whether it is still that outbox.
///
/// After a backup was put back, a dump was loaded in place or a file was replaced, as many events may follow as were
/// lost, under the same numbers. Whoever goes on reading where it stood has to ask whether what it stood on is still
/// there; all who do ask here, by what a restore cannot fake:
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
    /// What a look found.
    package enum Verdict: Sendable, Hashable {
        /// It is the same, perhaps with more rows.
        case same
        /// Nobody has looked before, or something may have been missed: what was loaded before is not to be believed.
        case doubtful
        /// It is another one: what caches know may be of a database that is no more.
        case other
        /// The connection leads somewhere else than before, or its file was replaced.
        case moved
    }

    private struct Row: Sendable, Hashable {
        var id: Int64
        var uuid: String
        /// Who wrote it, on PostgreSQL.
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

    /// So many of the last rows are looked at again: on PostgreSQL lower numbers may be committed later.
    private static let depth = 8

    /// The table.
    package let outbox: TableName
    private let identityTable: TableName
    private var known: Known?
    private var hasIdentity = false
    private var hasCounter = false
    /// Whether the server tells its place; `nil` before it was asked.
    private var tellsPlace: Bool?
    /// The file that the connection has opened, on SQLite, and which one it was then.
    private var file: String?
    private var opened: DatabasePlace?

    /// Stands nowhere yet.
    package init(_ outbox: TableName) {
        self.outbox = outbox
        identityTable = TableName("migrator_identity", schema: outbox.schema)
    }

    /// The database's identity when it was last looked at.
    package var identity: String? { known.flatMap { $0.identity.isEmpty ? nil : $0.identity } }

    /// Whether the file of a database of SQLite was replaced since the connection was first asked; one that is gone is waited for.
    package func isReplaced() -> Bool {
        guard let opened else { return false }
        let place = DatabasePlace(file: file)
        return place.isLasting && place != opened
    }

    /// Goes on over a connection that was opened anew.
    package mutating func reconnect() {
        (file, opened, tellsPlace) = (nil, nil, nil)
    }

    /// Looks, and stands on the last rows from then on; must be called outside of a transaction.
    ///
    /// What was read before the look is of the outbox that the verdict is about, or was changed meanwhile, which the
    /// verdict of this look or the next says.
    ///
    /// - Parameters:
    ///   - connection: A connection to the database, always the same, or another one to the same place.
    ///   - columns: What else to ask in the same snapshot, on PostgreSQL, with its parameters from `$1` on.
    ///   - parameters: Theirs.
    /// - Returns: The verdict, and the row with those columns.
    /// - Throws: `DatabaseFailure`, with code `.undefinedObject` if there is no outbox.
    package mutating func look(
        _ connection: any DatabaseConnection,
        asking columns: [String] = [],
        _ parameters: [DatabaseCell] = []
    ) async throws -> (verdict: Verdict, row: DatabaseRow?) {
        if !hasIdentity { hasIdentity = try await !connection.columns(of: identityTable).isEmpty }
        let low = known?.rows.first.map { DatabaseCell.int($0.id) } ?? .null
        let rows: [DatabaseRow]
        let now: (place: DatabasePlace, layout: Int64)
        switch connection.kind {
        case .postgres:
            let tellsPlace = try await tellsPlace(connection)
            rows = try await connection.query(
                postgres(columns, parameters.count, tellsPlace),
                parameters + [low, .text(outbox.quoted)]
            )
            let place = rows.first.map { DatabasePlace($0, schema: outbox.schema ?? "") }
            now = (place ?? DatabasePlace(file: nil), 0)
        case .sqlite:
            if opened == nil {
                file = try await DatabasePlace.file(of: outbox.schema, connection)
                opened = DatabasePlace(file: file)
            }
            let counter = TableName("sqlite_sequence", schema: outbox.schema)
            if !hasCounter { hasCounter = try await !connection.columns(of: counter).isEmpty }
            // Before the rows: a schema that changes between the two has another version at the next look.
            let schema = outbox.schema.map { TableName.quote($0) + "." } ?? ""
            let version = try await connection.query("PRAGMA \(schema)schema_version").first
            rows = try await connection.query(sqlite(counter), [low])
            now = (DatabasePlace(file: file), version.flatMap { Int64(databaseCell: $0[0]) } ?? 0)
        }
        let found = try rows.filter { $0["uuid"] != .null }.map { row in
            Row(id: try row.get("id"), uuid: try row.get("uuid"), stamp: try row.get("stamp"))
        }
        let current = Known(
            rows: found.suffix(Self.depth),
            identity: try rows.first?.get("identity", as: String?.self) ?? "",
            place: now.place,
            layout: now.layout,
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
        // As long as a dump is being loaded what is read may be half of it; when it is there, all of that is stale.
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

    /// Whether the server tells its place: some keep it to themselves.
    private mutating func tellsPlace(_ connection: any DatabaseConnection) async throws -> Bool {
        if let tellsPlace { return tellsPlace }
        let place = try await DatabasePlace.read(schema: outbox.schema, connection)
        let tells = !(place.parts.first ?? "").isEmpty
        tellsPlace = tells
        return tells
    }

    // MARK: SQL

    /// One statement, so one snapshot: what is asked beside the rows is repeated with each.
    private func statement(_ alone: [String], _ uuid: String, _ stamp: String, _ low: String) -> String {
        """
        SELECT o.id, \(uuid) AS uuid, \(stamp) AS stamp, s.* FROM (SELECT \(alone.joined(separator: ", "))) AS s
        LEFT JOIN \(outbox.quoted) AS o ON o.id >= COALESCE(\(low), (
            SELECT min(id) FROM (SELECT id FROM \(outbox.quoted) ORDER BY id DESC LIMIT \(Self.depth)) AS last), 0)
        ORDER BY o.id
        """
    }

    private var identityColumn: String {
        let name = hasIdentity ? "(SELECT max(CAST(id AS VARCHAR)) FROM \(identityTable.quoted))" : "''"
        return "\(name) AS identity"
    }

    private func postgres(_ columns: [String], _ parameters: Int, _ tellsPlace: Bool) -> String {
        let whole = """
            EXISTS (SELECT 1 FROM pg_catalog.pg_index
                WHERE indrelid = pg_catalog.to_regclass($\(parameters + 2)::text) AND indisprimary)::int AS whole
            """
        let place = tellsPlace ? [DatabasePlace.columns] : ["pg_catalog.pg_is_in_recovery()::text AS timeline"]
        let alone = columns + [identityColumn, "NULL::bigint AS counter", whole] + place
        return statement(alone, "o.uuid::text", "o.xmin::text", "$\(parameters + 1)::bigint")
    }

    private func sqlite(_ counter: TableName) -> String {
        let seq = hasCounter ? "(SELECT seq FROM \(counter.quoted) WHERE name = '\(outbox.name)')" : "NULL"
        return statement([identityColumn, "\(seq) AS counter", "1 AS whole"], "o.uuid", "''", "?1")
    }
}
