import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import Testing

/// A file that declares a schema.
@Suite struct SchemaSwiftTests {
    private func swift(_ declared: DeclaredSchema) throws -> String {
        SchemaText(Schema(declared, for: .postgres), try DatabaseKind.postgres.dialect()).swift(named: "shop")
    }

    @Test func eachTableHasAMemberOfItsOwn() throws {
        let declared = DeclaredSchema {
            Table("order_items") { Column("id", .uuid).primaryKey() }
            Index("ix", on: "order_items", columns: ["id"])
            Table("ORDERS") { Column("id", .uuid).primaryKey() }
            Table("class") {}
            Table("shop") {}
            Table(ObjectName("2024 é", schema: "app")) {}
            EnumType("mood", ["low"])
            View("v", as: "SELECT 1")
        }
        #expect(
            try swift(declared) == """
                import MigrationDSL

                extension DeclaredSchema {
                    static let shop = DeclaredSchema {
                        EnumType("mood", ["low"])
                        DeclaredSchema.orders
                        DeclaredSchema.class2
                        DeclaredSchema.orderItems
                        DeclaredSchema.shop2
                        DeclaredSchema.app2024
                        View("v", as: "SELECT 1")
                    }

                    static let orders = DeclaredSchema {
                        Table("ORDERS") {
                            Column("id", .uuid).primaryKey()
                        }
                    }

                    static let class2 = DeclaredSchema {
                        Table("class") {}
                    }

                    static let orderItems = DeclaredSchema {
                        Table("order_items") {
                            Column("id", .uuid).primaryKey()
                        }
                        Index("ix", on: "order_items", columns: ["id"])
                    }

                    static let shop2 = DeclaredSchema {
                        Table("shop") {}
                    }

                    static let app2024 = DeclaredSchema {
                        Table(ObjectName("2024 é", schema: "app")) {}
                    }
                }

                """
        )
    }

    @Test func aLongListIsDeclaredInParts() throws {
        let text = try swift(
            DeclaredSchema { for number in 1...250 { EnumType(ObjectName("e\(1000 + number)"), ["x"]) } }
        )
        let head = """
            import MigrationDSL

            extension DeclaredSchema {
                static let shop = DeclaredSchema {
                    DeclaredSchema.shopPart
                    DeclaredSchema.shopPart2
                    DeclaredSchema.shopPart3
                }

                static let shopPart = DeclaredSchema {
                    EnumType("e1001", ["x"])
            """
        #expect(text.hasPrefix(head))
    }
}
