import MigrationDSL
import Testing

extension DeclaredSchema {
    fileprivate static let shop = DeclaredSchema {
        Extension("citext")
        EnumType("mood", ["low", "high"])
        Table("customers") {
            Column("id", .uuid).primaryKey()
            Column("email", .string(200)).notNull().unique().renamed(from: "mail")
            Column("mood", .enumeration("mood")).notNull().default("low")
        }
        Index("ix_customers_mood", on: "customers", columns: ["mood"])
        View("happy", as: "SELECT id FROM customers WHERE mood = 'high'")
        DeclaredSchema.orders
    }

    fileprivate static let orders = DeclaredSchema {
        SchemaName("app")
        for number in 1...2 {
            Table(ObjectName("orders_\(number)", schema: "app")) { Column("id", .uuid).primaryKey() }
        }
        if shop2 { Opaque("rule", "keep", "CREATE RULE keep AS ON DELETE TO customers DO INSTEAD NOTHING") }
        [Table("a") { Column("b", .text) }.unlogged()]
    }

    private static var shop2: Bool { true }
}

/// Schemas that are declared in Swift, and what is wrong with some.
struct DeclaredSchemaTests {
    @Test func holdsItsObjectsInOrder() {
        #expect(
            DeclaredSchema.shop.objects.map { "\($0.object.reference)" } == [
                "extension citext", "enum mood", "table customers", "index ix_customers_mood", "view happy",
                "schema app", "table app.orders_1", "table app.orders_2", "rule keep", "table a",
            ]
        )
        #expect(DeclaredSchema.shop.problems().isEmpty)
    }

    @Test func eachObjectKnowsItsPlaceWhichIsNoPartOfIt() throws {
        let start = #line
        let schema = DeclaredSchema {
            Table("a") { Column("id", .uuid) }

            Table("a") { Column("id", .uuid) }
        }
        #expect(schema.objects.map(\.location.line) == [start + 2, start + 4])
        #expect(schema.objects.allSatisfy { $0.location.file == #fileID })
        #expect(schema.objects[0].object == schema.objects[1].object)
        let problem = #expect(throws: DeclarationProblem.self) { try schema.check() }
        #expect(problem?.message == "table a is declared twice")
        #expect(problem?.locations.map(\.line) == [start + 2, start + 4])
        #expect(problem?.description.contains(":\(start + 2) and ") == true)
    }

    @Test func namesAreTheSameAsTheDatabaseTakesThem() {
        let cases = DeclaredSchema {
            Table("Orders") { Column("id", .uuid) }
            View("orders", as: "SELECT 1")
        }
        #expect(cases.problems().isEmpty)
        #expect(cases.problems(foldsCase: true).count == 1)
        let schemas = DeclaredSchema {
            Table("t") { Column("id", .uuid) }
            Table(ObjectName("t", schema: "public")) { Column("id", .uuid) }
            Table(ObjectName("t", schema: "app")) { Column("id", .uuid) }
        }
        #expect(schemas.problems().map(\.message) == ["table public.t is declared twice"])
    }

    @Test func whatIsOfATableNeedsIt() {
        let schema = DeclaredSchema {
            Table("t") { Column("id", .uuid) }
            View("v", as: "SELECT 1")
            Trigger("g", on: "v", "")
            Trigger("g", on: "t", "")
            Index("i", on: "T", columns: ["id"])
            Policy("p", on: "u")
        }
        #expect(
            schema.problems().map(\.message) == [
                "index i needs T, which is not declared", "policy p needs u, which is not declared",
            ]
        )
        // SQLite has one trigger of a name.
        #expect(
            schema.problems(foldsCase: true).map(\.message) == [
                "trigger g of t is declared twice", "policy p needs u, which is not declared",
            ]
        )
    }

    @Test func functionsAreToldByTheirArguments() {
        let schema = DeclaredSchema {
            Function("f", "integer", "")
            Function("f", "text", "")
            Function("f", "text", "", procedure: true)
        }
        #expect(schema.problems().map(\.message) == ["procedure f(text) is declared twice"])
    }
}
