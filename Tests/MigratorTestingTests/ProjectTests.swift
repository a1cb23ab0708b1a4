import MigrationDSL
import MigratorTesting
import Testing

/// The history of a package that `init` makes; what follows is its file of tests, word for word.
enum Migrations {
    static let revisions = RevisionRegistry(
        name: "Migrations",
        sourceFolder: "migrations",
        entries: [
            RevisionRegistry.Entry(MakeFirstTable.self, file: "1.swift", line: 1, message: "Make the first table.")
        ],
        payloads: []
    )
}

/// Make the first table.
struct MakeFirstTable: Revision {
    static let id: RevisionID = "d3dd32bb2676"

    func upgrade(_ op: Operations) {
        op.createTable("first") {
            Column("id", .integer).primaryKey()
            Column("note", .text)
        }
    }
}

/// Each test has a database of its own, at the head of the history.
@Suite(.migrated(Migrations.revisions)) struct DatabaseTests {
    @Test func aNoteIsKept() async throws {
        try await MigratedDatabase.current.withConnection { connection in
            try await connection.execute("INSERT INTO first (id, note) VALUES (1, 'hello')")
            let rows = try await connection.query("SELECT note FROM first")
            #expect(rows.map { $0["note"] } == [.text("hello")])
        }
    }
}

/// The history itself: it is whole, and each revision can be taken back without a loss.
@Suite struct HistoryTests {
    @Test func isWhole() async throws {
        try await Migrations.revisions.verify()
    }

    @Test(arguments: Migrations.revisions.steps)
    func goesBack(_ step: HistoryStep) async throws {
        try await step.roundTrip()
    }
}
