package import MigratorDatabase

/// A rebuild of a table as a script does it.
package struct SQLiteRebuildScript {
    /// The statements, in order; some stop the script where the table is not what it was on the empty database.
    package let statements: [String]
    /// How many statements that is to the journal.
    package let count: Int
    /// Whether foreign keys must be off before the transaction begins.
    package let needsForeignKeysOff: Bool
}

extension SQLiteRebuild {
    /// Makes the changes in the open transaction, and returns how a script makes them elsewhere.
    ///
    /// - Throws: As ``run(on:)``, and ``ScriptRefusal`` for a statement that the shell would not read as it is.
    package func scripted(on connection: any DatabaseConnection) async throws -> SQLiteRebuildScript {
        let pass = try await make(on: connection)
        var statements: [String] = []
        for line in pass.script {
            switch line {
            case .statement(let sql): statements.append(try SQLiteShellText.unchanged(sql))
            case .check(let check, let condition): statements.append(SQLiteScript.check(check, condition))
            }
        }
        return SQLiteRebuildScript(
            statements: statements,
            count: pass.statements,
            needsForeignKeysOff: needsForeignKeysOff
        )
    }
}
