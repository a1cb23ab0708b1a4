package import MigratorDatabase

/// The rows of a payload as the batches that a driver loads.
package final class PayloadSource: BulkSource {
    private let rows: any PayloadRows
    /// Opens the rows anew from the first, if they can be.
    private let again: (() throws -> any PayloadRows)?
    private let options: PayloadOptions
    private var matcher: ColumnMatcher
    private var shape = RowShape.none
    private let scratch = PayloadScratch()
    private var rowCount = 0
    /// Whether a row was read that did not fit the batch's columns.
    private var holdsRow = false
    private var isAtEnd = false
    private var firstOfBatch = 1
    private var starts: [Int] = []

    package init(
        _ rows: any PayloadRows,
        again: (() throws -> any PayloadRows)? = nil,
        into target: PayloadTarget,
        options: PayloadOptions
    ) {
        self.rows = rows
        self.again = again
        self.options = options
        matcher = ColumnMatcher(target)
    }

    package func next(into batch: inout RowBatch) throws {
        firstOfBatch = (holdsRow ? 0 : 1) + rowCount
        starts.removeAll(keepingCapacity: true)
        batch.columns = shape.columns
        if holdsRow {
            holdsRow = false
            try append(to: &batch)
        }
        while starts.count < options.batchRows, batch.bytes.count < options.batchBytes, !isAtEnd {
            switch try rows.advance(mayRefill: starts.isEmpty) {
            case .refill:
                return
            case .end:
                try finish()
            case .row:
                rowCount += 1
                if !shape.fits(rows.fields) {
                    shape = try newShape()
                    guard starts.isEmpty else {
                        holdsRow = true
                        return
                    }
                    batch.columns = shape.columns
                }
                try append(to: &batch)
            }
        }
    }

    private func append(to batch: inout RowBatch) throws {
        starts.append(rows.rowStart)
        let fields = rows.fields
        let values = fields.values
        let scratch = self.scratch
        var failed = 0
        do throws(CellProblem) {
            try shape.encoders.withUnsafeBufferPointer { encoders throws(CellProblem) in
                for index in encoders.indices {
                    failed = index
                    try encoders[index].encode(values[encoders[index].slot], into: &batch, scratch)
                }
            }
        } catch {
            let field = values[shape.encoders[failed].slot]
            throw rows.error(error.message, row: rowCount, column: shape.columns[failed], at: field.beginning)
        }
    }

    private func newShape() throws -> RowShape {
        let fields = rows.fields
        do {
            return try matcher.shape(of: fields)
        } catch {
            let slot = error.column.flatMap { name in fields.filledSlots.first { fields.names[$0] == name } }
            let field = slot ?? fields.filledSlots.first
            let start = field.map { fields.values[$0].beginning }
            throw rows.error(error.message, row: rowCount, column: error.column, at: start)
        }
    }

    private func finish() throws {
        isAtEnd = true
        if rowCount == 0, !rows.fields.names.isEmpty {
            do {
                try matcher.checkNames(rows.fields.names)
            } catch {
                throw rows.error(error.message, row: 0, column: error.column, at: nil)
            }
        }
        options.receipt?.fill(
            PayloadSummary(rows: rowCount, bytes: rows.bytes?.read ?? 0, digest: rows.digest)
        )
    }

    package func describe(row: Int) -> String {
        guard starts.indices.contains(row) else { return rows.describe(row: firstOfBatch + row, start: 0) }
        return rows.describe(row: firstOfBatch + row, start: starts[row])
    }

    package func describe(pastRow row: Int) -> String {
        guard let rows = try? again?() else { return self.rows.describe(row: row + 1, start: 0) }
        var number = 0
        while number <= row {
            guard let step = try? rows.advance(mayRefill: true) else { break }
            switch step {
            case .row: number += 1
            case .refill: continue
            case .end: number = row + 1
            }
        }
        return rows.describe(row: row + 1, start: rows.rowStart)
    }

    package func loaded(rows count: Int) {
        guard let progress = options.progress else { return }
        let bytes = rows.bytes
        progress(PayloadProgress(rows: count, bytesRead: bytes?.read, totalBytes: bytes?.total))
    }
}
