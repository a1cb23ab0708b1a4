import MigrationDSL
import Migrator
import MigratorSources

/// A history in which each kind of operation meets tables of many rows; how many, the file `count.txt` says.
enum PlanHistory {
    static let all: [any Revision.Type] = [
        Make.self, Load.self, LoadAgain.self, Change.self, Grow.self, Constrain.self, Take.self,
    ]

    private static func rows(
        _ name: String,
        _ row: @escaping @Sendable (Int64) -> Row
    ) -> Payload {
        .computed(name, inputs: ["count.txt"]) { inputs in
            let count = Int64(String(decoding: inputs["count.txt"], as: UTF8.self)) ?? 0
            return (1...count).lazy.map { row($0) }
        }
    }

    private static let things = rows("things") {
        ["id": .int($0), "name": .text("n\($0)"), "place": .int($0 % 7), "note": nil]
    }

    private static let parts = rows("parts") { ["thing": .int($0), "number": .int($0 % 3), "note": .text("p\($0)")] }

    struct Make: Revision {
        static let id: RevisionID = "make"

        func upgrade(_ op: Operations) {
            op.createTable("things") {
                Column("id", .bigInt).primaryKey()
                Column("name", .string(40)).notNull()
                Column("place", .integer)
                Column("note", .text)
                Unique(["name", "place"], name: "uq_things")
            }
            // No index at all.
            op.createTable("parts") {
                Column("thing", .bigInt)
                Column("number", .integer)
                Column("note", .text)
            }
        }
    }

    struct Load: Revision {
        static let id: RevisionID = "load"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "things", from: PlanHistory.things, key: ["id"])
            op.bulkInsert(into: "parts", from: PlanHistory.parts, key: ["thing", "number"])
        }
    }

    struct LoadAgain: ReversibleRevision {
        static let id: RevisionID = "again"
        static let parents: [RevisionID] = ["load"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "things", from: PlanHistory.things, onConflict: .doNothing)
            op.bulkInsert(into: "things", from: PlanHistory.things, onConflict: .update(key: ["name", "place"]))
        }

        func downgrade(_ op: Operations) {}
    }

    struct Change: Revision {
        static let id: RevisionID = "change"
        static let parents: [RevisionID] = ["again"]

        func upgrade(_ op: Operations) {
            op.update("things", set: ["note": "x"], where: Field("place") == 3, was: ["note": nil])
            op.delete(from: "parts", where: Field("number") == 99, was: [["thing": 1, "number": 99, "note": "p"]])
        }
    }

    struct Grow: Revision {
        static let id: RevisionID = "grow"
        static let parents: [RevisionID] = ["change"]

        func upgrade(_ op: Operations) {
            op.addColumn(Column("weight", .integer).notNull().default(1), to: "things")
            op.createIndex("ix_things_note", on: "things", columns: ["note"])
            op.alterColumn("place", of: "things", to: ColumnChange(type: .bigInt), was: ColumnChange(type: .integer))
            op.renameColumn("note", of: "parts", to: "remark")
        }
    }

    struct Constrain: Revision {
        static let id: RevisionID = "constrain"
        static let parents: [RevisionID] = ["grow"]

        func upgrade(_ op: Operations) {
            op.createForeignKey("fk_parts", on: "parts", columns: ["thing"], references: "things", ["id"])
            op.createUniqueConstraint("uq_parts", on: "parts", columns: ["thing", "number"])
            op.createCheckConstraint("ck_parts", on: "parts", "number < 10")
        }
    }

    /// Takes back what the loads have brought, while more than they have brought is there.
    struct Take: ReversibleRevision {
        static let id: RevisionID = "take"
        static let parents: [RevisionID] = ["constrain"]

        func upgrade(_ op: Operations) {
            op.dropConstraint("uq_parts", from: "parts")
            op.dropConstraint("fk_parts", from: "parts")
        }

        func downgrade(_ op: Operations) {
            op.createForeignKey("fk_parts", on: "parts", columns: ["thing"], references: "things", ["id"])
            op.createUniqueConstraint("uq_parts", on: "parts", columns: ["thing", "number"])
        }
    }

    /// The history, whose payloads lie in a folder.
    static func revisions(in folder: String) throws -> RevisionHistory {
        let entries = all.map { RevisionRegistry.Entry($0, file: "plans.swift", line: 1, message: "a step") }
        let registry = RevisionRegistry(name: "Plans", sourceFolder: folder, entries: entries, payloads: [])
        return try RevisionHistory([.compiled(registry)])
    }
}
