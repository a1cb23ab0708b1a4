import MigratorCore
package import MigratorDatabase
import MigratorSystem

extension PostgresDialect {
    /// What a dump says of roles, of settings and of what every database has may fail: none of it is part of a schema.
    package func makeSchema(
        by statement: String,
        _ connection: any DatabaseConnection
    ) async throws -> Rehearsed {
        do {
            return try await rehearse(statement, connection, withoutRows: false)
        } catch let error as DatabaseFailure {
            guard DumpStatement(statement)?.mayFail(error) == true else { throw error }
            return .done
        }
    }
}

/// A statement by which pg_dump says what belongs to its server more than to the schema.
private enum DumpStatement {
    /// `SET transaction_timeout = 0`, which a server that is older than the program does not know.
    case setting
    /// `CREATE SCHEMA public`, which is there already; written for `--schema=public`.
    case schema
    /// Who owns something, who may do what, and what is said of an extension: what only its owner may say.
    case right

    /// `nil` for all others.
    init?(_ statement: String) {
        guard var reader = SQLTokenReader(statement, kind: .postgres), let verb = reader.word() else { return nil }
        if ServerStatement.isOfRights(statement) {
            self = .right
            return
        }
        switch verb {
        case "set": self = .setting
        case "comment": self = .right
        case "create" where reader.skip("schema"):
            guard reader.name()?.name.isExactly("public") == true, reader.rest.isEmpty else { return nil }
            self = .schema
        default: return nil
        }
    }

    /// Whether the schema is the same without it.
    func mayFail(_ error: DatabaseFailure) -> Bool {
        switch self {
        // undefined_object, duplicate_schema, insufficient_privilege
        case .setting: error.sqlState == "42704"
        case .schema: error.sqlState == "42P06"
        case .right: error.sqlState == "42501"
        }
    }
}
