import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresTrial {
    /// The trial of a text; `nil` if the columns it stands over cannot be made.
    init?(_ text: ScratchText, in room: PostgresScratchRoom) {
        let (dialect, schema, name, sql) = (room.dialect, room.trial, Self.name, text.text)
        let making: [String]
        let reading: String
        let table = SQLFragment(name: text.table.name.name, schema: schema).text
        let columns = text.table.columns.compactMap { try? dialect.column($0).text }
        guard columns.count == text.table.columns.count else { return nil }
        let makeTable = "CREATE TABLE \(table) (\(columns.joined(separator: ", ")))"
        // A text may end in a comment.
        switch text.kind {
        case .condition, .expression:
            var condition = sql
            if case .expression = text.kind { condition = "(\(sql)\n) IS NOT NULL" }
            making = [makeTable, "ALTER TABLE \(table) ADD CONSTRAINT \(name) CHECK (\(condition)\n)"]
            reading = """
                SELECT pg_get_expr(conbin, conrelid) AS form FROM pg_constraint
                WHERE conname = '\(name)' AND connamespace = \(room.namespace)
                """
        case .policy:
            making = [makeTable, "CREATE POLICY \(name) ON \(table) USING (\(sql)\n)"]
            reading = """
                SELECT pg_get_expr(polqual, polrelid) AS form FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
                WHERE polname = '\(name)' AND relnamespace = \(room.namespace)
                """
        case .value(let type):
            making = ["CREATE TABLE \(schema).defaults (value \(dialect.type(type).text) DEFAULT \(sql)\n)"]
            reading = """
                SELECT pg_get_expr(adbin, adrelid) AS form FROM pg_attrdef
                WHERE adrelid = '\(schema).defaults'::regclass
                """
        case .domainCheck(let type):
            let check = "CONSTRAINT \(name) CHECK (\(sql)\n)"
            making = ["CREATE DOMAIN \(schema).checked AS \(dialect.type(type).text) \(check)"]
            reading = """
                SELECT pg_get_expr(conbin, 0) AS form FROM pg_constraint
                WHERE conname = '\(name)' AND contypid = '\(schema).checked'::regtype
                """
        case .query(let names):
            let list = names.isEmpty ? "" : " (\(dialect.list(names).text))"
            making = ["CREATE VIEW \(schema).view\(list) AS \(sql)"]
            reading = "SELECT pg_get_viewdef('\(schema).view'::regclass) AS form"
        case .statement(let object):
            making = Self.drop(object, dialect) + [sql]
            reading = Self.made(in: room)
        case .partitionKey:
            making = ["\(makeTable) PARTITION BY \(sql)"]
            reading = """
                SELECT pg_get_partkeydef(partrelid) AS form FROM pg_partitioned_table JOIN pg_class c ON c.oid = partrelid
                WHERE relnamespace = \(room.namespace)
                """
        case .bounds(let key):
            making = [
                "\(makeTable) PARTITION BY \(key)",
                "CREATE TABLE \(schema).part PARTITION OF \(table) \(sql)",
            ]
            reading = """
                SELECT pg_get_expr(relpartbound, oid) AS form FROM pg_class
                WHERE relispartition AND relnamespace = \(room.namespace)
                """
        }
        self.init(of: text, making: making, reading: reading, in: room)
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

    /// The definitions of what the trial has made: what the same transaction, or part of one, has made as its schema.
    private static func made(in room: PostgresScratchRoom) -> String {
        let isMade = "xmin = (SELECT n.xmin FROM pg_namespace n WHERE n.oid = \(room.namespace))"
        return """
            SELECT string_agg(definition, E'\\n') AS form FROM (
                SELECT pg_get_functiondef(oid) FROM pg_proc WHERE prokind IN ('f', 'p') AND \(isMade)
                UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger
                WHERE NOT tgisinternal AND tgparentid = 0 AND \(isMade)
                UNION ALL SELECT pg_get_ruledef(oid) FROM pg_rewrite WHERE rulename <> '_RETURN' AND \(isMade)
                UNION ALL SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE \(isMade)
                UNION ALL SELECT a.definition
                FROM (\(PostgresOthers.aggregates)) AS a (catalogue, number, schema, kind, name, definition)
                WHERE EXISTS (SELECT FROM pg_aggregate WHERE aggfnoid = a.number AND \(isMade))
            ) AS made(definition)
            """
    }
}
