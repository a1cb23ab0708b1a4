import CacheBridge
import CachedQueries
import Foundation
import MigratorDatabase
import Testing

/// An application's own table: read and written without a schema of ours.
struct OwnTableTests {
    @Test(arguments: Kind.there) func aRecordIsReadAsItIsStored(_ kind: Kind) async throws {
        try await Shop.on(kind) { shop in
            let database = shop.open()
            let tea = Product(name: "tea", price: 1.5)
            #expect(try await database.value(of: ShopQueries.products, for: tea.id) == nil)
            let stored = try await database.write { try await $0.store(tea) }
            #expect(stored.id == tea.id && stored.name == "tea" && stored.price == 1.5)
            #expect(stored.createdAt != nil && stored.updatedAt != nil, "what is left out takes its default")
            #expect(try await database.value(of: ShopQueries.products, for: tea.id) == stored)
            #expect(try await database.productCount == 1)
        }
    }

    @Test(arguments: Kind.there) func aRecordTakesThePlaceOfTheOneThatIsThere(_ kind: Kind) async throws {
        try await Shop.on(kind) { shop in
            let database = shop.open()
            var tea = Product(name: "tea", price: 1)
            tea.createdAt = Timestamp(microseconds: 1_000_000)
            tea.updatedAt = tea.createdAt
            try await database.write { [tea] in try await $0.store(tea) }
            (tea.price, tea.createdAt, tea.updatedAt) = (2, nil, nil)
            let again = try await database.write { [tea] in try await $0.store(tea) }
            #expect(again.price == 2 && again.createdAt == Timestamp(microseconds: 1_000_000))
            #expect(again.updatedAt.map { $0 > Timestamp(microseconds: 1_000_000) } == true)

            let other = Product(name: "tea", price: 3)
            let third = try await database.write { try await $0.store(other, conflict: ["name"]) }
            #expect(third.id == tea.id && third.price == 3)
            #expect(try await database.productCount == 1)
        }
    }

    @Test(arguments: Kind.there) func aWriteMakesStaleWhatItTouched(_ kind: Kind) async throws {
        try await Shop.on(kind) { shop in
            let database = shop.open()
            let (tea, milk) = (Product(name: "tea"), Product(name: "milk"))
            try await database.write { transaction in
                try await transaction.store(tea)
                try await transaction.store(milk)
            }
            func readBoth() async throws -> [Product?] {
                var found: [Product?] = []
                for one in [tea, milk] {
                    found.append(try await database.value(of: ShopQueries.products, for: one.id))
                }
                return found
            }
            _ = try await readBoth()
            _ = try await readBoth()
            #expect(database.productLoads == 2)

            try await database.write { transaction in
                try await transaction.execute(
                    "UPDATE products SET price = 4 WHERE name = 'tea'",
                    touching: ["products"],
                    entities: [tea.id.text]
                )
            }
            #expect(try await readBoth().map { $0?.price } == [4, nil])
            #expect(database.productLoads == 3, "milk is as it was")

            try await database.write { transaction in
                _ = try await transaction.connection.execute("UPDATE products SET price = 5")
                transaction.touch("products")
            }
            #expect(try await readBoth().map { $0?.price } == [5, 5])
            #expect(database.productLoads == 5)

            let isGone = try await database.write { transaction in
                try await transaction.remove(from: "products", where: ["id": .uuid(tea.id)], entities: [tea.id.text])
            }
            let found = try await readBoth()
            #expect(isGone && found.map { $0 == nil } == [true, false])
            #expect(try await database.productCount == 1)
        }
    }
}
