import CMigratorPostgres
import MigratorDatabase

/// Copies batches of rows of the same columns into a table.
///
/// Some batches go by one COPY, since each begins and ends with the server waiting; while the server works on one, the
/// source makes the next.
struct PostgresRowLoader {
    let columns: [String]

    private let handle: PostgresHandle
    /// The table that is copied into: the table itself, or a temporary one.
    private let copyTable: TableName
    private let names: String
    private let types: [Oid]
    /// Moves the rows from the temporary table into the other.
    private let merge: String?
    /// How many batches go by one COPY.
    private let limit: Int
    /// The COPY that takes rows.
    private var open: Copy?
    /// The COPY that has ended, and that the server has not answered yet.
    private var pending: Copy?

    private struct Copy {
        let sql: String
        let isBinary: Bool
        /// The number of its first row among all, from 0.
        let firstRow: Int
        var rowCount = 0
        var batchCount = 0
    }

    private static let chunk = 1 << 18

    init(
        _ table: TableName,
        columns: [String],
        _ conflict: BulkConflict,
        on handle: PostgresHandle
    ) throws(DatabaseFailure) {
        self.columns = columns
        self.handle = handle
        names = columns.map(TableName.quote).joined(separator: ", ")
        // A domain shows as the type beneath it, whose binary form COPY takes as well.
        types = try handle.run("SELECT \(names) FROM \(table.quoted) LIMIT 0").types
        guard conflict != .fail else {
            copyTable = table
            merge = nil
            // An error of a trigger, a foreign key's too, is reported when the COPY ends, and without the row.
            let triggers = "SELECT 1 FROM pg_catalog.pg_class WHERE relhastriggers AND oid = $1::pg_catalog.regclass"
            limit = try handle.run(triggers, [.text(table.quoted)]).count == 0 ? 16 : 1
            return
        }
        limit = 1
        handle.lastID += 1
        let temporary = TableName("migrator_load_\(handle.lastID)", schema: "pg_temp")
        copyTable = temporary
        merge = conflict.merge(from: temporary, into: table, columns)
        // With these columns alone and without constraints, which the table itself will check.
        try handle.runScript(
            "CREATE TEMPORARY TABLE \(TableName.quote(temporary.name)) ON COMMIT DROP "
                + "AS SELECT \(names) FROM \(table.quoted) WITH NO DATA"
        )
    }

    /// Loads all rows of a batch; the server's answer is heard with the next one.
    mutating func load(
        _ batch: RowBatch,
        after count: Int,
        from source: any BulkSource,
        _ buffer: inout CopyBuffer
    ) throws(DatabaseFailure) {
        let isBinary = try fill(&buffer, batch, source)
        if let copy = open, copy.isBinary != isBinary || copy.batchCount == limit { try end() }
        if open == nil {
            try settle(source)
            try begin(isBinary, firstRow: count, source)
        }
        try put(batch.image?.bytes ?? buffer.bytes, of: batch.rowCount)
        guard let merge else { return }
        try settle(source)
        do throws(DatabaseFailure) {
            _ = try handle.run(merge)
        } catch {
            throw error.located(Self.span(batch, source))
        }
        try handle.runScript("TRUNCATE \(copyTable.quoted)")
    }

    /// Encodes a batch that is not encoded yet; says whether its form is the binary one.
    private mutating func fill(
        _ buffer: inout CopyBuffer,
        _ batch: RowBatch,
        _ source: any BulkSource
    ) throws(DatabaseFailure) -> Bool {
        guard batch.image == nil else { return true }
        // Values without a binary form, such as a number out of range, go as text: the server then reports the error.
        let isBinary = buffer.fillBinary(batch, types)
        if !isBinary {
            do throws(DatabaseFailure) {
                try buffer.fillText(batch, types, source)
            } catch {
                try settle(source)
                throw error
            }
        }
        source.sees(batch, encoded: isBinary ? buffer.bytes : nil)
        return isBinary
    }

    /// Waits for the last batch, and drops the temporary table, which would otherwise be there until the transaction
    /// ends.
    mutating func finish(_ source: any BulkSource) throws(DatabaseFailure) {
        try settle(source)
        if merge != nil { try handle.runScript("DROP TABLE \(copyTable.quoted)") }
    }

    /// Ends the COPY, and hears what became of it.
    mutating func settle(_ source: any BulkSource) throws(DatabaseFailure) {
        try end()
        guard let copy = pending else { return }
        var failure: DatabaseFailure?
        while let result = try handle.nextResult(copy.sql) {
            guard result.status != PGRES_COMMAND_OK else { continue }
            failure = failure ?? self.failure(result, of: copy, source)
        }
        pending = nil
        if let failure { throw failure }
        guard !handle.isLost else { throw handle.lost(copy.sql) }
    }

    /// Breaks the COPY off, and passes over what the server still has to say.
    mutating func drain() {
        if let copy = open { try? handle.finishCopy(error: "the rows that follow are not to be had", copy.sql) }
        guard let copy = open ?? pending else { return }
        (open, pending) = (nil, nil)
        while let result = try? handle.nextResult(copy.sql) { _ = result }
    }

    // MARK: COPY

    private mutating func begin(
        _ isBinary: Bool,
        firstRow: Int,
        _ source: any BulkSource
    ) throws(DatabaseFailure) {
        let sql = "COPY \(copyTable.quoted) (\(names)) FROM STDIN" + (isBinary ? " (FORMAT binary)" : "")
        let copy = Copy(sql: sql, isBinary: isBinary, firstRow: firstRow)
        try handle.checkReady(sql)
        guard PQsendQuery(handle.connection, sql) != 0 else { throw handle.sendingFailed(sql) }
        pending = copy
        try handle.flush(sql)
        guard let result = try handle.nextResult(sql) else { throw handle.lost(sql) }
        guard result.status == PGRES_COPY_IN else {
            // Before it begins nothing is any row's fault.
            let failure = DatabaseFailure(result, on: handle, statement: sql)
            drain()
            throw failure
        }
        (open, pending) = (copy, nil)
    }

    /// Sends a batch; of the binary ones between the first and the last, without signature and end.
    private mutating func put(_ bytes: [UInt8], of rowCount: Int) throws(DatabaseFailure) {
        guard var copy = open else { return }
        let start = copy.isBinary && copy.batchCount > 0 ? CopyBuffer.signature.count : 0
        let end = copy.isBinary ? bytes.count - CopyBuffer.end.count : bytes.count
        copy.rowCount += rowCount
        copy.batchCount += 1
        open = copy
        try put(bytes, start, end, copy)
        if open != nil { try handle.flush(copy.sql) }
    }

    private mutating func put(_ bytes: [UInt8], _ start: Int, _ end: Int, _ copy: Copy) throws(DatabaseFailure) {
        var offset = start
        while offset < end {
            let count = min(Self.chunk, end - offset)
            let result = bytes.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                return PQputCopyData(handle.connection, start.map { $0 + offset }, Int32(count))
            }
            switch result {
            case 1: offset += count
            case 0:
                try handle.wait(toWrite: true, copy.sql)
                PQconsumeInput(handle.connection)
            default:
                // The answer says why.
                (open, pending) = (nil, copy)
                return
            }
        }
    }

    /// Ends the COPY; what became of it is heard later.
    private mutating func end() throws(DatabaseFailure) {
        guard let copy = open else { return }
        if copy.isBinary { try put(CopyBuffer.end, 0, CopyBuffer.end.count, copy) }
        guard open != nil else { return }
        (open, pending) = (nil, copy)
        try handle.finishCopy(copy.sql)
    }

    // MARK: Errors

    private func failure(_ result: PostgresResult, of copy: Copy, _ source: any BulkSource) -> DatabaseFailure {
        DatabaseFailure(result, on: handle, statement: copy.sql, location: location(of: result, copy, source))
    }

    /// The row that an error is about, by the context `COPY name, line 3, …`, whose words depend on the language.
    private func location(of result: PostgresResult, _ copy: Copy, _ source: any BulkSource) -> String? {
        guard !handle.isLost, result.field(.sqlState) != "57014" else { return nil }
        let start = "COPY \(copyTable.name), "
        for line in (result.field(.context) ?? "").split(separator: "\n") where line.hasPrefix(start) {
            let digits = line.dropFirst(start.count).drop { !$0.isNumber }.prefix { $0.isNumber }
            guard let number = Int(digits), (1...copy.rowCount).contains(number) else { break }
            return source.describe(pastRow: copy.firstRow + number - 1)
        }
        guard copy.rowCount > 1 else { return source.describe(pastRow: copy.firstRow) }
        let last = source.describe(pastRow: copy.firstRow + copy.rowCount - 1)
        return "\(source.describe(pastRow: copy.firstRow)) to \(last)"
    }

    private static func span(_ batch: RowBatch, _ source: any BulkSource) -> String {
        guard batch.rowCount > 1 else { return source.describe(row: 0) }
        return "\(source.describe(row: 0)) to \(source.describe(row: batch.rowCount - 1))"
    }
}

extension DatabaseFailure {
    /// The same error with a row's description before its message.
    fileprivate func located(_ location: String) -> DatabaseFailure {
        guard ![.cancelled, .connectionLost].contains(code) else { return self }
        return DatabaseFailure(
            code,
            "\(location): \(message)",
            statement: statement,
            sqlState: sqlState,
            constraint: constraint,
            position: position,
            hint: hint,
            detail: detail
        )
    }
}
