import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects

/// One piece of a step that is no transaction as a whole.
struct StatementPiece: Sendable {
    let operation: Operation
    let item: WorkItem

    /// Its text, if it is a statement.
    var statement: String? {
        guard case .statement(let sql) = item else { return nil }
        return sql.text
    }

    /// The digest by which it is known again.
    var digest: String {
        String(Checksum.digest(of: statement ?? operation.summary).prefix(32))
    }

    /// Whether it may change what is a session's own.
    func mayChangeSession(_ kind: DatabaseKind) -> Bool { item.mayChangeSession(kind) }

    /// Whether it cannot run in a transaction, as far as can be told from here.
    func runsAlone(_ kind: DatabaseKind) -> Bool {
        switch item {
        case .statement(let sql): NonTransactionalStatement(sql.text, kind) != nil
        // A closure of such a revision may do what no transaction can hold.
        case .perform: true
        case .bulkInsert, .removeRows, .rebuild: false
        }
    }

    /// Whether it may be tried again after it failed.
    var isRepeatable: Bool {
        guard case .perform(let perform) = item else { return true }
        return perform.isRepeatable
    }

    /// Whether it drops an index concurrently, which marks it invalid first.
    var dropsConcurrently: Bool {
        statement.map { NonTransactionalStatement($0, .postgres) == .dropIndex } ?? false
    }

    /// Whether it is a `REINDEX CONCURRENTLY`, which builds copies.
    var reindexesConcurrently: Bool {
        guard let sql = statement, var reader = SQLTokenReader(sql, kind: .postgres) else { return false }
        return reader.skip("reindex") && reader.hasFurther(["concurrently"])
    }

    /// Whether it says to SQLite that foreign keys are off from now on.
    var turnsForeignKeysOff: Bool {
        statement.flatMap { SQLitePragma($0) }?.turnsForeignKeysOff ?? false
    }

    /// Whether a value that somebody has read could be another one after it: all but settings and indexes.
    func changesAnswers(_ kind: DatabaseKind) -> Bool {
        if let statement {
            switch NonTransactionalStatement(statement, kind) {
            case .setting, .createIndex, .dropIndex: return false
            case .repeatable where SQLitePragma(statement) != nil: return false
            case .repeatable, .other, nil: break
            }
        }
        return StepEffect(of: [operation], on: kind).tables != []
    }

    var needsForeignKeysOff: Bool {
        guard case .rebuild(let rebuild) = item else { return false }
        return rebuild.needsForeignKeysOff
    }

    /// What the journal keeps while it runs.
    func begun(on connection: any DatabaseConnection) async throws -> StatementProgress.Begun {
        guard connection.kind == .postgres else { return StatementProgress.Begun(digest: digest) }
        let sql = """
            SELECT pid::bigint, backend_start::text FROM pg_catalog.pg_stat_activity
            WHERE pid = pg_catalog.pg_backend_pid()
            """
        var begun = StatementProgress.Begun(digest: digest)
        if let row = try await connection.query(sql).first {
            begun.backend = try row.get("pid", as: Int64.self)
            begun.backendStart = try row.get("backend_start", as: String?.self)
        }
        return begun
    }
}
