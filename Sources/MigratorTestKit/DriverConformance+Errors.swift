import MigratorDatabase

extension DriverConformance {
    static let errors: [Named] = [
        (
            "violated constraints have their codes and names",
            { session in
                let connection = session.connection
                let (table, text) = (session.table, session.dialect.textType)
                try await session.create(
                    """
                    id bigint PRIMARY KEY, code \(text) CONSTRAINT \(table)_code UNIQUE, name \(text) NOT NULL,
                    age bigint CONSTRAINT \(table)_age CHECK (age >= 0)
                    """
                )
                try await connection.execute(
                    """
                    CREATE TABLE \(table)_child
                    (id bigint, parent bigint CONSTRAINT \(table)_parent REFERENCES \(table) (id))
                    """
                )
                let insert = "INSERT INTO \(table) VALUES (\(session.parameters(4)))"
                try await connection.execute(insert, [1, "a", "first", 0])

                let twice = try await expectError(.uniqueViolation, from: "a code twice") {
                    try await connection.execute(insert, [2, "a", "second", 0])
                }
                let unique = session.dialect.namesUniqueConstraints ? "\(table)_code" : "\(table).code"
                try expectEqual(twice.constraint, unique, "the unique constraint")
                try expectEqual(twice.statement, insert, "the statement")
                try await expectError(.uniqueViolation, from: "a primary key twice") {
                    try await connection.execute(insert, [1, "b", "second", 0])
                }
                try await expectError(.notNullViolation, from: "a missing name") {
                    try await connection.execute(insert, [2, "b", nil, 0])
                }
                let negative = try await expectError(.checkViolation, from: "a negative age") {
                    try await connection.execute(insert, [2, "b", "second", -1])
                }
                try expectEqual(negative.constraint, "\(table)_age", "the check")
                let orphan = try await expectError(.foreignKeyViolation, from: "a child without its parent") {
                    try await connection.execute("INSERT INTO \(table)_child VALUES (1, 99)")
                }
                if session.dialect.namesForeignKeys {
                    try expectEqual(orphan.constraint, "\(table)_parent", "the foreign key")
                }
                try await connection.execute("INSERT INTO \(table)_child VALUES (1, 1)")
                try await expectError(.foreignKeyViolation, from: "deleting a parent") {
                    try await connection.execute("DELETE FROM \(table)")
                }
            }
        ),
        (
            "malformed and misdirected statements have their codes",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                try await expectError(.syntax, from: "SELEC") { try await connection.query("SELEC 1") }
                try await expectError(.syntax, from: "half a statement") { try await connection.query("SELECT (") }
                try await expectError(.undefinedObject, from: "an unknown table") {
                    try await connection.query("SELECT * FROM \(session.table)_none")
                }
                try await expectError(.undefinedObject, from: "an unknown column") {
                    try await connection.query("SELECT missing FROM \(session.table)")
                }
                try await expectError(.duplicateObject, from: "a table twice") {
                    try await session.create("id bigint")
                }
                try await expectError(.duplicateObject, from: "a column twice") {
                    try await connection.execute("ALTER TABLE \(session.table) ADD COLUMN id bigint")
                }
            }
        ),
        (
            "an error says where in the statement, in characters",
            { session in
                let error = try await expectError(.syntax, from: "WHEER") {
                    try await session.connection.query("SELECT 'é🏴' AS x FROM (SELECT 1) AS y WHEER 1 = 1")
                }
                // The word follows 38 characters, some of more than one byte.
                try expectEqual(error.position, 39, "the position")
            }
        ),
        (
            "no error shows a value",
            { session in
                let connection = session.connection
                let secret = "hunter2-\(session.table)"
                try await session.create(
                    """
                    id bigint PRIMARY KEY, secret \(session.dialect.textType) UNIQUE
                    CONSTRAINT \(session.table)_short CHECK (length(secret) < 30)
                    """
                )
                let insert = "INSERT INTO \(session.table) VALUES (\(session.parameters(2)))"
                try await connection.execute(insert, [1, .text(secret)])
                let attempts: [[DatabaseCell]] = [
                    [2, .text(secret)], [3, .text(secret + secret)], [.text(secret), "x"],
                    [nil, .text(secret + "\u{FFFD}" + secret)],
                    [2, .text(secret), .text(secret)],
                ]
                for values in attempts {
                    do {
                        try await connection.execute(insert, values)
                    } catch let error as DatabaseFailure {
                        try expect(!"\(error)".contains("hunter2"), "an error shows a value: \(error)")
                        try expect(!error.message.contains("hunter2"), "a message shows a value: \(error.message)")
                        try expect(error.constraint?.contains("hunter2") != true, "a constraint shows a value")
                    }
                }
            }
        ),
    ]
}
