package import MigrationDSL
import MigratorCore
package import MigratorDatabase

extension SQLiteDialect {
    /// Changes of one table that ALTER TABLE cannot make are gathered, and rebuild it once.
    package func render(_ operations: [Operation]) -> [RenderedOperation] {
        zip(operations, SQLiteRebuild.placements(of: operations)).map { operation, placement in
            RenderedOperation { () throws(MigratorError) in
                switch placement {
                case .native: return try render(operation)
                case .rebuild(let rebuild):
                    try rebuild.check()
                    return [.rebuild(rebuild)]
                case .covered: return []
                }
            }
        }
    }

    /// Only PRAGMAs are refused: those that would do nothing, or harm, where they stand.
    package func refusal(of statement: String) -> String? {
        SQLitePragma(statement)?.refusal(isTransactional: isTransactional)
    }

    package func refusal(inClosure statement: String) -> String? {
        guard let pragma = SQLitePragma(statement) else { return nil }
        if let reason = pragma.refusal(isTransactional: isTransactional) { return reason }
        guard isTransactional, pragma.turnsForeignKeysOff else { return nil }
        return "PRAGMA foreign_keys does nothing within a transaction; say it before the closure, in a statement of "
            + "the revision itself: op.execute(\"PRAGMA foreign_keys = OFF\")"
    }

    package var parameterStyle: ParameterStyle { ParameterStyle(mark: "?", hasMarkOperators: false, hasNames: true) }

    /// It takes a name in double quotes that is no column's for text.
    package var refusesUnknownNames: Bool { false }

    package func inquiry(before statement: String) -> StatementInquiry? {
        guard let pragma = SQLitePragma(statement) else { return nil }
        return { connection in try await pragma.checkKnown(connection) }
    }

    package func needsForeignKeysOff(_ item: WorkItem) -> Bool {
        switch item {
        case .rebuild(let rebuild): rebuild.needsForeignKeysOff
        case .statement(let sql): turnsForeignKeysOff(sql.text)
        case .bulkInsert, .removeRows, .perform: false
        }
    }

    private func turnsForeignKeysOff(_ statement: String) -> Bool {
        SQLitePragma(statement)?.turnsForeignKeysOff ?? false
    }

    package func withForeignKeysOff<Result>(
        if isNeeded: Bool,
        _ connection: any DatabaseConnection,
        _ body: () async throws -> Result
    ) async throws -> Result {
        try await SQLiteForeignKeys(connection).off(if: isNeeded, body)
    }

    package func nonTransactional(_ statement: String) -> NonTransactionalStatement? {
        guard var reader = SQLTokenReader(statement, kind: kind) else { return nil }
        switch reader.word() {
        case "vacuum", "attach", "detach": return .repeatable(changesAnswers: true)
        case "pragma": return .repeatable(changesAnswers: false)
        default: return nil
        }
    }

    package func orphans(
        before statements: [String],
        _ connection: any DatabaseConnection
    ) async throws -> [String: Int]? {
        guard statements.contains(where: turnsForeignKeysOff) else { return nil }
        return try await SQLiteOrphans(connection).count()
    }

    package func checkOrphans(against before: [String: Int], _ connection: any DatabaseConnection) async throws {
        try await SQLiteOrphans(connection).check(against: before)
    }

    /// Rebuilds of tables begin transactions of their own there.
    package var rehearsesInTransaction: Bool { false }
}
