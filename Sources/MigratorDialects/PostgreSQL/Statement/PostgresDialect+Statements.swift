package import MigrationDSL
import MigratorCore
package import MigratorDatabase

extension PostgresDialect {
    package func render(_ operations: [Operation]) -> [RenderedOperation] {
        let preludes = preludes(of: operations)
        return operations.enumerated().map { index, operation in
            RenderedOperation(isPrelude: preludes.contains(index)) { () throws(MigratorError) in try render(operation) }
        }
    }

    /// `?` is an operator of JSON.
    package var parameterStyle: ParameterStyle { ParameterStyle(mark: "$", hasMarkOperators: true, hasNames: false) }

    /// Two programs that build the same index at once are in each other's way for as long as that takes.
    package var needsLockBetweenTransactions: Bool { true }

    package func nonTransactional(_ statement: String) -> NonTransactionalStatement? {
        switch PostgresLoneStatement(statement) {
        case .setting: .setting
        case .createIndex, .dropIndex: .index
        case .reindex, .repeatable: .repeatable(changesAnswers: true)
        case .other: .other
        case nil: nil
        }
    }

    package func traces(of statement: String, _ connection: any DatabaseConnection) -> (any StatementTraces)? {
        switch PostgresLoneStatement(statement) {
        case .createIndex: ConcurrentBuild(statement, connection)
        case .dropIndex: ConcurrentDrop(statement, connection)
        case .reindex: InvalidCopies(connection)
        case .setting, .repeatable, .other, nil: nil
        }
    }

    /// What reaches beyond a database, such as CREATE ROLE, is not run: it would be done for all databases of a server.
    package func rehearse(
        _ statement: String,
        _ connection: any DatabaseConnection,
        withoutRows: Bool
    ) async throws -> Rehearsed {
        let isOfRights = ServerStatement.isOfRights(statement)
        if ServerStatement.isOne(statement) {
            if isOfRights { return .done }
            return .leftOut("\(ServerStatement.words(statement)) reaches beyond its database, and is not run")
        }
        var outcome = Rehearsed.done
        let isTransaction = await connection.isInTransaction
        if isTransaction { try await connection.execute("SAVEPOINT migrator_rehearsal") }
        do {
            try await connection.execute(statement)
        } catch {
            // The rows of payloads may not be there, nor are roles that the history makes.
            guard ServerStatement.isMissed(error) || (withoutRows && error.code == .foreignKeyViolation) else {
                throw error
            }
            if isTransaction { try await connection.execute("ROLLBACK TO SAVEPOINT migrator_rehearsal") }
            if ServerStatement.isMissed(error), !isOfRights {
                outcome = .leftOut("\(ServerStatement.words(statement)) is not run: \(error.message)")
            }
        }
        if isTransaction { try await connection.execute("RELEASE SAVEPOINT migrator_rehearsal") }
        return outcome
    }

    /// Without the word LOCAL, which outside of a transaction makes SET do nothing.
    package func settingForSession(_ statement: String) -> String {
        let bytes = Array(statement.utf8)
        var lexer = SQLLexer(bytes, kind: kind)
        var words: [SQLToken] = []
        while words.count < 2, let token = (try? lexer.next()) ?? nil {
            if !token.isComment { words.append(token) }
        }
        guard words.count == 2, bytes.lowercasedText(words[0].start..<words[0].end) == "set",
            bytes.lowercasedText(words[1].start..<words[1].end) == "local"
        else { return statement }
        return bytes.text(0..<words[1].start) + bytes.text(words[1].end..<bytes.count)
    }
}
