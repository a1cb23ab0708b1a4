import MigrationDSL

/// A history with every operation that SQLite knows; each revision can be taken back.
enum OfflineHistory {
    static let all: [any Revision.Type] = [
        Make.self, Load.self, Rebuild.self, Rename.self, Fill.self, Alone.self, Keys.self, Drop.self,
    ]
    static let ids = ["make", "load", "rebuild", "rename", "fill", "alone", "keys", "drop"]

    struct Make: ReversibleRevision {
        static let id: RevisionID = "make"

        func upgrade(_ op: Operations) {
            op.createTable("parents") {
                Column("id", .integer).primaryKey()
                Column("name", .string(50)).notNull().unique()
            }
            op.execute(
                """
                CREATE TABLE items (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    parent INTEGER REFERENCES parents (id) ON DELETE CASCADE,
                    count TEXT DEFAULT '7', -- a comment; with a semicolon
                    note TEXT COLLATE NOCASE CHECK (length(note) < 100),
                    twice TEXT GENERATED ALWAYS AS (note || note) VIRTUAL,
                    CHECK (items.id > 0)
                );
                CREATE TABLE log (what TEXT);
                CREATE TRIGGER items_in AFTER INSERT ON items BEGIN
                    INSERT INTO log VALUES ('in; ' || new.note);
                END;
                CREATE VIEW notes AS SELECT id, note FROM items;
                """
            )
            op.createIndex("ix_items_note", on: "items", columns: ["note"])
            op.createIndex("ix_items_count", on: "items", columns: [.expression("upper(count)")], where: "count > ''")
        }

        func downgrade(_ op: Operations) {
            op.execute("DROP VIEW notes; DROP TABLE items; DROP TABLE log; DROP TABLE parents")
        }
    }

    struct Load: Revision {
        static let id: RevisionID = "load"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "parents", (1...120).map { ["id": .int($0), "name": .text("p'\($0)")] }, key: ["id"])
            op.bulkInsert(
                into: "items",
                (1...130).map { number in
                    [
                        "id": .int(number * 2), "parent": .int(number % 120 + 1), "count": .text("\(number)"),
                        "note": number % 7 == 0 ? .null : .text("note \(number)\r\n;"),
                    ]
                },
                key: ["id"]
            )
        }
    }

    struct Rebuild: Revision {
        static let id: RevisionID = "rebuild"
        static let parents: [RevisionID] = ["load"]

        func upgrade(_ op: Operations) {
            // The counter is ahead of the rows.
            op.execute("DELETE FROM items WHERE id > 200", reverse: "DELETE FROM items WHERE 0")
            op.alterColumn(
                "count",
                of: "items",
                to: ColumnChange(type: .integer, default: .set(3)),
                was: ColumnChange(type: .text, default: .set("7"))
            )
            op.addColumn(Column("kind", .string(9)).notNull().default("it's"), to: "items")
            op.addConstraint(.check(Check("kind <> ';'", name: "ck_kind")), to: "items")
            op.createUniqueConstraint("uq_items", on: "items", columns: ["id", "kind"])
            op.renameIndex("ix_items_note", on: "items", to: "ix_notes")
            op.alterColumn("name", of: "parents", to: ColumnChange(nullable: true), was: ColumnChange(nullable: false))
        }
    }

    struct Rename: Revision {
        static let id: RevisionID = "rename"
        static let parents: [RevisionID] = ["rebuild"]

        func upgrade(_ op: Operations) {
            op.renameColumn("kind", of: "items", to: "sort")
            op.renameTable("log", to: "history")
            op.addColumn(Column("plain", .text), to: "items")
            op.createView("sorts", as: "SELECT sort FROM items")
        }
    }

    struct Fill: Revision {
        static let id: RevisionID = "fill"
        static let parents: [RevisionID] = ["rename"]

        func upgrade(_ op: Operations) {
            op.update(
                "parents",
                set: ["name": "a\r\nb''\u{301}"],
                where: Field("id") == 5,
                was: ["name": "p'5"]
            )
            op.delete(
                from: "history",
                where: Field("what") == "nothing",
                was: [["what": "nothing"]]
            )
            op.execute("INSERT INTO items (note) VALUES ('after')", reverse: "DELETE FROM items WHERE note = 'after'")
        }
    }

    struct Alone: Revision {
        static let id: RevisionID = "alone"
        static let parents: [RevisionID] = ["fill"]
        static let transactional = false

        func upgrade(_ op: Operations) {
            op.execute("VACUUM", reverse: "VACUUM")
            op.dropConstraint(.unique(Unique(["id", "sort"], name: "uq_items")), from: "items")
            op.bulkInsert(into: "history", [["what": "alone"], ["what": nil]], key: ["what"])
        }
    }

    struct Keys: Revision {
        static let id: RevisionID = "keys"
        static let parents: [RevisionID] = ["alone"]

        func upgrade(_ op: Operations) {
            op.createTable("pairs", sqliteOptions: [.strict, .withoutRowID]) {
                Column("a", .integer)
                Column("b", .text)
                Column("c", .double)
                PrimaryKey(["a", "b"])
            }
            op.bulkInsert(
                into: "pairs",
                [
                    ["a": 1, "b": "x", "c": 0.1], ["a": 1, "b": "y", "c": 1e300],
                    ["a": 2, "b": "x", "c": 2.2250738585072014e-308],
                ],
                key: ["a", "b"]
            )
            op.alterTable("pairs") { table in
                table.addColumn(Column("d", .integer).notNull().default(4))
                table.alterColumn("c", to: ColumnChange(nullable: false), was: ColumnChange(nullable: true))
            }
        }
    }

    struct Drop: Revision {
        static let id: RevisionID = "drop"
        static let parents: [RevisionID] = ["keys"]

        func upgrade(_ op: Operations) {
            op.dropColumn(Column("plain", .text), from: "items")
            op.bulkInsert(
                into: "pairs",
                [["a": 3, "b": "new", "c": 2.5], ["a": 4, "b": "new", "c": 2]],
                key: ["b", "a"]
            )
            op.dropIndex(
                Index("ix_items_count", on: "items", columns: [.expression("upper(count)")], where: "count > ''")
            )
        }
    }
}
