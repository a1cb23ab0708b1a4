public import MigratorDatabase
import MigratorSystem

extension PostgresSession {
    /// Loads rows by `COPY`, in binary where the driver knows all the columns' types, a batch at a time.
    ///
    /// Must be called in a transaction. A row that a constraint refuses is named by the source's description of it, or
    /// if the server does not tell it, by the first and the last row of its batch. With a conflict action the rows go
    /// through a temporary table; of rows with the same key in a batch `.update` takes the last.
    /// - Returns: the number of rows that the source gave.
    /// - Throws: `DatabaseFailure`, or an error of the source.
    public func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict conflict: BulkConflict
    ) async throws -> Int {
        // The source's error travels in the result, as interruptible work throws database errors alone.
        let outcome = try await interruptibly { handle throws(DatabaseFailure) in
            guard handle.isLost || handle.isInTransaction else {
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
        _ handle: PostgresHandle
    ) throws -> Int {
        var loader: PostgresRowLoader?
        do {
            return try load(into: table, from: source, conflict, handle, &loader)
        } catch {
            // No answer may be left for the next statement.
            loader?.drain()
            throw error
        }
    }

    private func load(
        into table: TableName,
        from source: any BulkSource,
        _ conflict: BulkConflict,
        _ handle: PostgresHandle,
        _ loader: inout PostgresRowLoader?
    ) throws -> Int {
        var batch = RowBatch()
        var buffer = CopyBuffer()
        var count = 0
        while true {
            try handle.checkReady(nil)
            batch.removeAll()
            do {
                try source.next(into: &batch)
            } catch {
                // The server's errors about the rows before it come first.
                try loader?.settle(source)
                throw error
            }
            guard batch.rowCount > 0 else {
                try loader?.finish(source)
                return count
            }
            if loader?.columns.isExactly(batch.columns) != true {
                try loader?.finish(source)
                loader = try PostgresRowLoader(table, columns: batch.columns, conflict, on: handle)
            }
            try loader?.load(batch, after: count, from: source, &buffer)
            count += batch.rowCount
            source.loaded(rows: count)
        }
    }
}
