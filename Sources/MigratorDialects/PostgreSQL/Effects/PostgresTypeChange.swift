import MigratorCatalogue
import MigratorCore
import MigratorSystem

/// What another type of a column costs on PostgreSQL.
///
/// The rules are those of `ATColumnChangeRequiresRewrite` and of the types' own support functions: a cast that keeps the
/// bytes, or only a greater limit, changes the catalogue alone.
struct PostgresTypeChange {
    /// Whether all rows are written anew.
    let rewrites: Bool
    /// Whether indexes on the column are built anew, though the rows are not.
    let rebuildsIndexes: Bool
    /// Whether there are values that do not fit.
    let isLossy: Bool

    init(
        _ former: SQLType?,
        _ type: SQLType,
        _ column: String,
        _ using: StatementPart?,
        _ inventory: Inventory,
        isUTC: Bool
    ) {
        func beneath(_ type: SQLType) -> SQLType { inventory.domains[ExactText(type.base)]?.base.held ?? type.held }
        let isConstrained = inventory.domains[ExactText(type.base)]?.isConstrained ?? false
        let isComputed = using.map { !Self.isPlain($0, column) } ?? false
        guard let former, !former.base.isEmpty else {
            rewrites = true
            rebuildsIndexes = false
            isLossy = using != nil
            return
        }
        let (old, new) = (beneath(former), beneath(type))
        let isFree = !isComputed && !isConstrained && Self.isFree(old, new, isUTC: isUTC)
        rewrites = !isFree
        rebuildsIndexes = isFree && Set([old.base, new.base]) == ["timestamp", "timestamptz"]
        isLossy = isComputed || Self.isLossy(old, new)
    }

    /// Whether an expression is the column itself or a cast of it.
    private static func isPlain(_ using: StatementPart, _ column: String) -> Bool {
        let part = using.bare
        let words = part.words
        var start = part.range.lowerBound
        if words.keyword(start) == "cast" { start += 2 }
        guard let name = words.name(start), name.isExactly(column) else { return false }
        if part.range.count == 1 { return true }
        // `column::type`: two colons, and a type.
        return words.text(start + 1..<start + 2).hasPrefix(":") || words.keyword(start + 1) == "as"
    }

    private static func isFree(_ old: SQLType, _ new: SQLType, isUTC: Bool) -> Bool {
        guard old.isArray == new.isArray else { return false }
        let (before, after) = (old.arguments, new.arguments)
        if old.base.isExactly(new.base) {
            if before == after { return true }
            switch old.base {
            case "varchar", "varbit":
                guard let limit = after.first else { return true }
                return before.first.map { $0 <= limit } ?? false
            case "numeric":
                guard let precision = after.first else { return true }
                guard let former = before.first else { return false }
                return former <= precision && (before.count > 1 ? before[1] : 0) == (after.count > 1 ? after[1] : 0)
            case "timestamp", "timestamptz", "time", "timetz", "interval":
                guard let limit = after.first else { return true }
                return before.first ?? 6 <= limit
            default: return false
            }
        }
        switch (old.base, new.base) {
        case ("varchar", "text"), ("cidr", "inet"), ("xml", "text"), ("citext", "text"), ("text", "citext"): return true
        case ("text", "varchar"): return after.isEmpty
        case ("timestamp", "timestamptz"), ("timestamptz", "timestamp"):
            return isUTC && before.first ?? 6 <= after.first ?? 6
        case ("integer", "oid"), ("oid", "integer"): return true
        default: return false
        }
    }

    private static let integers = ["smallint": 5, "integer": 10, "bigint": 19]
    private static let texts: Set<String> = ["text", "varchar", "char", "citext"]

    private static func isLossy(_ old: SQLType, _ new: SQLType) -> Bool {
        guard old.isArray == new.isArray else { return true }
        let limit = new.arguments.first
        if texts.contains(new.base) {
            guard texts.contains(old.base) else {
                // Whatever has a text fits into one without a limit.
                return limit != nil || new.base == "char"
            }
            let former = old.arguments.first ?? (old.base == "char" ? 1 : nil)
            guard let limit = limit ?? (new.base == "char" ? 1 : nil) else { return false }
            return former.map { $0 > limit } ?? true
        }
        if let before = integers[old.base] {
            if let after = integers[new.base] { return after < before }
            switch new.base {
            case "numeric": return limit.map { $0 - (new.arguments.count > 1 ? new.arguments[1] : 0) < before } ?? false
            case "double precision": return old.base == "bigint"
            case "real": return old.base != "smallint"
            default: return true
            }
        }
        guard old.base.isExactly(new.base) else {
            let widening: Set<String> = [
                "timestamp timestamptz", "timestamptz timestamp", "date timestamp", "date timestamptz",
                "real double precision", "json jsonb", "jsonb json", "cidr inet", "boolean integer",
                "integer oid", "oid integer", "oid bigint", "time interval", "bit varbit", "real numeric",
            ]
            return !widening.contains("\(old.base) \(new.base)")
        }
        switch old.base {
        case "numeric":
            guard let precision = limit else { return false }
            guard let former = old.arguments.first else { return true }
            let scales = (
                old.arguments.count > 1 ? old.arguments[1] : 0, new.arguments.count > 1 ? new.arguments[1] : 0
            )
            return scales.1 < scales.0 || precision - scales.1 < former - scales.0
        case "timestamp", "timestamptz", "time", "timetz", "interval":
            return limit.map { $0 < old.arguments.first ?? 6 } ?? false
        case "varbit", "bit": return limit.map { limit in old.arguments.first.map { $0 > limit } ?? true } ?? false
        default: return false
        }
    }
}
