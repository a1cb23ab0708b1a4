import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    func comment(_ comment: CommentOn) throws(MigratorError) -> SQLFragment {
        if let column = comment.column { return try commentOnColumn(column, of: comment.table, comment.comment) }
        return try self.comment(on: .table(comment.table), comment.comment)
    }

    func commentOnColumn(
        _ column: String,
        of table: ObjectName,
        _ comment: String?
    ) throws(MigratorError) -> SQLFragment {
        "COMMENT ON COLUMN \(quote(table)).\(quote(column)) IS \(try comment.map(string) ?? "NULL")"
    }

    func comment(on object: ObjectReference, _ comment: String?) throws(MigratorError) -> SQLFragment {
        "COMMENT ON \(try named(object)) IS \(try comment.map(string) ?? "NULL")"
    }

    /// The comment that an object brings with it.
    func comments(on object: ObjectReference, _ comment: String?) throws(MigratorError) -> [SQLFragment] {
        guard let comment else { return [] }
        return [try self.comment(on: object, comment)]
    }

    /// The comment that a constraint brings with it.
    func comment(on constraint: Constraint, of table: ObjectName) throws(MigratorError) -> [SQLFragment] {
        guard let comment = constraint.comment else { return [] }
        guard let name = constraint.name ?? constraint.derivedName(for: table) else {
            throw MigratorError(
                .invalidRevision,
                "a constraint of table \(table) has a comment and no name; give it one"
            )
        }
        return [try self.comment(on: .constraint(name, on: table), comment)]
    }

    /// An object as COMMENT, DROP and ALTER name it, its kind before.
    func named(_ object: ObjectReference) throws(MigratorError) -> SQLFragment {
        var text: SQLFragment = "\(try words(object.kind)) \(quote(object.name))"
        if let arguments = object.arguments { text += "(\(SQLFragment(given: arguments)))" }
        if let table = object.table, object.kind != .index {
            text += " ON \(object.kind == .domainConstraint ? "DOMAIN " : "")\(quote(table))"
        }
        return text
    }

    private func words(_ kind: ObjectKind) throws(MigratorError) -> String {
        switch kind {
        case .enumeration, .compositeType: return "TYPE"
        case .domainConstraint: return "CONSTRAINT"
        case .opaque(let kind):
            let isWords = kind.utf8.allSatisfy { (97...122).contains($0 | 0x20) || $0 == UInt8(ascii: " ") }
            guard isWords, !kind.isEmpty else {
                throw MigratorError(.invalidRevision, "'\(kind)' is no kind of object; write SQL's words, such as rule")
            }
            return kind.uppercased()
        default: return kind.description.uppercased()
        }
    }
}
