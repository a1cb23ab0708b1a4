import MigrationDSL
import Testing

/// What a program can read from an operation.
struct OperationTests {
    @Test func isGivenAsItsKindAlone() throws {
        let op = Operations()
        op.alterTable("t") { $0.addColumn(Column("c", .integer)) }
        let operation = try #require(op.recorded.first)
        #expect(operation.as(AddColumn.self) == nil)
        let group = try #require(operation.as(AlterTable.self))
        #expect(group.changes.first?.as(AddColumn.self)?.column.name == "c")
    }
}
