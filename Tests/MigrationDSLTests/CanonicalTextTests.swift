import MigrationDSL
import Testing

/// What the semantic checksum is taken of: the same for the same operations, whatever their spelling.
struct CanonicalTextTests {
    private func text(_ body: (Operations) -> Void) -> String {
        let op = Operations()
        body(op)
        return op.recorded.canonicalText { sql, _ in sql }
    }

    @Test func aKeyAtItsColumnIsTheKeyBesideIt() {
        let atColumn = text { op in
            op.createTable("t") {
                Column("id", .uuid).primaryKey()
                Column("a", .text).unique(name: "uq").references("other")
            }
        }
        let beside = text { op in
            op.createTable("t") {
                Column("id", .uuid).notNull()
                Column("a", .text)
                ForeignKey(["a"], references: "other")
                Unique(["a"], name: "uq")
                PrimaryKey(["id"])
            }
        }
        #expect(atColumn == beside)
    }

    @Test func aGroupIsSpelledAsItsChanges() {
        let group = text { op in
            op.alterTable("t") { table in
                table.addColumn(Column("a", .varchar(10)))
                table.dropColumn("b")
            }
        }
        let single = text { op in
            op.addColumn(Column("a", .string(10)).nullable(), to: "t")
            op.dropColumn("b", from: "t")
        }
        #expect(group == single)
    }

    @Test func whatOnlyReversingNeedsIsNoPartOfIt() {
        let bare = text { $0.dropTable("t") }
        let defined = text { $0.dropTable("t", was: { Column("id", .uuid) }) }
        #expect(bare == defined)
        let keyed = text { $0.bulkInsert(into: "t", from: .json("a.json"), key: ["id"]) }
        #expect(keyed == text { $0.bulkInsert(into: "t", from: .json("a.json")) })
    }

    @Test func theOrderOfARowsFieldsSaysNothing() {
        let one = text { $0.bulkInsert(into: "t", [["a": 1, "b": 2]]) }
        #expect(one == text { $0.bulkInsert(into: "t", [["b": 2, "a": 1]]) })
    }

    /// Applied revisions hold the checksum of the first; the values of the others take part.
    @Test func anEnumIsSpelledByItsNameAndTheValuesThatItBrings() {
        let texts = [
            ColumnType.enumeration("mood"),
            .enumeration("mood", values: ["a", "b"]),
            .enumeration("mood", values: ["b", "a"]),
            .enumeration("mood", values: ["ab"]),
            .enumeration("mood", values: []),
            .array(of: .enumeration("mood", values: ["ab"])),
        ]
        .map { type in text { $0.addColumn(Column("c", type), to: "t") } }
        #expect(texts.first?.contains("(type(enumeration name=4:mood))") == true, "\(texts)")
        #expect(texts[1].contains("(type(enumeration name=4:mood)(values =1:a =1:b))"), "\(texts)")
        #expect(Set(texts).count == texts.count)
    }

    /// Pairs that must differ, as a spelling without lengths would confuse them.
    @Test func differentOperationsAreSpelledDifferently() {
        let texts = [
            text { $0.createIndex("ix", on: "t", columns: ["a", "b"]) },
            text { $0.createIndex("ix", on: "t", columns: ["a b"]) },
            text { $0.createIndex("ix", on: "t", columns: ["a"], include: ["b"]) },
            text { $0.createIndex("ix", on: "t", columns: ["a"], unique: true) },
            text { $0.createIndex("ix", on: ObjectName("t", schema: "s"), columns: ["a"]) },
            text { $0.bulkInsert(into: "t", [["a": "1"]]) },
            text { $0.bulkInsert(into: "t", [["a": 1]]) },
            text { $0.bulkInsert(into: "t", [["a": 1.0]]) },
            text { $0.bulkInsert(into: "t", [["a": nil]]) },
            text { $0.bulkInsert(into: "t", from: .json("a")) },
            text { $0.bulkInsert(into: "t", from: .csv("a")) },
            text { $0.bulkInsert(into: "t", from: .csv("a"), onConflict: .doNothing) },
            text { $0.execute(SQLText(postgres: "a", sqlite: "b")) },
            text { $0.execute(SQLText(postgres: "b", sqlite: "a")) },
            text { $0.execute("a") },
            text { $0.execute(SQLText(postgres: "a")) },
        ]
        #expect(Set(texts).count == texts.count)
    }

    @Test func argumentsThatWereReadAreKnown() {
        let arguments = RevisionArguments(["tenant": "a", "other": "b"])
        let op = Operations(arguments: arguments)
        _ = op.arguments["tenant"]
        _ = op.arguments["missing"]
        #expect(arguments.read == ["tenant": "a"])
    }
}
