import MigratorDatabase

extension DriverConformance {
    static let statements: [Named] = [
        (
            "execute says how many rows it changed",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                let inserted = try await connection.execute("INSERT INTO \(session.table) VALUES (1), (2), (3)")
                try expectEqual(inserted, 3, "rows inserted")
                let altered = try await connection.execute("ALTER TABLE \(session.table) ADD COLUMN other bigint")
                try expectEqual(altered, 0, "rows changed by ALTER TABLE")
                let updated = try await connection.execute(
                    "UPDATE \(session.table) SET id = 9 WHERE id > \(session.parameter)",
                    [1]
                )
                try expectEqual(updated, 2, "rows updated")
                let none = try await connection.execute("DELETE FROM \(session.table) WHERE id = 0")
                try expectEqual(none, 0, "rows deleted where there were none")
            }
        ),
        (
            "statements in order are run up to the first that fails",
            { session in
                let connection = session.connection
                try await session.create("id bigint UNIQUE")
                let table = session.table
                let all = await connection.execute(inOrder: [
                    "INSERT INTO \(table) VALUES (1), (2)", "SELECT * FROM \(table)",
                    "DELETE FROM \(table) WHERE id = 2",
                ])
                try expectEqual(all.changes, [2, 0, 1], "changes")
                try expect(all.failure == nil, "an error of none: \(String(describing: all.failure))")
                let some = await connection.execute(inOrder: [
                    "INSERT INTO \(table) VALUES (3)", "INSERT INTO \(table) VALUES (1)",
                    "INSERT INTO \(table) VALUES (4)",
                ])
                try expectEqual(some.changes, [1], "changes before an error")
                try expectEqual(some.failure?.code, .uniqueViolation, "the error")
                try expectEqual(try await session.rowCount(), 2, "rows after an error")
                try expectEqual(await connection.execute(inOrder: []).changes, [], "changes of no statements")
                try await connection.begin()
                let begun = await connection.execute(inOrder: ["DELETE FROM \(table)", "nonsense", "SELECT 1"])
                try expectEqual(begun.failure?.code, .syntax, "an error in a transaction")
                try await connection.rollback()
                try expectEqual(try await session.rowCount(), 2, "rows after a rollback")
                // A statement that ends or begins a transaction is noticed at once.
                let opened = await connection.execute(inOrder: ["BEGIN", "DELETE FROM \(table)"])
                try expectEqual(opened.changes, [0], "changes when a transaction was opened")
                try expect(opened.failure == nil, "an error of BEGIN: \(String(describing: opened.failure))")
                try await connection.rollback()
            }
        ),
        (
            "a row has the columns of its query",
            { session in
                let query = "SELECT 1 AS one, 'two' AS \"a name\" UNION ALL SELECT 3, 'four' ORDER BY 1"
                let rows = try await session.connection.query(query)
                try expectEqual(rows.map(\.columns), [["one", "a name"], ["one", "a name"]], "columns")
                try expectEqual(rows.map { $0["a name"] }, [.text("two"), .text("four")], "values")
                let none = try await session.connection.query("SELECT 1 WHERE 1 = 0")
                try expect(none.isEmpty, "a query without rows gives \(none.count)")
            }
        ),
        (
            "statements in a row give the rows of each, in order",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                let answers = try await connection.query(pipelining: [
                    ("INSERT INTO \(session.table) VALUES (\(session.parameter))", [1]),
                    ("SELECT id FROM \(session.table)", []),
                    ("SELECT id FROM \(session.table) WHERE id = \(session.parameter)", [2]),
                    ("SELECT 'a' UNION ALL SELECT 'b'", []),
                ]) { index, rows in (index, rows.map(\.values)) }
                try expectEqual(answers.map(\.0), [0, 1, 2, 3], "indices")
                try expectEqual(answers.map(\.1), [[], [[1]], [], [["a"], ["b"]]], "rows")
                try await expectError(.undefinedObject, from: "the second of three statements") {
                    _ = try await connection.query(pipelining: [
                        ("SELECT 1", []), ("SELECT * FROM migrator_no_such_table", []), ("SELECT 2", []),
                    ]) { $1.count }
                }
                try expectEqual(try await connection.query("SELECT 3").map(\.values), [[3]], "rows after an error")
                try await expectError(.wrongType, from: "what reading the first rows throws") {
                    _ = try await connection.query(pipelining: [("SELECT 'x' AS a", []), ("SELECT 1 AS a", [])]) {
                        _,
                        rows throws(DatabaseFailure) in try rows[0].get("a", as: Int.self)
                    }
                }
                try expectEqual(try await connection.query("SELECT 4").map(\.values), [[4]], "rows after that")
            }
        ),
        (
            "calls made together are answered as alone",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                let count = try await connection.together {
                    try await connection.execute("INSERT INTO \(session.table) VALUES (1), (2)")
                    return try await connection.query("SELECT * FROM \(session.table)").count
                }
                try expectEqual(count, 2, "rows")
                try await expectError(.undefinedObject, from: "a call among others") {
                    try await connection.together {
                        _ = try await connection.query("SELECT * FROM migrator_no_such_table")
                    }
                }
                try expectEqual(try await connection.query("SELECT 5").map(\.values), [[5]], "rows after an error")
            }
        ),
        (
            "two statements at once are refused",
            { session in
                try await session.create("id bigint")
                let both = "INSERT INTO \(session.table) VALUES (1); INSERT INTO \(session.table) VALUES (2)"
                try await expectError(.syntax, from: "two statements in execute") {
                    try await session.connection.execute(both)
                }
                try await expectError(.syntax, from: "two statements in query") {
                    try await session.connection.query("SELECT 1; SELECT 2")
                }
                let rows = try await session.connection.query("SELECT * FROM \(session.table); -- the end")
                try expect(rows.isEmpty, "the first of two statements has run")
            }
        ),
        (
            "a statement without content is refused",
            { session in
                for text in ["", "  \n", "-- nothing", ";"] {
                    try await expectError(.syntax, from: "an empty statement") {
                        try await session.connection.execute(text)
                    }
                }
            }
        ),
        (
            "too few and too many values are refused",
            { session in
                try await session.create("a bigint, b bigint")
                let insert = "INSERT INTO \(session.table) VALUES (\(session.parameters(2)))"
                for values: [DatabaseCell] in [[], [1], [1, 2, 3]] {
                    try await expectError(.wrongParameters, from: "\(values.count) values for 2") {
                        try await session.connection.execute(insert, values)
                    }
                }
                try await session.connection.execute(insert, [1, 2])
            }
        ),
        (
            "a prepared statement runs again and again",
            { session in
                let connection = session.connection
                try await session.create("id bigint, name \(session.dialect.textType)")
                let insert = try await connection.prepare(
                    "INSERT INTO \(session.table) VALUES (\(session.parameters(2)))"
                )
                try expectEqual(insert.parameterCount, 2, "parameters")
                for id: Int64 in 1...20 {
                    let changed = try await connection.execute(insert, [.int(id), id == 7 ? nil : .text("n\(id)")])
                    try expectEqual(changed, 1, "rows inserted")
                }
                let find = try await connection.prepare(
                    "SELECT name FROM \(session.table) WHERE id = \(session.parameter)"
                )
                let seventh = try await connection.query(find, [7])
                let eighth = try await connection.query(find, [8])
                try expectEqual([seventh.first?["name"], eighth.first?["name"]], [.null, .text("n8")], "names")
                try await expectError(.wrongParameters, from: "a prepared statement without its value") {
                    try await connection.query(find, [])
                }
                await connection.discard(find)
                try await expectError(.undefinedObject, from: "a prepared statement that was discarded") {
                    try await connection.query(find, [8])
                }
                try await expectError(.undefinedObject, from: "preparing a statement on no table") {
                    try await connection.prepare("SELECT * FROM \(session.table)_none")
                }
            }
        ),
        (
            "a statement keeps nothing busy that later ones need",
            { session in
                let connection = session.connection
                try await session.create("id bigint UNIQUE")
                try await connection.begin()
                try await connection.execute("INSERT INTO \(session.table) VALUES (1), (2)")
                _ = try await connection.query("SELECT * FROM \(session.table)")
                try await connection.commit()
                try await expectError(.uniqueViolation, from: "a row twice") {
                    try await connection.execute("INSERT INTO \(session.table) VALUES (1)")
                }
                try await connection.execute("DROP TABLE \(session.table)")
            }
        ),
    ]
}
