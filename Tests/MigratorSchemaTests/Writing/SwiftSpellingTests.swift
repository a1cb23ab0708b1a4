import MigrationDSL
import MigratorSchema
import Testing

/// The short forms that a person would write, and the literals that say what was meant.
@Suite struct SwiftSpellingTests {
    @Test(arguments: [
        ("plain", #""plain""#),
        ("it's \"x\"", ##"#"it's "x""#"##),
        (#"a\b"#, ##"#"a\b"#"##),
        (#"\(x)"#, ##"#"\(x)"#"##),
        ("\"", #""\"""#),
        ("\"\"x", #""\"\"x""#),
        ("a\"#b", ##""a\"#b""##),
        ("\\#n", ##""\\#n""##),
        ("tab\t\"", #""tab\t\"""#),
        ("\u{1}\u{202E}", #""\u{1}\u{202e}""#),
        ("e\u{301}", "\"e\u{301}\""),
    ])
    func aTextIsALiteralThatMeansIt(_ text: String, _ literal: String) {
        #expect(SwiftSpelling.declaration.text(of: .schema(SchemaName(text))) == "SchemaName(\(literal))\n")
    }

    @Test func textOfSeveralLinesStandsBetweenThreeQuotes() {
        let view = View("v", as: "SELECT 'a\\b'\n\nFROM \"\"\"t \n")
        #expect(
            SwiftSpelling.declaration.text(of: .view(view), indent: 4) == ##"""
                    View(
                        "v",
                        as: #"""
                            SELECT 'a\b'

                            FROM """t\#u{20}

                            """#
                    )

                """##
        )
    }

    @Test func aLongTextGoesOnBehindABackslash() {
        let condition = (1...20).map { "c\($0) > 0" }.joined(separator: " AND ")
        let table = Table("t") {
            Column("c1", .integer)
            Column("c2", .integer)
            Check(SQLText(condition), name: "all_of_them")
        }
        #expect(
            SwiftSpelling.declaration.text(of: .table(table)) == #"""
                Table("t") {
                    Column("c1", .integer)
                    Column("c2", .integer)
                    Check(
                        """
                        c1 > 0 AND c2 > 0 AND c3 > 0 AND c4 > 0 AND c5 > 0 AND c6 > 0 AND c7 > 0 AND c8 > 0 AND c9 > 0 AND \
                        c10 > 0 AND c11 > 0 AND c12 > 0 AND c13 > 0 AND c14 > 0 AND c15 > 0 AND c16 > 0 AND c17 > 0 AND c18 \
                        > 0 AND c19 > 0 AND c20 > 0
                        """,
                        name: "all_of_them"
                    )
                }

                """#
        )
    }

    @Test func constraintsOfOneColumnStandAtIt() {
        let table = Table("orders") {
            Column("id", .uuid).notNull()
            Column("customer", .uuid)
            Column("total", .integer)
            Column("email", .text)
            PrimaryKey(["id"], name: "orders_pkey")
            ForeignKey(["customer"], references: "customers", onDelete: .cascade, name: "orders_customer_fkey")
            Check("total > 0", name: "ck_total")
            Check("total > 0 OR email IS NOT NULL", name: "ck_both")
            Check("total < 9", name: "ck_later", notValid: true)
            Unique(["email"], name: "uq_email")
            Unique(["email", "total"])
            ForeignKey(["customer"], references: "customers", ["code"], matchFull: true)
        }
        let body = """
                Column("customer", .uuid).references("customers", onDelete: .cascade)
                Column("total", .integer).check("total > 0", name: "ck_total")
                Column("email", .text).unique(name: "uq_email")
                Check("total > 0 OR email IS NOT NULL", name: "ck_both")
                Check("total < 9", name: "ck_later", notValid: true)
                Unique(["email", "total"])
                ForeignKey(["customer"], references: "customers", ["code"], matchFull: true)
            }

            """
        let declared = SwiftSpelling.declaration.text(of: .table(table))
        #expect(declared == "Table(\"orders\") {\n    Column(\"id\", .uuid).primaryKey()\n" + body)
    }

    @Test func aRevisionSaysEachNameOfAConstraint() {
        let op = Operations()
        op.createTable("t") { Column("id", .integer).primaryKey(name: "t_pkey").renamed(from: "key") }
        let text = SwiftSpelling.revision.text(of: op.recorded)
        #expect(text == "op.createTable(\"t\") {\n    Column(\"id\", .integer).primaryKey(name: \"t_pkey\")\n}\n")
    }

    @Test func aKeyStandsBesideItsColumnWhereThatSaysAnotherThingOfNull() {
        let table = Table("t") {
            Column("id", .integer)
            PrimaryKey(["id"])
        }
        #expect(
            SwiftSpelling.declaration.text(of: .table(table))
                == "Table(\"t\") {\n    Column(\"id\", .integer)\n    PrimaryKey([\"id\"])\n}\n"
        )
    }

    @Test func changesOfATableThatItsClosureHasNoWordsForStandBesideIt() {
        let op = Operations()
        op.addColumn(Column("a", .text), to: "t")
        op.dropColumn(Column("b", .text), from: "t")
        op.renameConstraint("x", of: "t", to: "y")
        op.dropColumn("c", from: "t")
        let group = Operations()
        group.alterTable("t") { table in
            table.addColumn(Column("a", .text))
            table.dropColumn(Column("b", .text))
        }
        let text = SwiftSpelling.revision.text(of: group.recorded, indent: 8)
        #expect(
            text == """
                        op.alterTable("t") {
                            $0.addColumn(Column("a", .text))
                            // Destroys data: the values of t.b.
                            $0.dropColumn(Column("b", .text))
                        }

                """
        )
    }

    @Test func aClosureCannotBeWrittenAndSaysSo() {
        let op = Operations()
        op.perform("fill in") { _ in }
        let text = SwiftSpelling.revision.text(of: op.recorded)
        #expect(text == "#error(\"perform fill in: only its own source can say it; write it here\")\n")
    }
}
