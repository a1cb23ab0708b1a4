import MigratorDatabase
import MigratorOutbox
import Testing

/// A kind of database that is not known here is refused by name, and is the one that it is called.
@Suite struct OutboxKindTests {
    private let toy = DatabaseKind(
        name: "toy",
        title: "ToyDB",
        rules: DatabaseKind.sqlite.rules,
        cells: DatabaseKind.sqlite.cells
    )

    @Test func aKindWithoutAnOutboxIsRefused() {
        let failure = #expect(throws: DatabaseFailure.self) { try Outbox().tables(on: toy) }
        #expect(failure?.code == .unsupported)
        #expect(failure?.message == "ToyDB has no OutboxDialect here; its kind must bring one")
    }

    @Test func aKindIsItsName() {
        #expect(toy != .sqlite)
        #expect("\(toy)" == "toy")
        #expect(DatabaseKind.known.map(\.name) == ["postgres", "sqlite"])
    }
}
