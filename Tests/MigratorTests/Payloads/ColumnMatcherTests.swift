import MigratorDatabase
import MigratorPayloads
import Testing

@Suite struct ColumnMatcherTests: PayloadTesting {
    private var table: PayloadTarget {
        target(
            column("id", .integer(bits: 64), nullable: false),
            column("title", .text(maximumLength: nil)),
            column("weight", .integer(bits: 64), nullable: false, hasDefault: true),
            column("sum", .integer(bits: 64), generated: true)
        )
    }

    @Test func namesUnknownColumns() {
        #expect(
            problem("[{\"id\":1,\"titel\":\"x\"}]", into: table)
                == "things.x:1:18: row 1, column \"titel\": the table \"things\" has no such column; it has \"title\""
        )
        #expect(
            problem("[{\"quite\":1}]", into: table)?.hasSuffix("its columns are \"id\", \"title\", \"weight\", \"sum\"")
                == true
        )
        #expect(problem("[{\"id\":1,\"a\\u001b[0m\":1}]", into: table)?.contains("\"a\\u{1b}[0m\"") == true)
        #expect(problem("[{\"id\":1,\"sum\":1}]", into: table)?.contains("the database computes this column") == true)
        #expect(problem("[{\"a\":1}]", into: target())?.contains("there is no table \"things\"") == true)
    }

    @Test(arguments: ["id", "Id", "ID", "iD"]) func sqliteDoesNotLookAtTheCaseOfLetters(name: String) throws {
        let columns = [column("Id", .integer(bits: 64), nullable: false), column("größe", .text(maximumLength: nil))]
        let lite = PayloadTarget(table: "things", columns: columns, database: .sqlite)
        let loaded = try load("[{\"\(name)\":1,\"GRößE\":\"x\"}]", into: lite)
        #expect(loaded == [LoadedRow(columns: ["Id", "größe"], cells: [.int(1), .text("x")])])
        #expect(try load("\(name),größe\n2,y\n", .csv, into: lite).map(\.columns) == [["Id", "größe"]])

        let server = PayloadTarget(table: "things", columns: columns, database: .postgres)
        let refusal = problem("[{\"\(name)\":1}]", into: server)
        #expect(name == "Id" ? refusal == nil : refusal?.hasSuffix("it has \"Id\"") == true)
    }

    @Test func onlyLettersOfASCIIHaveNoCase() {
        let table = target(column("größe", .text(maximumLength: nil)))
        #expect(problem("[{\"GRÖSSE\":\"x\"}]", into: table)?.contains("no such column") == true)
        #expect(problem("[{\"GRÖßE\":\"x\"}]", into: table)?.contains("no such column") == true)
        // The same to the eye: an o and two dots.
        #expect(problem("[{\"gro\u{308}ße\":\"x\"}]", into: table)?.contains("no such column") == true)
    }

    @Test func aColumnIsGivenOnce() {
        #expect(
            problem("[{\"id\":1,\n\"ID\":2}]", into: table)
                == "things.x:2:6: row 1, column \"ID\": \"id\", \"ID\" are one column to the database; leave one out"
        )
        #expect(problem("id,title,Title\n", .csv, into: table)?.contains("are one column") == true)
        #expect(problem("id,title,Title\n1,a,b\n", .csv, into: table)?.contains("are one column") == true)
    }

    @Test func namesRequiredColumns() {
        #expect(
            problem("[{\"title\":\"x\"}]", into: table)?.contains("column \"id\": the row lacks this column") == true
        )
        #expect(problem("title\n", .csv, into: table)?.contains("the header, column \"id\"") == true)
    }

    @Test func aColumnWithADefaultMayBeLeftOut() throws {
        let text = "[{\"id\":1,\"weight\":5},{\"id\":2},{\"id\":3},{\"weight\":7,\"id\":4}]"
        let loaded = try load(text, into: table)
        #expect(loaded.map(\.columns) == [["id", "weight"], ["id"], ["id"], ["id", "weight"]])
        #expect(loaded.map(\.cells) == [[.int(1), .int(5)], [.int(2)], [.int(3)], [.int(4), .int(7)]])
        #expect(try load("[{\"id\":1},{\"id\":2,\"weight\":1}]", into: table).count == 2)
    }

    @Test func otherColumnsMayNot() {
        #expect(
            problem("[{\"id\":1,\"title\":\"x\"},\n{\"id\":2}]", into: table)
                == "things.x:2:7: row 2, column \"title\": the row lacks this column, "
                + "which earlier rows have and which has no default"
        )
        #expect(
            problem("[{\"id\":1},\n{\"id\":2,\"title\":\"x\"}]", into: table)
                == "things.x:2:17: row 2, column \"title\": the row has this column, "
                + "which earlier rows lack and which has no default"
        )
    }
}
