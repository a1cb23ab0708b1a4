import MigrationDSL
import Testing

@testable import MigratorDialects

/// How texts that a server wrote are taken apart.
@Suite struct PostgresServerTextTests {
    @Test func listsAreCutOutsideOfBracketsAndQuotes() {
        #expect(
            PostgresServerText.parts("a, f(b, c), 'd, e', \"f,\"\"g\", ARRAY[1, 2]") == [
                "a", "f(b, c)", "'d, e'", "\"f,\"\"g\"", "ARRAY[1, 2]",
            ]
        )
        #expect(PostgresServerText.parts("") == [""])
        #expect(PostgresServerText.parts("during WITH &&", at: "WITH") == ["during", "&&"])
        #expect(PostgresServerText.names("id,\"a.b\",\"q\"\"q\"") == ["id", "a.b", "q\"q"])
        #expect(PostgresServerText.names(nil) == [])
    }

    @Test func namesComeWithTheirSchemaUnlessItIsPublic() {
        #expect(PostgresServerText.objectName("public.t") == "t")
        #expect(PostgresServerText.objectName("\"A.b\".\"c\"\"d\"") == ObjectName("c\"d", schema: "A.b"))
    }

    @Test func onlyBracketsAroundTheWholeGo() {
        #expect(PostgresServerText.expression("(a > 0)") == "a > 0")
        #expect(PostgresServerText.expression("((a > 0) AND (b > 0))") == "(a > 0) AND (b > 0)")
        #expect(PostgresServerText.expression("(a = ')'::text)") == "a = ')'::text")
        #expect(PostgresServerText.expression("( SELECT true)") == "( SELECT true)")
        #expect(PostgresServerText.expression("(selected > 0)") == "selected > 0")
        #expect(PostgresServerText.expression("lower(a)") == "lower(a)")
    }

    @Test func literalsLoseTheirQuotes() {
        #expect(PostgresServerText.literal("'it''s'::text")?.content == "it's")
        #expect(PostgresServerText.literal("'it''s'::text")?.behind == "::text")
        #expect(PostgresServerText.literal("now()") == nil)
        #expect(PostgresServerText.quoted("it's") == "'it''s'")
    }

    @Test func typesAreTakenForTheShortestWord() {
        #expect(ColumnType(postgres: "varchar", as: "character varying(20)") == .string(20))
        #expect(ColumnType(postgres: "varchar", as: "character varying") == .varchar)
        #expect(ColumnType(postgres: "numeric", as: "numeric(10,2)") == .decimal(10, 2))
        #expect(ColumnType(postgres: "timestamptz", as: "timestamp(3) with time zone") == .timestampTZ(3))
        #expect(
            ColumnType(postgres: "interval", as: "interval day to second(3)") == .interval(.dayToSecond, precision: 3)
        )
        #expect(ColumnType(postgres: "interval", as: "interval") == .interval)
        #expect(ColumnType(postgres: "bpchar", as: "bpchar") == .custom("bpchar"))
        #expect(ColumnType(postgres: "inet", as: "inet") == .inet)
        #expect(ColumnType(postgres: "pg_lsn", as: "pg_lsn") == .custom("pg_lsn"))
    }

    @Test func automaticNamesAreCutAsTheServerCutsThem() {
        #expect(PostgresAutomaticName.name("t", "c", "not_null") == "t_c_not_null")
        let long = String(repeating: "ö", count: 31) + "x"
        let name = PostgresAutomaticName.name(long, long, "not_null")
        #expect(name == "\(String(repeating: "ö", count: 13))_\(String(repeating: "ö", count: 13))_not_null")
    }

    @Test func objectsStandBehindThoseThatTheyNeed() {
        let objects: [SchemaObject] = ["d", "c", "b", "a"].map { name in .table(Table(ObjectName(name)) {}) }
        let order = PostgresObjectOrder(objects, objects.map(\.reference))
        let names = { (needs: [Set<Int>]) in order.positions(needs).map { objects[$0].reference.name.name } }
        #expect(names([[], [], [], []]) == ["a", "b", "c", "d"])
        // a needs c, c needs d.
        #expect(names([[], [0], [], [1]]) == ["d", "c", "a", "b"])
        // a and b need one another.
        #expect(names([[], [], [3], [2]]) == ["b", "a", "c", "d"])
    }
}
