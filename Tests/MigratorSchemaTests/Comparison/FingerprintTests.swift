import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// A fingerprint is of all that may differ.
///
/// Each comparison of these tests holds that against what it finds.
struct FingerprintTests {
    private static let table = Table("t") { Column("a", .text) }
    private static let view = View("v", as: "SELECT a FROM t")

    private static func fingerprint(_ objects: [SchemaObject], unsupported: [Schema.Unsupported] = []) -> String {
        Schema(.postgres, objects.map { Schema.Entry($0) }, unsupported: unsupported).fingerprint
    }

    @Test func theOrderOfObjectsIsNoneOfIt() {
        let (table, view) = (SchemaObject.table(Self.table), SchemaObject.view(Self.view))
        #expect(Self.fingerprint([table, view]) == Self.fingerprint([view, table]))
        #expect(Self.fingerprint([table]) != Self.fingerprint([table, view]))
    }

    @Test func namesAreTakenByTheirBytes() {
        let forms = ["\u{e9}", "e\u{301}"].map { name in SchemaObject.table(Table("t") { Column(name, .text) }) }
        #expect(Self.fingerprint([forms[0]]) != Self.fingerprint([forms[1]]))
    }

    @Test func whatCannotBeReadIsOfIt() {
        let left = Schema.Unsupported("public.f", kind: "foreign table", why: "it is another server's")
        #expect(Self.fingerprint([]) != Self.fingerprint([], unsupported: [left]))
    }

    @Test func eachObjectOfTheSampleHasItsOwn() {
        let objects: [SchemaObject] = [
            .schema(SchemaName("t")), .schema(SchemaName("t").comment("c")), .enumeration(EnumType("t", ["a"])),
            .enumeration(EnumType("t", ["a", "b"])), .domain(Domain("t", .text)), .domain(Domain("t", .integer)),
            .sequence(NumberSequence("t")), .sequence(NumberSequence("u")), .table(Self.table),
            .table(Table("t", comment: "c") { Column("a", .text) }), .table(Self.table.unlogged()),
            .table(Table("t") { Column("a", .text).notNull() }),
            .table(Table("t") { Column("a", .text).comment("it") }),
            .table(Table("t") { Column("a", .text).default("x") }),
            .table(Table("t") { Column("a", .text).default("y") }),
            .index(Index("t", on: "t", columns: ["a"])), .index(Index("t", on: "t", columns: ["a"], unique: true)),
            .view(Self.view), .view(View("v", as: "SELECT a FROM t WHERE true")),
        ]
        let fingerprints = objects.map { Self.fingerprint([$0]) }
        #expect(Set(fingerprints).count == objects.count)
    }
}
