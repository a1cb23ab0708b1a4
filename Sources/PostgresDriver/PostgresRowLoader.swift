import CLibPQ
import Database

/// Copies batches of rows of the same columns into a table.
///
/// Each batch is a COPY of its own, so that an error can be put down to a row while the source still knows it; for a
/// thousand rows that costs next to nothing.
struct PostgresRowLoader {
    let columns: [String]

    private let handle: PostgresHandle
    /// What is copied into: the table, or a temporary one.
    private let target: TableName
    private let names: String
    private let types: [Oid]
    /// Moves the rows from the temporary table into the other.
    private let merge: String?

    private static let chunk = 1 << 18

    init(
        _ table: TableName,
        columns: [String],
        _ conflict: BulkConflict,
        on handle: PostgresHandle
    ) throws(DatabaseError) {
        self.columns = columns
        self.handle = handle
        names = columns.map(TableName.quote).joined(separator: ", ")
        // A domain shows as the type beneath it, whose binary form COPY takes as well.
        types = try handle.run("SELECT \(names) FROM \(table.quoted) LIMIT 0").types
        guard conflict != .fail else {
            target = table
            merge = nil
            return
        }
        handle.lastID += 1
        let temporary = TableName("migrator_load_\(handle.lastID)", schema: "pg_temp")
        target = temporary
        merge = Self.merge(into: table, columns, from: temporary, conflict)
        // Of these columns alone, without constraints, which the table itself will check.
        try handle.runScript(
            "CREATE TEMPORARY TABLE \(TableName.quote(temporary.name)) ON COMMIT DROP "
                + "AS SELECT \(names) FROM \(table.quoted) WITH NO DATA"
        )
    }

    private static func merge(
        into table: TableName,
        _ columns: [String],
        from temporary: TableName,
        _ conflict: BulkConflict
    ) -> String {
        let names = columns.map(TableName.quote).joined(separator: ", ")
        let insert = "INSERT INTO \(table.quoted) (\(names)) OVERRIDING SYSTEM VALUE SELECT \(names) FROM "
        guard case .update(let key) = conflict else { return insert + "\(temporary.quoted) ON CONFLICT DO NOTHING" }
        let keys = key.map(TableName.quote)
        let target = keys.joined(separator: ", ")
        let others = columns.filter { !key.contains($0) }.map(TableName.quote)
        let action = others.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        // The server refuses to update a row twice in one statement, so the last of a key goes alone; rows with a null
        // in their key conflict with none. ctid is a row's place in the table, which is the order of loading.
        let anyNull = keys.map { "\($0) IS NULL" }.joined(separator: " OR ")
        let distinct = "\(target), CASE WHEN \(anyNull) THEN ctid END"
        let rows = "SELECT DISTINCT ON (\(distinct)) ctid AS migrator_row, * FROM \(temporary.quoted) "
        return insert + "(\(rows)ORDER BY \(distinct), ctid DESC) AS loaded ORDER BY migrator_row "
            + "ON CONFLICT (\(target)) DO " + (others.isEmpty ? "NOTHING" : "UPDATE SET \(action)")
    }

    /// Loads all rows of a batch.
    func load(_ batch: RowBatch, from source: any BulkSource, _ buffer: inout CopyBuffer) throws(DatabaseError) {
        // What has no binary form, such as a number out of range, goes as text: the server then says what is wrong.
        let isBinary = buffer.fillBinary(batch, types)
        if !isBinary { try buffer.fillText(batch, types, source) }
        let sql = "COPY \(target.quoted) (\(names)) FROM STDIN" + (isBinary ? " (FORMAT binary)" : "")
        try copy(buffer.bytes, sql) { result in
            DatabaseError(result, on: handle, statement: sql, place: place(of: result, batch, source))
        }
        guard let merge else { return }
        do throws(DatabaseError) {
            _ = try handle.run(merge)
        } catch {
            throw error.placed(Self.places(batch, source))
        }
        try handle.runScript("TRUNCATE \(target.quoted)")
    }

    /// Drops the temporary table, which would otherwise be there until the transaction ends.
    func finish() throws(DatabaseError) {
        if merge != nil { try handle.runScript("DROP TABLE \(target.quoted)") }
    }

    // MARK: COPY

    private func copy(
        _ bytes: [UInt8],
        _ sql: String,
        failure describe: (PostgresResult) -> DatabaseError
    ) throws(DatabaseError) {
        try handle.checkReady(sql)
        guard PQsendQuery(handle.connection, sql) != 0 else { throw handle.sendingFailed(sql) }
        try handle.flush(sql)
        var failure: DatabaseError?
        var hasBegun = false
        while let result = try handle.nextResult(sql) {
            switch result.status {
            case PGRES_COPY_IN:
                hasBegun = true
                try put(bytes, sql)
            case PGRES_COMMAND_OK: break
            // Before it begins nothing is any row's fault.
            default:
                failure =
                    failure ?? (hasBegun ? describe(result) : DatabaseError(result, on: handle, statement: sql))
            }
        }
        if let failure { throw failure }
        guard !handle.isLost else { throw handle.lost(sql) }
    }

    private func put(_ bytes: [UInt8], _ sql: String) throws(DatabaseError) {
        var offset = 0
        while offset < bytes.count {
            let count = min(Self.chunk, bytes.count - offset)
            let result = bytes.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                return PQputCopyData(handle.connection, start.map { $0 + offset }, Int32(count))
            }
            switch result {
            case 1: offset += count
            case 0:
                try handle.wait(toWrite: true, sql)
                PQconsumeInput(handle.connection)
            // The answer says why.
            default: return
            }
        }
        try handle.finishCopy(sql)
    }

    // MARK: Errors

    /// The row that an error is about, by the context `COPY name, line 3, …`, whose words depend on the language.
    private func place(of result: PostgresResult, _ batch: RowBatch, _ source: any BulkSource) -> String? {
        guard !handle.isLost, result.field(.sqlState) != "57014" else { return nil }
        let start = "COPY \(target.name), "
        for line in (result.field(.context) ?? "").split(separator: "\n") where line.hasPrefix(start) {
            let digits = line.dropFirst(start.count).drop { !$0.isNumber }.prefix { $0.isNumber }
            guard let number = Int(digits), (1...batch.rowCount).contains(number) else { break }
            return source.describe(row: number - 1)
        }
        return Self.places(batch, source)
    }

    private static func places(_ batch: RowBatch, _ source: any BulkSource) -> String {
        guard batch.rowCount > 1 else { return source.describe(row: 0) }
        return "\(source.describe(row: 0)) to \(source.describe(row: batch.rowCount - 1))"
    }
}

extension DatabaseError {
    /// The same error with a row's description before its message.
    fileprivate func placed(_ place: String) -> DatabaseError {
        guard ![.cancelled, .connectionLost].contains(code) else { return self }
        return DatabaseError(
            code,
            "\(place): \(message)",
            statement: statement,
            sqlState: sqlState,
            constraint: constraint,
            position: position,
            hint: hint,
            detail: detail
        )
    }
}
