import MigrationDSL
import MigratorDatabase

/// Triggers and rules; the shares that partitions have in a trigger of their table are left out.
struct PostgresTriggers: PostgresPart {
    let all: [PostgresTrigger]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresTrigger(row) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT false, t.oid, t.tgrelid, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND \(filter.admits("n.nspname"))
        UNION ALL SELECT true, r.oid, r.ev_class, r.rulename, r.ev_enabled, pg_get_ruledef(r.oid)
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.rulename <> '_RETURN' AND \(filter.admits("n.nspname"))
        """
    }
}

/// A row of `pg_trigger` or `pg_rewrite`.
struct PostgresTrigger: Sendable {
    let isRule: Bool
    let number: Int
    let relation: Int
    let name: String
    let state: TriggerState
    let definition: String

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        isRule = try reader.next()
        number = try reader.next()
        relation = try reader.next()
        name = try reader.next()
        state =
            switch try reader.next(String.self) {
            case "D": .disabled
            case "R": .replica
            case "A": .always
            default: .enabled
            }
        let text: String = try reader.next(String?.self) ?? ""
        definition = text.hasSuffix(";") ? String(text.dropLast()) : text
    }
}
