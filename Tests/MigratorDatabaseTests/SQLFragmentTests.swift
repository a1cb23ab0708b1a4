import MigratorDatabase
import Testing

/// A fragment keeps names and values apart from the words until a database is known.
@Suite struct SQLFragmentTests {
    private let fragment: SQLFragment = """
        UPDATE \(SQLFragment(name: "a\"b", schema: "s")) SET n = \(value: 1) WHERE t = \(value: "x") AND n < \(value: 1)
        """

    @Test func valuesAreParametersInTheirOrder() {
        let (sql, parameters) = fragment.statement(for: .postgres)
        #expect(sql == #"UPDATE "s"."a""b" SET n = $1 WHERE t = $2 AND n < $3"#)
        #expect(parameters == [1, "x", 1])
    }

    @Test func eachDatabaseHasItsPlaceholders() {
        #expect(
            fragment.statement(for: .sqlite).sql == #"UPDATE "s"."a""b" SET n = ? WHERE t = ? AND n < ?"#
        )
    }

    @Test func joinedFragmentsAreCountedThrough() {
        let list = (1...3).map { SQLFragment(value: .int($0)) }.joined(separator: ", ")
        let statement = ("SELECT \(list)" as SQLFragment).statement(for: .postgres)
        #expect(statement.sql == "SELECT $1, $2, $3")
        #expect(statement.parameters == [1, 2, 3])
    }
}
