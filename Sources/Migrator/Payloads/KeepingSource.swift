import MigratorDatabase

/// Passes on the batches of a source, and has the cache keep what the driver makes of them.
final class KeepingSource: BulkSource {
    private let source: any BulkSource
    private let keeper: PayloadKeeper

    init(_ source: sending any BulkSource, _ keeper: PayloadKeeper) {
        self.source = source
        self.keeper = keeper
    }

    func next(into batch: inout RowBatch) throws { try source.next(into: &batch) }

    func sees(_ batch: RowBatch, encoded: [UInt8]?) {
        keeper.keep(PayloadPart.bytes(of: batch, encoded: encoded))
    }

    func describe(row: Int) -> String { source.describe(row: row) }

    func describe(pastRow row: Int) -> String { source.describe(pastRow: row) }

    func loaded(rows: Int) { source.loaded(rows: rows) }
}
