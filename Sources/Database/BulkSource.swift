/// A stream of rows that a driver pulls while it loads them, on its own executor.
public protocol BulkSource: AnyObject {
    /// Fills the batch with the next rows, which all have the batch's columns; an empty batch ends the stream.
    ///
    /// The driver empties the batch before each call. A source bounds a batch by rows and bytes, so that loading
    /// needs memory for a batch and not for the whole.
    func next(into batch: inout RowBatch) throws

    /// Describes a row of the last batch for an error message, such as `races.json: row 17 (line 18)`.
    func describe(row: Int) -> String

    /// Hears how many rows are loaded so far, after each batch.
    func loaded(rows: Int)
}

/// What a bulk load does with a row whose key is there already.
public enum BulkConflict: Hashable, Sendable {
    /// The load fails.
    case fail
    /// The row that is there stays.
    case skip
    /// The row that is there takes the new values, found by these columns.
    case update(key: [String])
}
