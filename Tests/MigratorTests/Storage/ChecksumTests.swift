import MigrationDSL
import Testing

@testable import Migrator

/// The semantic checksum, which databases out there hold: it must never change for the same operations.
struct ChecksumTests {
    private func checksum(_ body: (Operations) -> Void) -> String {
        let op = Operations()
        body(op)
        return Checksum.of(op.recorded)
    }

    @Test func staysAsItWas() {
        let checksum = checksum { op in
            op.createTable("t") {
                Column("id", .uuid).primaryKey()
                Column("name", .string(100)).notNull().default("x")
                Column("parent", .uuid).references("t", onDelete: .cascade)
            }
            op.createIndex("ix", on: "t", columns: ["name", .expression("lower(name)").descending()], unique: true)
            op.bulkInsert(into: "t", from: .csv("payloads/t.csv"))
            op.update("t", set: ["name": "y"], where: Field("name") == "x" || Field("parent") == nil)
            op.execute("DELETE FROM t WHERE name='z'")
            op.perform("count") { _ in }
        }
        #expect(checksum == "562295cf8f6848854f7be2358a5702fbb63224a7a585c659585f34ebf4a80b00")
    }

    @Test func whiteSpaceAndCommentsInSQLSayNothing() {
        let one = checksum { $0.execute("SELECT a,b FROM t -- c\n WHERE x='  y'") }
        #expect(one == checksum { $0.execute("SELECT a , b\n\tFROM t WHERE x = '  y' ;") })
        #expect(one != checksum { $0.execute("SELECT a,b FROM t WHERE x=' y'") })
    }

    @Test func whatWasEditedIsNamed() {
        func digests(_ body: (Operations) -> Void) -> [OperationDigest] {
            let op = Operations()
            body(op)
            return op.recorded.map(OperationDigest.init)
        }
        let before = digests { op in
            op.renameTable("a", to: "b")
            op.createIndex("ix", on: "b", columns: ["x"])
        }
        let json = Value.array(before.map(\.value)).jsonText
        let added = digests { op in
            op.renameTable("a", to: "b")
            op.dropTable("c")
        }
        #expect(
            EditedOperations(before: json, now: added).description
                == "it no longer has 'create index ix'; it now has 'drop table c'"
        )
        let changed = digests { op in
            op.renameTable("a", to: "b")
            op.createIndex("ix", on: "b", columns: ["y"])
        }
        #expect(EditedOperations(before: json, now: changed).description == "'create index ix' is not what it was")
        #expect(EditedOperations(before: json, now: before.reversed()).description.contains("another order"))
    }
}
