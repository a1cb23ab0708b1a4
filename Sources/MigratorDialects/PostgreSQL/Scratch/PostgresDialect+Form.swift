import MigrationDSL
import MigratorCore
package import MigratorDatabase
import MigratorSystem

extension PostgresDialect {
    /// Makes what the text is of, reads it back, and does so with what was read until it stays as it is.
    ///
    /// One reading is not always enough: `x IN ('a', 'b')` over varchar is written in another way once it is read again.
    package func form(
        of text: ScratchText,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> ScratchForm? {
        guard let trial = PostgresTrial(text, self), var form = try await trial.run(connection) else { return nil }
        for _ in 0..<3 {
            guard let next = PostgresTrial(trial.again(form), self), let read = try await next.run(connection) else {
                return nil
            }
            if read.isExactly(form) { break }
            form = read
        }
        guard case .value(let type) = text.kind else { return ScratchForm(form) }
        return ScratchForm(form, constant: try await constant(form, type, connection))
    }

    /// The value of a default, as a column of its type keeps it; `nil` if it is not always the same.
    ///
    /// What a stored column accepts depends on no time, no setting and no row.
    private func constant(
        _ text: String,
        _ type: ColumnType,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> String? {
        let column = "value \(self.type(type).text) GENERATED ALWAYS AS (\(text)\n) STORED"
        let trial = PostgresTrial(
            making: [
                "CREATE TABLE \(PostgresTrial.schema).constants (\(column))",
                "INSERT INTO \(PostgresTrial.schema).constants DEFAULT VALUES",
            ],
            reading: "SELECT value::text AS form FROM \(PostgresTrial.schema).constants"
        )
        return try await trial.run(connection)
    }
}

/// An object that is made in a transaction, read back, and undone.
struct PostgresTrial {
    /// The schema that holds what is made, beside the objects that texts name.
    static let schema = "migrator_trial"

    private let making: [String]
    private let reading: String
    private var text: ScratchText?

    init(making: [String], reading: String) {
        self.making = making
        self.reading = reading
    }

    /// The same trial for what was read.
    func again(_ form: String) -> ScratchText {
        guard let text else { return ScratchText(.condition, form, over: Table("t") {}) }
        // An expression was read as the condition that it was made part of.
        if case .expression = text.kind { return ScratchText(.condition, form, over: text.table) }
        return ScratchText(text.kind, form, over: text.table)
    }

    /// - Returns: What was read; `nil` if the server refuses what is made, or there is nothing to read.
    func run(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> String? {
        let before = PostgresReflection.spelling + ["CREATE SCHEMA \(Self.schema)", "SET LOCAL search_path = public"]
        let statements = before + making + ["SET LOCAL search_path = ''", reading]
        try await connection.begin()
        let answers: [String?]
        do {
            answers = try await connection.query(pipelining: statements.map { (sql: $0, parameters: []) }) {
                (_, rows) throws(DatabaseFailure) in
                if case .text(let form)? = rows.first?["form"] { form } else { nil }
            }
        } catch {
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            try await connection.rollback()
            return nil
        }
        try await connection.rollback()
        return answers.last.flatMap(\.self)
    }
}

extension PostgresTrial {
    /// The trial of a text; `nil` if the columns it stands over cannot be made.
    init?(_ text: ScratchText, _ dialect: PostgresDialect) {
        let (schema, sql) = (Self.schema, text.text)
        let table = SQLFragment(name: text.table.name.name, schema: schema).text
        let columns = text.table.columns.compactMap { try? dialect.column($0).text }
        guard columns.count == text.table.columns.count else { return nil }
        let makeTable = "CREATE TABLE \(table) (\(columns.joined(separator: ", ")))"
        // A text may end in a comment.
        switch text.kind {
        case .condition, .expression:
            var condition = sql
            if case .expression = text.kind { condition = "(\(sql)\n) IS NOT NULL" }
            making = [makeTable, "ALTER TABLE \(table) ADD CONSTRAINT \(schema) CHECK (\(condition)\n)"]
            reading = """
                SELECT pg_get_expr(conbin, conrelid) AS form FROM pg_constraint
                WHERE conname = '\(schema)' AND connamespace = '\(schema)'::regnamespace
                """
        case .policy:
            making = [makeTable, "CREATE POLICY \(schema) ON \(table) USING (\(sql)\n)"]
            reading = """
                SELECT pg_get_expr(polqual, polrelid) AS form FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
                WHERE polname = '\(schema)' AND relnamespace = '\(schema)'::regnamespace
                """
        case .value(let type):
            making = ["CREATE TABLE \(schema).defaults (value \(dialect.type(type).text) DEFAULT \(sql)\n)"]
            reading = """
                SELECT pg_get_expr(adbin, adrelid) AS form FROM pg_attrdef
                WHERE adrelid = '\(schema).defaults'::regclass
                """
        case .domainCheck(let type):
            let check = "CONSTRAINT \(schema) CHECK (\(sql)\n)"
            making = ["CREATE DOMAIN \(schema).checked AS \(dialect.type(type).text) \(check)"]
            reading = """
                SELECT pg_get_expr(conbin, 0) AS form FROM pg_constraint
                WHERE conname = '\(schema)' AND contypid = '\(schema).checked'::regtype
                """
        case .query(let names):
            let list = names.isEmpty ? "" : " (\(dialect.list(names).text))"
            making = ["CREATE VIEW \(schema).view\(list) AS \(sql)"]
            reading = "SELECT pg_get_viewdef('\(schema).view'::regclass) AS form"
        case .statement(let object):
            making = Self.drop(object, dialect) + [sql]
            reading = Self.made
        case .partitionKey:
            making = ["\(makeTable) PARTITION BY \(sql)"]
            reading = """
                SELECT pg_get_partkeydef(partrelid) AS form FROM pg_partitioned_table JOIN pg_class c ON c.oid = partrelid
                WHERE relnamespace = '\(schema)'::regnamespace
                """
        case .bounds(let key):
            making = [
                "\(makeTable) PARTITION BY \(key)",
                "CREATE TABLE \(schema).part PARTITION OF \(table) \(sql)",
            ]
            reading = """
                SELECT pg_get_expr(relpartbound, oid) AS form FROM pg_class
                WHERE relispartition AND relnamespace = '\(schema)'::regnamespace
                """
        }
        self.text = text
    }

    /// Drops an object that the statement is to make, with all that needs it.
    private static func drop(_ object: ObjectReference, _ dialect: PostgresDialect) -> [String] {
        let name = dialect.quote(object.name).text
        switch object.kind {
        case .function, .procedure:
            let kind = object.kind == .function ? "FUNCTION" : "PROCEDURE"
            return ["DROP \(kind) IF EXISTS \(name)(\(object.arguments ?? "")) CASCADE"]
        case .trigger:
            return object.table.map { ["DROP TRIGGER IF EXISTS \(name) ON \(dialect.quote($0).text)"] } ?? []
        // Of several of one name the name alone drops none, and the trial tells nothing.
        case .opaque("aggregate"): return ["DROP ROUTINE IF EXISTS \(name) CASCADE"]
        default: return []
        }
    }

    /// The definitions of what the transaction has made.
    private static let made = """
        SELECT string_agg(definition, E'\\n') AS form FROM (
            SELECT pg_get_functiondef(oid) FROM pg_proc WHERE prokind IN ('f', 'p') AND xmin = pg_current_xact_id()::xid
            UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger
            WHERE NOT tgisinternal AND tgparentid = 0 AND xmin = pg_current_xact_id()::xid
            UNION ALL SELECT pg_get_ruledef(oid) FROM pg_rewrite
            WHERE rulename <> '_RETURN' AND xmin = pg_current_xact_id()::xid
            UNION ALL SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
            WHERE xmin = pg_current_xact_id()::xid
            UNION ALL SELECT a.definition
            FROM (\(PostgresOthers.aggregates)) AS a (catalogue, number, schema, kind, name, definition)
            WHERE EXISTS (
                SELECT FROM pg_aggregate g WHERE g.aggfnoid = a.number AND g.xmin = pg_current_xact_id()::xid)
        ) AS made(definition)
        """
}
