import MigratorCore
import MigratorDatabase
import MigratorSources
import Testing

@Suite struct SQLCanonicalTests {
    @Test(arguments: DatabaseKind.known)
    func collapsesWhatSaysNothing(_ kind: DatabaseKind) {
        let alike = ["a=1", "a = 1", " a\t=\r\n1 ;", "a/* x */=-- y\n1", "a =1;;", "/* x */ a = 1 -- z"]
        for text in alike { #expect(SQLCanonical.text(of: text, kind: kind) == "a = 1", "\(text)") }
        #expect(SQLCanonical.text(of: "f(x,'a  b')::int>=-1.5e-3", kind: kind) == "f ( x , 'a  b' ) :: int >=- 1.5e-3")
        #expect(SQLCanonical.text(of: "a.\"B  c\"", kind: kind) == "a . \"B  c\"")
        #expect(
            SQLCanonical.text(of: "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;END;", kind: kind)
                == "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1 ; END"
        )
        #expect(SQLCanonical.text(of: "", kind: kind).isEmpty)
        #expect(SQLCanonical.text(of: "SELECT 'open", kind: kind) == "SELECT 'open")
    }

    @Test func keepsWhatDiffers() {
        let texts = [
            "a <> b", "a < > b", "x'00'", "x '00'", "A = 1", "a = 1", "'a b'", "'a  b'", "$$a$$", "$x$a$x$", "1.5",
            "1 . 5",
        ]
        #expect(Set(texts.map { SQLCanonical.text(of: $0, kind: .postgres) }).count == texts.count)
        #expect(SQLCanonical.text(of: "[a  b]", kind: .sqlite) == "[a  b]")
        #expect(SQLCanonical.text(of: "[a  b]", kind: .postgres) == "[ a b ]")
    }

    @Test func tokensAreWithoutCaseAndNeedlessQuotes() {
        func tokens(_ text: String, _ kind: DatabaseKind = .postgres) -> String {
            SQLCanonical.text(of: text, kind: kind, .tokens)
        }
        for kind in DatabaseKind.known {
            #expect(tokens("SELECT Name, 'Ab' FROM \"items\"", kind) == "select name , 'Ab' from items")
            #expect(tokens("select \"name\",'Ab' from ITEMS", kind) == "select name , 'Ab' from items")
            #expect(tokens("SELECT \"a1\".\"b_2\" FROM `t`", kind) == "select a1 . b_2 from t")
            // What is no plain name, or no name without its quotes.
            for kept in [
                "\"Name\"", "\"two words\"", "\"1st\"", "\"größe\"", "\"a\"\"b\"", "\"\"", "\"order\"", "\"user\"",
                "\"char\"", "\"current_user\"", "\"null\"", "$$Body$$", "E'A'", "x'AB'",
            ] { #expect(tokens(kept, kind) == kept) }
        }
        #expect(tokens("[name] [Name]", .sqlite) == "name [Name]")
        #expect(tokens("A[I]", .postgres) == "a [ i ]")
        #expect(tokens("U&\"name\"", .postgres) == "U&\"name\"")
        #expect(tokens("SELECT 'open", .postgres) == "SELECT 'open")
    }

    @Test func isIdempotent() {
        for text in ["SELECT a-b, -1, 1 - -1, 'x', E'\\'', $1 FROM t WHERE a=b", "SELECT a- -b/ c"] {
            let once = SQLCanonical.text(of: text, kind: .postgres)
            #expect(SQLCanonical.text(of: once, kind: .postgres) == once)
        }
    }

    @Test func digestIgnoresSpacesCommentsAndLineEnds() throws {
        let first = try SQLFixture.parse("-- revision: a1\n-- upgrade\nSELECT a=1;\nSELECT 'x\ny';\n-- downgrade\n")
        let second = try SQLFixture.parse(
            "-- revision: a1\r\n-- message: other\r\n-- downgrade\r\n-- upgrade\r\nSELECT a = 1 -- c\r\n;\r\n;SELECT 'x\r\ny'"
        )
        #expect(first.upgradeDigest == second.upgradeDigest)
        #expect(first.downgradeDigest == second.downgradeDigest)
        #expect(first.downgradeDigest != nil)
    }

    @Test func digestTellsItemsApart() throws {
        let bodies = [
            "", "SELECT 1;", "SELECT 1; SELECT 1;", "SELECT 1 SELECT 1;", "SELECT 2;", "select 1;", "SELECT '1';",
            "-- bulk-insert into t from p.csv", "-- bulk-insert into u from p.csv",
            "-- bulk-insert into s.t from p.csv",
            "-- bulk-insert into t from p.json", "-- bulk-insert into t from p.csv.gz", "SELECT 1; -- downgrade",
            "SELECT [a b];", "SELECT [a  b];", "/* /* */ */ SELECT 3;", "SELECT [a;b];",
        ]
        let digests = try bodies.map { try SQLFixture.parse(SQLFixture.file($0)).upgradeDigest }
        // A comment alone makes no difference.
        #expect(Set(digests).count == bodies.count - 1)
        #expect(digests[1] == digests[12])
        let touched = try SQLFixture.parse(SQLFixture.file("-- touches: a\nSELECT 1;"))
        #expect(touched.upgradeDigest == digests[1])
    }

    // These digests are in journals: a change here makes every applied revision look edited. If it must be, raise
    // `FolderMemoryFormat.version` too.
    @Test func digestsAreStable() throws {
        let file = try SQLFixture.parse(
            SQLFixture.file(
                "CREATE TABLE a (b int);\n-- bulk-insert into s.a from p.csv.gz\n-- downgrade\nDROP TABLE a;"
            )
        )
        #expect(file.upgradeDigest.description == "8a4fd426ffc7d67f30ad75b2b0962066fd3a05d89b7ec8d048544a7460df4c1f")
        #expect(file.downgradeDigest?.description == "b75523df6423bed802547c763e40f68212a2389882f5edf8e99d640cd2f81846")
        let ambiguous = try SQLFixture.parse(SQLFixture.file("SELECT a[1  ];"))
        #expect(
            ambiguous.upgradeDigest.description == "4127322eb1ea531a5548308cabebb26e3c778fc60aaaa941e6e06a4a24d21720"
        )
    }
}
