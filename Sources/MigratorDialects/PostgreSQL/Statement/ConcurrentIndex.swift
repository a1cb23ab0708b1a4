import MigratorCore
import MigratorDatabase
import MigratorSystem

/// The index of a `CREATE INDEX CONCURRENTLY`, which is there as soon as it begins, and INVALID until it ends.
struct ConcurrentIndex {
    /// What an interrupted statement has left.
    enum State {
        case absent, done, different
        /// It is there, invalid, and not to be touched, for this reason.
        case busy(String)
    }

    private let connection: any DatabaseConnection
    private let name: String
    private let table: TableName
    private let isUnique: Bool
    /// What follows the table's name.
    private let definition: String

    /// `nil` if the statement gives it no name.
    init?(_ sql: String, _ connection: any DatabaseConnection) {
        guard var reader = SQLTokenReader(sql, kind: .postgres) else { return nil }
        reader.skip("create")
        isUnique = reader.skip("unique")
        reader.skip("index")
        reader.skip("concurrently")
        if reader.skip("if") {
            reader.skip("not")
            reader.skip("exists")
        }
        guard !reader.skip("on"), let index = reader.name(), reader.skip("on") else { return nil }
        reader.skip("only")
        guard let table = reader.name() else { return nil }
        name = index.name
        self.table = table
        definition = reader.rest
        self.connection = connection
    }

    // MARK: After a kill

    /// What there is of it, after it was removed if it is invalid and ours.
    ///
    /// It is ours if our journal has begun this very definition, nobody builds it, and the session that did is gone: a
    /// colleague's index that is being built looks invalid, too.
    func state(begunBy process: ServerProcess, waiting timeout: Duration) async throws -> State {
        guard let found = try await find() else { return .absent }
        guard !found.isValid else { return try await hasThisDefinition(found.definition) ? .done : .different }
        let deadline = ContinuousClock.now + timeout
        var backoff = Backoff(from: .milliseconds(50), upTo: .milliseconds(500))
        while let reason = try await whyNotOurs(found.oid, process) {
            guard ContinuousClock.now < deadline else { return .busy(reason) }
            try await backoff.pause()
        }
        try await dropIfInvalid()
        return .absent
    }

    private func whyNotOurs(_ oid: Int64, _ process: ServerProcess) async throws -> String? {
        let building = "SELECT 1 FROM pg_catalog.pg_stat_progress_create_index WHERE index_relid = $1::bigint::oid"
        if try await !connection.query(building, [.int(oid)]).isEmpty {
            return "the index \(name) is being built by somebody at this moment"
        }
        guard let backend = process.backend, let start = process.start else {
            return "the index \(name) is invalid, and the journal does not know who began it"
        }
        // This very session knows that it builds no more.
        let living = """
            SELECT 1 FROM pg_catalog.pg_stat_activity
            WHERE pid = $1 AND backend_start::text = $2 AND pid <> pg_catalog.pg_backend_pid()
            """
        guard try await connection.query(living, [.int(backend), .text(start)]).isEmpty else {
            return "the session that began the index \(name) is still there"
        }
        return nil
    }

    // MARK: After an attempt

    /// Refuses an index that `IF NOT EXISTS` found there, invalid.
    func checkValid() async throws {
        guard let found = try await find(), !found.isValid else { return }
        throw MigratorError(
            .statementFailed,
            "the index \(name) is there and invalid, and was so before: somebody else's build, or what is left of one. "
                + "Let it end, or drop it with DROP INDEX CONCURRENTLY, and run the command again"
        )
    }

    /// Removes what a failed build has left.
    func dropIfInvalid() async throws {
        guard let found = try await find(), !found.isValid else { return }
        try await Self.drop(found.name, connection)
    }

    /// Drops an index that nobody reads; waits for the transactions that are in its way, for a minute at the most.
    static func drop(_ index: TableName, _ connection: any DatabaseConnection) async throws {
        let patience = "SELECT pg_catalog.set_config('lock_timeout', $1, false)"
        let before = try await connection.query("SHOW lock_timeout").first?.values.first ?? .text("0")
        try await connection.execute(patience, [.text("60s")])
        do {
            try await connection.execute("DROP INDEX CONCURRENTLY IF EXISTS \(index.quoted)")
        } catch {
            _ = try? await connection.execute(patience, [before])
            throw error
        }
        try await connection.execute(patience, [before])
    }

    /// Its name, if it is there and invalid.
    func invalidName() async throws -> TableName? {
        guard let found = try await find(), !found.isValid else { return nil }
        return found.name
    }

    // MARK: The catalogue

    private struct Found {
        let oid: Int64
        let name: TableName
        let isValid: Bool
        let definition: String
    }

    private func find() async throws -> Found? {
        let sql = """
            SELECT c.oid::bigint AS oid, n.nspname::text AS schema, i.indisvalid AS valid,
                pg_catalog.pg_get_indexdef(c.oid) AS definition
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = $1 AND i.indrelid = pg_catalog.to_regclass($2)
            """
        guard let row = try await connection.query(sql, [.text(name), .text(table.quoted)]).first else { return nil }
        return Found(
            oid: try row.get("oid", as: Int64.self),
            name: TableName(name, schema: try row.get("schema", as: String.self)),
            isValid: try row.get("valid", as: Bool.self),
            definition: try row.get("definition", as: String.self)
        )
    }

    /// Whether the server spells an index of this definition in the same way; one on an empty copy tells.
    private func hasThisDefinition(_ there: String) async throws -> Bool {
        let unique = isUnique ? "UNIQUE " : ""
        try await connection.begin()
        do {
            try await connection.execute("CREATE TEMPORARY TABLE migrator_probe (LIKE \(table.quoted))")
            try await connection.execute("CREATE \(unique)INDEX migrator_probe_index ON migrator_probe \(definition)")
            let sql = "SELECT pg_catalog.pg_get_indexdef('pg_temp.migrator_probe_index'::regclass)"
            let here = try await connection.query(sql).first?.values.first
            try await connection.rollback()
            guard case .text(let here) = here else { return false }
            return Self.tail(here) == Self.tail(there)
                && here.hasPrefix("CREATE UNIQUE") == there.hasPrefix("CREATE UNIQUE")
        } catch {
            try? await connection.rollback()
            throw error
        }
    }

    /// A definition without the names of index and table.
    private static func tail(_ definition: String) -> Substring {
        definition.firstRange(of: " USING ").map { definition[$0.lowerBound...] } ?? definition[...]
    }
}
