package import MigrationDSL
package import MigratorCatalogue
package import MigratorCore
package import MigratorDatabase

/// What statements do to a running system of one database.
package protocol EffectDialect {
    /// The oldest server that is meant where none is said.
    var oldestServer: ServerAge { get }

    /// The effects of a statement, which the scope then has behind it.
    func effects(of statement: KnownStatement, _ words: StatementWords, in scope: inout EffectScope) -> [Effect]

    /// What only the end of a revision tells.
    func conclusion(of scope: EffectScope) -> [Effect]

    /// The effects of changes that the database can only make by writing a table anew.
    func rebuildEffects(of item: WorkItem, in scope: inout EffectScope) -> [Effect]

    /// How large the tables of a database are, and how often they are written, as far as it knows.
    func facts(_ connection: any DatabaseConnection) async throws -> [(name: ObjectName, facts: TableFacts)]
}

extension EffectDialect {
    package var oldestServer: ServerAge { ServerAge(0) }

    package func effects(
        of statement: KnownStatement,
        _ words: StatementWords,
        in scope: inout EffectScope
    ) -> [Effect] {
        scope.inventory.apply(statement)
        return []
    }

    package func conclusion(of scope: EffectScope) -> [Effect] { [] }
    package func rebuildEffects(of item: WorkItem, in scope: inout EffectScope) -> [Effect] { [] }
    package func facts(_ connection: any DatabaseConnection) async throws -> [(name: ObjectName, facts: TableFacts)] {
        []
    }
}
