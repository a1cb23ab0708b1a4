import CLibPQ
import Database

/// Copies batches of rows of the same columns into a table.
///
/// Each batch is a COPY of its own, so that an error can be put down to a row; for a thousand rows that costs next to
/// nothing. While the server works on one, the source makes the next.
struct PostgresRowLoader {
    let columns: [String]

    private let handle: PostgresHandle
    /// What is copied into: the table, or a temporary one.
    private let target: TableName
    private let names: String
    private let types: [Oid]
    /// Moves the rows from the temporary table into the other.
    private let merge: String?
    /// The COPY that the server has not answered yet.
    private var pending: Pending?

    private struct Pending {
        let sql: String
        /// The number of its first row among all, from 0.
        let firstRow: Int
        let rowCount: Int
    }

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
        merge = conflict.merge(from: temporary, into: table, columns)
        // Of these columns alone, without constraints, which the table itself will check.
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
    ) throws(DatabaseError) {
        let isBinary = try fill(&buffer, batch, source)
        try settle(source)
        let sql = "COPY \(target.quoted) (\(names)) FROM STDIN" + (isBinary ? " (FORMAT binary)" : "")
        pending = Pending(sql: sql, firstRow: count, rowCount: batch.rowCount)
        try begin(sql, batch.image?.bytes ?? buffer.bytes, source)
        guard let merge else { return }
        try settle(source)
        do throws(DatabaseError) {
            _ = try handle.run(merge)
        } catch {
            throw error.placed(Self.places(batch, source))
        }
        try handle.runScript("TRUNCATE \(target.quoted)")
    }

    /// Encodes a batch that is not encoded yet; says whether its form is the binary one.
    private mutating func fill(
        _ buffer: inout CopyBuffer,
        _ batch: RowBatch,
        _ source: any BulkSource
    ) throws(DatabaseError) -> Bool {
        guard batch.image == nil else { return true }
        // What has no binary form, such as a number out of range, goes as text: the server then says what is wrong.
        let isBinary = buffer.fillBinary(batch, types)
        if !isBinary {
            do throws(DatabaseError) {
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
    mutating func finish(_ source: any BulkSource) throws(DatabaseError) {
        try settle(source)
        if merge != nil { try handle.runScript("DROP TABLE \(target.quoted)") }
    }

    /// Hears what became of the COPY that was sent.
    mutating func settle(_ source: any BulkSource) throws(DatabaseError) {
        guard let copy = pending else { return }
        var failure: DatabaseError?
        while let result = try handle.nextResult(copy.sql) {
            guard result.status != PGRES_COMMAND_OK else { continue }
            failure = failure ?? self.failure(result, of: copy, source)
        }
        pending = nil
        if let failure { throw failure }
        guard !handle.isLost else { throw handle.lost(copy.sql) }
    }

    /// Passes over what the server still has to say.
    mutating func drain() {
        guard let copy = pending else { return }
        pending = nil
        while let result = try? handle.nextResult(copy.sql) { _ = result }
    }

    // MARK: COPY

    private mutating func begin(_ sql: String, _ bytes: [UInt8], _ source: any BulkSource) throws(DatabaseError) {
        try handle.checkReady(sql)
        guard PQsendQuery(handle.connection, sql) != 0 else { throw handle.sendingFailed(sql) }
        try handle.flush(sql)
        guard let result = try handle.nextResult(sql) else { throw handle.lost(sql) }
        guard result.status == PGRES_COPY_IN else {
            // Before it begins nothing is any row's fault.
            let failure = DatabaseError(result, on: handle, statement: sql)
            drain()
            throw failure
        }
        try put(bytes, sql)
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

    private func failure(_ result: PostgresResult, of copy: Pending, _ source: any BulkSource) -> DatabaseError {
        DatabaseError(result, on: handle, statement: copy.sql, place: place(of: result, copy, source))
    }

    /// The row that an error is about, by the context `COPY name, line 3, …`, whose words depend on the language.
    private func place(of result: PostgresResult, _ copy: Pending, _ source: any BulkSource) -> String? {
        guard !handle.isLost, result.field(.sqlState) != "57014" else { return nil }
        let start = "COPY \(target.name), "
        for line in (result.field(.context) ?? "").split(separator: "\n") where line.hasPrefix(start) {
            let digits = line.dropFirst(start.count).drop { !$0.isNumber }.prefix { $0.isNumber }
            guard let number = Int(digits), (1...copy.rowCount).contains(number) else { break }
            return source.describe(pastRow: copy.firstRow + number - 1)
        }
        guard copy.rowCount > 1 else { return source.describe(pastRow: copy.firstRow) }
        let last = source.describe(pastRow: copy.firstRow + copy.rowCount - 1)
        return "\(source.describe(pastRow: copy.firstRow)) to \(last)"
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
