import MigratorCore
import MigratorDatabase

/// What PostgreSQL keeps for all databases of a server: roles, databases, tablespaces and settings.
enum ServerStatement {
    private static let things: Set<String> = [
        "role", "user", "group", "database", "tablespace", "system", "subscription",
    ]

    /// Whether a statement changes such a thing, as far as its words say.
    static func isOne(_ sql: String) -> Bool {
        guard var reader = SQLTokenReader(sql, kind: .postgres), let verb = reader.word() else { return false }
        switch verb {
        case "create", "alter", "drop":
            guard let thing = reader.word() else { return false }
            // A user mapping is the database's own.
            if thing == "user", reader.word() == "mapping" { return false }
            return things.contains(thing) || (verb == "drop" && thing == "owned")
        case "comment":
            return reader.word() == "on" && reader.word().map(things.contains) == true
        case "grant", "revoke":
            // Without ON it is membership in a role; with it, it may be a privilege on such a thing.
            return !reader.hasFurther(["on"]) || reader.hasFurther(["database", "tablespace", "parameter"])
        case "reassign":
            return true
        default:
            return false
        }
    }

    /// The first two words of a statement, which hold nothing secret.
    static func words(_ sql: String) -> String {
        guard var reader = SQLTokenReader(sql, kind: .postgres) else { return "a statement" }
        return [reader.word(), reader.word()].compactMap { $0?.uppercased() }.joined(separator: " ")
    }

    /// Whether a statement says who owns something or who may do what, which is no part of a schema.
    static func isOfRights(_ sql: String) -> Bool {
        guard var reader = SQLTokenReader(sql, kind: .postgres) else { return false }
        switch reader.word() {
        case "grant", "revoke", "reassign": return true
        case "alter": return reader.skip("default") || reader.hasFurther(["owner"])
        default: return false
        }
    }

    /// Whether a statement failed for want of a role.
    static func isMissed(_ error: DatabaseFailure) -> Bool {
        error.message.hasPrefix("role ") && error.message.hasSuffix(" does not exist")
    }
}
