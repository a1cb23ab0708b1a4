import MigratorDatabase

private struct SourceFailure: Error {}

extension DriverConformance {
    static let bulkLoads: [Named] = [
        (
            "bulkLoad loads every kind of cell",
            { session in
                let connection = session.connection
                let (text, double, blob) = (
                    session.dialect.textType, session.dialect.doubleType, session.dialect.blobType
                )
                try await session.create("id bigint, \"odd \"\"name\"\"\" \(text), number \(double), data \(blob)")
                let progress = MadeRows.Progress()
                let source = MadeRows(2345, progress: progress) { row, batch in
                    batch.columns = ["id", "odd \"name\"", "number", "data"]
                    batch.append(Int64(row))
                    row % 7 == 0 ? batch.appendNull() : batch.append(text: row % 5 == 0 ? "" : "né \(row)\t\\N\n")
                    batch.append(Double(row) / 4)
                    [UInt8](repeating: 0xFF, count: row % 3).withUnsafeBytes { batch.append(blob: $0) }
                }
                try await connection.begin()
                let count = try await connection.bulkLoad(
                    into: TableName(session.table),
                    from: source,
                    onConflict: .fail
                )
                try await connection.commit()
                try expectEqual(count, 2345, "rows loaded")
                try expectEqual(progress.all, [1000, 2000, 2345], "progress")
                let rows = try await connection.query("SELECT * FROM \(session.table) ORDER BY id")
                try expectEqual(rows.count, 2345, "rows stored")
                for (row, stored) in rows.enumerated() {
                    let text: DatabaseCell = row % 7 == 0 ? .null : .text(row % 5 == 0 ? "" : "né \(row)\t\\N\n")
                    let bytes = [UInt8](repeating: 0xFF, count: row % 3)
                    let expected: [DatabaseCell] = [.int(Int64(row)), text, .double(Double(row) / 4), .blob(bytes)]
                    try expectEqual(stored.values, expected, "row \(row)")
                }
            }
        ),
        (
            "bulkLoad tells columns apart by their bytes",
            { session in
                // The same letter in its two spellings.
                let text = session.dialect.textType
                try await session.create("id bigint, \"\u{E9}\" \(text), \"e\u{301}\" \(text)")
                let source = MadeRows(2, perBatch: 1) { row, batch in
                    batch.columns = ["id", row == 0 ? "\u{E9}" : "e\u{301}"]
                    batch.append(Int64(row))
                    batch.append(text: "v\(row)")
                }
                try await session.connection.begin()
                _ = try await session.connection.bulkLoad(
                    into: TableName(session.table),
                    from: source,
                    onConflict: .fail
                )
                try await session.connection.commit()
                let sql = "SELECT \"\u{E9}\", \"e\u{301}\" FROM \(session.table) ORDER BY id"
                let rows = try await session.connection.query(sql)
                let expected: [[DatabaseCell]] = [["v0", nil], [nil, "v1"]]
                try expectEqual(rows.map(\.values), expected, "rows")
            }
        ),
        (
            "bulkLoad takes batches of different columns",
            { session in
                let text = session.dialect.textType
                try await session.create("id bigint, a \(text), b \(text)")
                let source = MadeRows(4, perBatch: 1) { row, batch in
                    batch.columns = row < 2 ? ["id", "a"] : ["b", "id"]
                    if row < 2 { batch.append(Int64(row)) }
                    batch.append(text: "v\(row)")
                    if row >= 2 { batch.append(Int64(row)) }
                }
                try await session.connection.begin()
                _ = try await session.connection.bulkLoad(
                    into: TableName(session.table),
                    from: source,
                    onConflict: .fail
                )
                try await session.connection.commit()
                let rows = try await session.connection.query("SELECT a, b FROM \(session.table) ORDER BY id")
                let expected: [[DatabaseCell]] = [["v0", nil], ["v1", nil], [nil, "v2"], [nil, "v3"]]
                try expectEqual(rows.map(\.values), expected, "rows")
            }
        ),
        (
            "bulkLoad belongs in a transaction and is undone with it",
            { session in
                let connection = session.connection
                try await session.create("id bigint")
                try await expectError(.wrongTransactionState, from: "bulkLoad without a transaction") {
                    try await connection.bulkLoad(into: TableName(session.table), from: ids(3), onConflict: .fail)
                }
                try await connection.begin()
                _ = try await connection.bulkLoad(into: TableName(session.table), from: ids(3000), onConflict: .fail)
                try await connection.rollback()
                try expectEqual(try await session.rowCount(), 0, "rows after a rollback")
                try await connection.begin()
                let none = try await connection.bulkLoad(
                    into: TableName(session.table),
                    from: ids(0),
                    onConflict: .fail
                )
                try await connection.commit()
                try expectEqual(none, 0, "rows of an empty source")
            }
        ),
        (
            "bulkLoad names the row that a constraint refuses",
            { session in
                let connection = session.connection
                try await session.create("id bigint UNIQUE, secret \(session.dialect.textType)")
                for (bad, duplicate) in [(1, 0), (777, 3), (1503, 1502), (2049, 100)] {
                    try await connection.begin()
                    let error = try await expectError(.uniqueViolation, from: "loading a row twice") {
                        let source = MadeRows(2050) { row, batch in
                            batch.columns = ["id", "secret"]
                            batch.append(Int64(row == bad ? duplicate : row))
                            batch.append(text: "hunter2")
                        }
                        return try await connection.bulkLoad(
                            into: TableName(session.table),
                            from: source,
                            onConflict: .fail
                        )
                    }
                    try await connection.rollback()
                    // A database that checks row by row names the row itself.
                    let text = "made row \(bad + 1)"
                    try expect(error.message.contains(text), "the message names no '\(text)': \(error.message)")
                    try expect(!"\(error)".contains("hunter2"), "the error shows a value: \(error)")
                    try expect(error.constraint != nil, "the error names no constraint")
                }
                try expectEqual(try await session.rowCount(), 0, "rows after all")
            }
        ),
        (
            "bulkLoad skips or updates rows that are there already",
            { session in
                let connection = session.connection
                let text = session.dialect.textType
                try await session.create("id bigint, part bigint, name \(text), note \(text), UNIQUE (id, part)")
                for (first, conflict) in [(0, BulkConflict.fail), (40, .skip), (80, .update(key: ["id", "part"]))] {
                    let source = MadeRows(60) { row, batch in
                        batch.columns = ["name", "part", "id"]
                        batch.append(text: "\(conflict == .fail ? "first" : conflict == .skip ? "second" : "third")")
                        batch.append(1 as Int64)
                        batch.append(Int64(first + row))
                    }
                    try await connection.begin()
                    let table = TableName(session.table)
                    let count = try await connection.bulkLoad(into: table, from: source, onConflict: conflict)
                    try await connection.commit()
                    try expectEqual(count, 60, "rows that the source gave")
                    try await connection.execute("UPDATE \(session.table) SET note = 'kept' WHERE id < 100")
                }
                let query =
                    "SELECT name, note, count(*) AS n FROM \(session.table) GROUP BY name, note ORDER BY min(id)"
                let rows = try await connection.query(query)
                let expected: [[DatabaseCell]] = [
                    ["first", "kept", 60], ["second", "kept", 20], ["third", "kept", 20], ["third", nil, 40],
                ]
                try expectEqual(rows.map(\.values), expected, "rows")
                try await connection.begin()
                let allKeys = MadeRows(3) { row, batch in
                    batch.columns = ["id", "part"]
                    batch.append(Int64(row))
                    batch.append(1 as Int64)
                }
                _ = try await connection.bulkLoad(
                    into: TableName(session.table),
                    from: allKeys,
                    onConflict: .update(key: ["part", "id"])
                )
                try await connection.commit()
                try expectEqual(try await session.rowCount(), 140, "rows after a load of keys alone")
            }
        ),
        (
            "bulkLoad fails on an unknown table or column",
            { session in
                try await session.create("other bigint")
                for table in [session.table, session.table + "_none"] {
                    try await session.connection.begin()
                    try await expectError(.undefinedObject, from: "loading into nothing") {
                        try await session.connection.bulkLoad(into: TableName(table), from: ids(1), onConflict: .fail)
                    }
                    try await session.connection.rollback()
                }
            }
        ),
        (
            "an error of the source passes through bulkLoad",
            { session in
                try await session.create("id bigint")
                try await session.connection.begin()
                let source = MadeRows(5000) { row, batch in
                    if row == 4500 { throw SourceFailure() }
                    batch.columns = ["id"]
                    batch.append(Int64(row))
                }
                do {
                    _ = try await session.connection.bulkLoad(
                        into: TableName(session.table),
                        from: source,
                        onConflict: .fail
                    )
                    throw ConformanceFailure(description: "an error of the source is swallowed")
                } catch is SourceFailure {}
                try await session.connection.rollback()
                try expectEqual(try await session.rowCount(), 0, "rows after a rollback")
            }
        ),
        (
            "cancelling the task stops bulkLoad",
            { session in
                let (connection, table) = (session.connection, TableName(session.table))
                try await session.create("id bigint")
                try await connection.begin()
                let loading = Task { try await connection.bulkLoad(into: table, from: ids(.max), onConflict: .fail) }
                try await Task.sleep(for: .milliseconds(50))
                loading.cancel()
                try await expectError(.cancelled, from: "a cancelled bulkLoad") { try await loading.value }
                try await connection.rollback()
                try expectEqual(try await session.rowCount(), 0, "rows after a rollback")
            }
        ),
    ]

    private static func ids(_ count: Int) -> sending MadeRows {
        MadeRows(count) { row, batch in
            batch.columns = ["id"]
            batch.append(Int64(row))
        }
    }
}
