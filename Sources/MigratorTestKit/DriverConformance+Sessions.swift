import MigratorDatabase

extension DriverConformance {
    static let sessions: [Named] = [
        (
            "columns(of:) describes a table",
            { session in
                let connection = session.connection
                try await session.create(
                    """
                    id bigint NOT NULL, name \(session.dialect.shortTextType) NOT NULL DEFAULT 'x',
                    price numeric(10, 2),
                    flag boolean, at timestamp, "when" \(session.dialect.timestampTZType), key uuid, doc json,
                    data \(session.dialect.blobType), number \(session.dialect.doubleType), small smallint,
                    twice bigint GENERATED ALWAYS AS (id * 2) STORED, day date, clock time,
                    note \(session.dialect.textType), PRIMARY KEY (id, name)
                    """
                )
                let kinds: [ColumnKind] = [
                    .integer(bits: 64), .text(maximumLength: 40), .decimal(precision: 10, scale: 2), .boolean,
                    .timestamp, .timestampTZ, .uuid, .json, .blob, .real(bits: 64), .integer(bits: 16),
                    .integer(bits: 64), .date, .time, .text(maximumLength: nil),
                ]
                let columns = try await connection.columns(of: TableName(session.table))
                try expectEqual(columns.map(\.kind), kinds, "kinds")
                try expectEqual(columns.prefix(6).map(\.name), ["id", "name", "price", "flag", "at", "when"], "names")
                let required = columns.filter { !$0.isNullable }.map(\.name)
                try expectEqual(required, ["id", "name"], "columns that may not be null")
                try expectEqual(columns.filter(\.isGenerated).map(\.name), ["twice"], "generated columns")
                let defaults = columns.filter { $0.hasDefault && !$0.isGenerated }.map(\.name)
                try expectEqual(defaults, ["name"], "columns with a default")
                let none = try await connection.columns(of: TableName(session.table + "_none"))
                try expect(none.isEmpty, "a table that does not exist has columns")
            }
        ),
        (
            "a closed connection refuses everything and closes twice",
            { session in
                let connection = try await session.connect()
                let statement = try await connection.prepare("SELECT 1")
                await connection.close()
                await connection.close()
                connection.cancel()
                await connection.discard(statement)
                try expectEqual(await connection.isInTransaction, false, "isInTransaction")
                try await expectError(.connectionLost, from: "a query") { try await connection.query("SELECT 1") }
                try await expectError(.connectionLost, from: "a prepared query") {
                    try await connection.query(statement, [])
                }
                try await expectError(.connectionLost, from: "begin") { try await connection.begin() }
                try await expectError(.connectionLost, from: "columns(of:)") {
                    try await connection.columns(of: TableName("t"))
                }
            }
        ),
        (
            "notices end when the connection closes",
            { session in
                let connection = try await session.connect()
                let notices = connection.notices()
                let listening = Task {
                    for await _ in notices {}
                }
                try await connection.execute("DROP TABLE IF EXISTS \(session.table)_none")
                await connection.close()
                await listening.value
            }
        ),
        (
            "calls from many tasks are done one after the other",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id: Int64 in 0..<50 {
                        group.addTask {
                            try await connection.execute(
                                "INSERT INTO \(session.table) VALUES (\(session.parameter))",
                                [.int(id)]
                            )
                        }
                    }
                    try await group.waitForAll()
                }
                try expectEqual(try await session.rowCount(), 50, "rows")
            }
        ),
    ]
}
