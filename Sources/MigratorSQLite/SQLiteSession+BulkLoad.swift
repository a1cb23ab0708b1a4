public import MigratorDatabase
import MigratorSystem

extension SQLiteSession {
    /// Loads rows by prepared statements of many rows each, straight from the batch's memory.
    ///
    /// Must be called in a transaction. A row that a constraint refuses is named by the source's description of it.
    /// - Returns: the number of rows that the source gave.
    /// - Throws: `DatabaseFailure`, or an error of the source.
    public func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict conflict: BulkConflict
    ) async throws -> Int {
        // The source's error travels in the result, as interruptible work throws database errors alone.
        let outcome = try await interruptibly { handle throws(DatabaseFailure) in
            guard handle.isInTransaction else {
                throw DatabaseFailure(.wrongTransactionState, "rows are loaded in a transaction; none is open")
            }
            return Result { try self.load(into: table, from: source, conflict, handle) }
        }
        return try outcome.get()
    }

    private func load(
        into table: TableName,
        from source: any BulkSource,
        _ conflict: BulkConflict,
        _ handle: SQLiteHandle
    ) throws -> Int {
        var batch = RowBatch()
        var loader: SQLiteRowLoader?
        var count = 0
        while true {
            guard !interrupter.isCancelled else { throw DatabaseFailure.cancelled() }
            batch.removeAll()
            try source.next(into: &batch)
            guard batch.rowCount > 0 else { return count }
            if loader?.columns.isExactly(batch.columns) != true {
                loader = try SQLiteRowLoader(table, columns: batch.columns, conflict, on: handle.database)
            }
            source.sees(batch, encoded: nil)
            try loader?.load(batch, from: source, interrupter)
            count += batch.rowCount
            source.loaded(rows: count)
        }
    }
}
