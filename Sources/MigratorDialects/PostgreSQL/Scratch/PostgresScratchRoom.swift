import MigratorDatabase
import MigratorSystem

/// A session on a scratch of PostgreSQL.
///
/// In a database that is there all is done in one transaction, with settings of that transaction alone: it is rolled back,
/// and through a pooler no session keeps anything.
struct PostgresScratchRoom: ScratchRoom {
    let kind: ScratchKind
    let dialect: PostgresDialect
    let connection: any DatabaseConnection
    let names: PostgresScratchNames
    /// The schema that holds what a trial makes, beside the objects that texts name.
    let trial: String
    /// Where objects are made that have no schema in their names, and where texts look for such.
    let path: (making: String, trying: String, reading: String)

    /// An empty database, where objects have their own names.
    init(_ dialect: PostgresDialect, onDatabase connection: any DatabaseConnection) {
        kind = .database
        self.dialect = dialect
        self.connection = connection
        names = PostgresScratchNames([])
        trial = PostgresTrial.name
        path = (dialect.homeSchema, dialect.homeSchema, "''")
    }

    private init(
        _ kind: ScratchKind,
        _ dialect: PostgresDialect,
        _ connection: any DatabaseConnection,
        _ names: PostgresScratchNames,
        trial: String,
        path: (making: String, trying: String, reading: String)
    ) {
        self.kind = kind
        self.dialect = dialect
        self.connection = connection
        self.names = names
        self.trial = trial
        self.path = path
    }

    /// The schema of a trial, as an expression.
    var namespace: String { kind == .temporary ? "pg_my_temp_schema()" : "'\(trial)'::regnamespace" }

    // MARK: What texts name

    func make(_ statements: [String]) async throws -> ScratchOutcome<Void> {
        let inner = statements.compactMap(inside)
        guard inner.count == statements.count else { return .refused(.text) }
        if kind == .database {
            return try await PlainScratchRoom(kind: kind, dialect: dialect, connection: connection).make(inner)
        }
        let savepoint = ["SAVEPOINT migrator_making"] + inner + ["RELEASE SAVEPOINT migrator_making"]
        do throws(DatabaseFailure) {
            try await connection.execute(pipelining: savepoint.map { (sql: $0, parameters: []) })
            return .made(())
        } catch {
            let cause = try cause(of: error)
            try await connection.execute("ROLLBACK TO SAVEPOINT migrator_making")
            return .refused(cause)
        }
    }

    /// A statement as it is run here; `nil` for one that must not be.
    ///
    /// In a database that is there that is all that defines nothing: no text may end the transaction.
    func inside(_ sql: String) -> String? {
        if kind != .database {
            let defining: Set = ["create", "alter", "drop", "set", "insert"]
            guard let word = PostgresTokens(sql)?.name(at: 0), defining.contains(word) else { return nil }
        }
        return names.inside(sql)
    }

    /// What a refusal of a statement lies in; throws what is none.
    func cause(of error: DatabaseFailure) throws -> RefusalCause {
        let cause = try dialect.refusalCause(of: error)
        // What a server has for the locks of all transactions is used up.
        if kind != .database, error.sqlState == "53200" { throw ScratchRefusal(kind, error.message) }
        return cause
    }

    func form(of text: ScratchText) async throws -> ScratchOutcome<ScratchForm> {
        switch text.kind {
        // What they name is a table's, or is to be found without a schema, as no function is among temporary objects.
        case .query, .statement, .policy: if !kind.holdsTables { return .refused(.text) }
        case .condition, .expression, .value, .domainCheck, .partitionKey, .bounds: break
        }
        return try await PostgresTrial.form(of: text, in: self)
    }
}

extension PostgresScratchRoom {
    /// Opens a room in a database that is there.
    init(
        _ kind: ScratchKind,
        for need: ScratchNeed,
        _ dialect: PostgresDialect,
        _ connection: any DatabaseConnection
    ) async throws {
        let limits = PostgresDialect.scratchLimits.map { "SET LOCAL \($0)" }
        let settings = PostgresReflection.spelling + limits
        try await connection.begin(pipelining: settings.map { (sql: $0, parameters: []) })
        if kind == .schemas { try await Self.checkLocks(need, connection) }
        let random = "migrator_scratch_" + String(UInt64.random(in: 1 << 60 ... .max), radix: 16)
        var schemas: [PostgresScratchNames.Schema] = []
        for (index, name) in need.schemas.enumerated() {
            let inner = kind == .schemas ? "\(random)_\(index)" : index == 0 ? "pg_temp" : nil
            schemas.append(try await Self.schema(name, inner, connection))
        }
        // Unqualified names mean the home schema, and what extensions have in it.
        let home = schemas.first
        let further = home.map { $0.ofExtensions.isEmpty ? "" : ", \($0.written)" } ?? ""
        let path: (making: String, trying: String, reading: String)
        if kind == .schemas {
            for name in schemas.compactMap(\.inner) { try await connection.execute("CREATE SCHEMA \(name)") }
            schemas.append(.init(name: PostgresTrial.name, written: PostgresTrial.name, inner: random))
            let own = "\(home?.inner ?? "''")\(further)"
            path = (own, own, "''")
        } else {
            // Fails if the role may make none, or the server none at all; and the schema of such objects is there then.
            try await connection.execute("CREATE TEMPORARY TABLE \(PostgresTrial.name) ()")
            let trying = "pg_catalog, pg_temp\(further)"
            path = ("pg_temp, pg_catalog\(further)", trying, "pg_catalog, pg_temp")
        }
        try await connection.execute("SET LOCAL search_path = \(path.making)")
        let trial = kind == .schemas ? random : "pg_temp"
        self.init(kind, dialect, connection, PostgresScratchNames(schemas), trial: trial, path: path)
    }

    /// A schema, with what extensions have in it.
    private static func schema(
        _ name: String,
        _ inner: String?,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> PostgresScratchNames.Schema {
        let members = [
            ("pg_type", "typname", "typnamespace"), ("pg_proc", "proname", "pronamespace"),
            ("pg_operator", "oprname", "oprnamespace"), ("pg_class", "relname", "relnamespace"),
            ("pg_opclass", "opcname", "opcnamespace"), ("pg_collation", "collname", "collnamespace"),
        ].map { table, name, namespace in
            """
            SELECT \(name)::text AS name FROM \(table) o JOIN pg_namespace n ON n.oid = \(namespace)
            WHERE nspname = $1 AND EXISTS (
                SELECT FROM pg_depend d
                WHERE d.classid = '\(table)'::regclass AND d.objid = o.oid AND d.deptype = 'e'
            )
            """
        }
        let rows = try await connection.query(members.joined(separator: "\nUNION "), [.text(name)])
        let written = try await connection.query("SELECT quote_ident($1) AS name", [.text(name)]).first?["name"]
        guard case .text(let written)? = written else {
            throw DatabaseFailure(.unsupported, "the server does not say how it writes a schema's name")
        }
        var schema = PostgresScratchNames.Schema(name: name, written: written, inner: inner)
        for row in rows {
            if case .text(let member)? = row["name"] { schema.ofExtensions.insert(ExactText(member)) }
        }
        return schema
    }

    /// Refuses to take so many of the locks that a server has for all its sessions that others could have none.
    ///
    /// A table of columns alone takes four, measured on 15 and 18; nothing else takes more.
    private static func checkLocks(_ need: ScratchNeed, _ connection: any DatabaseConnection) async throws {
        let rows = try await connection.query(
            """
            SELECT current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint
                + current_setting('max_prepared_transactions')::bigint) AS locks
            """
        )
        guard case .int(let locks)? = rows.first?["locks"], Int64(need.objects) * 4 > locks / 4 else { return }
        throw ScratchRefusal(
            .schemas,
            "\(need.objects) objects in one transaction may take more than a quarter of the \(locks) locks that the "
                + "server has; a larger max_locks_per_transaction has room for them"
        )
    }
}
