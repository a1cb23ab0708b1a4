import AgentsMigrations
import ECSMigrations
import MigratorTesting
import NamingMigrations
import Testing

// Three times the same suite; scripts/bench/testing.py runs each in a process of its own.

/// Without a database.
@Suite struct WithoutTheTrait {
    @Test(arguments: 0..<200) func doesNothing(_ number: Int) {}
}

/// With a file for each test, which is opened and asked.
@Suite(.migrated(NamingMigrations.revisions, ECSMigrations.revisions, AgentsMigrations.revisions, at: "heads"))
struct OnSQLite {
    @Test(arguments: 0..<200) func asksItsOwn(_ number: Int) async throws {
        let rows = try await MigratedDatabase.current.withConnection { try await $0.query("SELECT * FROM agents") }
        #expect(rows.isEmpty)
    }
}

/// With a database on a server for each test.
@Suite(
    .migrated(
        NamingMigrations.revisions,
        ECSMigrations.revisions,
        AgentsMigrations.revisions,
        on: .postgres,
        at: "heads"
    )
)
struct OnPostgreSQL {
    @Test(arguments: 0..<200) func hasItsOwn(_ number: Int) throws {
        _ = try MigratedDatabase.current
    }
}
