/// A stream of rows that a driver pulls while it loads them, on its own executor.
public protocol BulkSource: AnyObject {
    /// Fills the batch with the next rows and returns their columns, which are the same each time; an empty batch ends
    /// the stream.
    ///
    /// The caller empties the batch before, and may give another one each time. A source bounds a batch by rows and
    /// bytes, so that loading needs memory for a batch and not for the whole.
    func next(into batch: inout RowBatch) throws

    /// Describes a row of the last batch for an error message, such as `races.json: row 17 (line 18)`.
    func describe(row: Int) -> String

    /// Describes a row that has gone by, counted from the first of all, from 0; may read all again up to it.
    ///
    /// For drivers that hear of an error only when the source is further on.
    func describe(pastRow row: Int) -> String

    /// Hears how many rows are loaded so far, after each batch.
    func loaded(rows: Int)

    /// Sees each batch of cells as it is loaded, and the driver's own encoding of it, where it has made one.
    ///
    /// A batch with that encoding as its image loads the same rows into a table of the same columns and types.
    func sees(_ batch: RowBatch, encoded: [UInt8]?)
}

extension BulkSource {
    /// Does nothing.
    public func sees(_ batch: RowBatch, encoded: [UInt8]?) {}

    /// The row's number.
    public func describe(pastRow row: Int) -> String { "row \(row + 1)" }
}
