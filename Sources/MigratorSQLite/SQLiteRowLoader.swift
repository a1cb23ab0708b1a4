import CMigratorSQLite
import MigratorDatabase

/// Inserts batches of rows of the same columns.
///
/// Multi-row statements save the work that SQLite does once for each statement; beyond 50 rows there is little left
/// to save.
struct SQLiteRowLoader {
    let columns: [String]

    private static let rowsAtOnce = 50

    private let database: OpaquePointer
    private let single: SQLiteStatement
    private let multiple: SQLiteStatement
    private let rowsPerStatement: Int
    /// Whether a row that is not refused is a row that is kept, so that these can be counted.
    private let keepsEveryRow: Bool

    init(
        _ table: TableName,
        columns: [String],
        _ conflict: BulkConflict,
        on database: OpaquePointer
    ) throws(DatabaseFailure) {
        let names = columns.map(TableName.quote).joined(separator: ", ")
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        // FAIL keeps the rows before the one that is refused, which the transaction undoes anyway: SQLite then needs no
        // journal of each statement, whose writing takes longer than the load itself.
        let sql = "INSERT OR FAIL INTO \(table.quoted) (\(names)) VALUES "
        let mostValues = Int(sqlite3_limit(database, SQLITE_LIMIT_VARIABLE_NUMBER, -1))
        self.columns = columns
        self.database = database
        rowsPerStatement = max(1, min(Self.rowsAtOnce, mostValues / columns.count))
        keepsEveryRow = conflict == .fail
        let clause = conflict.clause(columns)
        single = try SQLiteStatement(sql + row + clause, on: database, willBeKept: true)
        let rows = Array(repeating: row, count: rowsPerStatement).joined(separator: ", ")
        multiple = try SQLiteStatement(sql + rows + clause, on: database, willBeKept: true)
    }

    /// Inserts all rows of a batch.
    func load(
        _ batch: RowBatch,
        from source: any BulkSource,
        _ interrupter: SQLiteInterrupter
    ) throws {
        // The statements point into the batch, so they must let go of it before it changes.
        defer {
            single.reset()
            multiple.reset()
        }
        try batch.cells.withUnsafeBufferPointer { cells in
            try batch.bytes.withUnsafeBytes { bytes in
                let insertion = Insertion(loader: self, cells: cells, bytes: bytes, source: source)
                var row = 0
                while row < batch.rowCount {
                    guard !interrupter.isCancelled else { throw DatabaseFailure.cancelled(single.sql) }
                    let count = batch.rowCount - row < rowsPerStatement ? 1 : rowsPerStatement
                    try insertion.insert(row..<row + count)
                    row += count
                }
            }
        }
    }

    /// The batch while its memory is held still.
    private struct Insertion {
        let loader: SQLiteRowLoader
        let cells: UnsafeBufferPointer<RowBatch.Cell>
        let bytes: UnsafeRawBufferPointer
        let source: any BulkSource

        func insert(_ rows: Range<Int>) throws(DatabaseFailure) {
            let statement = rows.count == 1 ? loader.single : loader.multiple
            let width = loader.columns.count
            defer { statement.rewind() }
            let isStorable = statement.bind(cells[rows.lowerBound * width..<rows.upperBound * width], bytes: bytes)
            guard isStorable else {
                let problem = "SQLite has no NaN and would store a null"
                let error = DatabaseFailure(.unsupported, problem, statement: statement.sql)
                return try explain(error, rows, kept: 0)
            }
            let result = statement.step()
            guard result != SQLITE_DONE else { return }
            let kept = loader.keepsEveryRow ? Int(sqlite3_changes(loader.database)) : 0
            try explain(statement.error(result), rows, kept: kept)
        }

        /// Finds the row that an error is about: the one after those that were kept, or if the statement was undone as
        /// a whole, the one that fails when its rows go one by one.
        private func explain(_ error: DatabaseFailure, _ rows: Range<Int>, kept: Int) throws(DatabaseFailure) {
            // Interrupted or out of space is no row's fault, and with the transaction gone nothing may be written.
            guard !Self.isNoRowsFault(error.code), sqlite3_get_autocommit(loader.database) == 0 else { throw error }
            guard rows.count == 1 || (1..<rows.count).contains(kept) else {
                loader.multiple.rewind()
                for row in rows { try insert(row..<row + 1) }
                return
            }
            let row = rows.count == 1 ? rows.lowerBound : rows.lowerBound + kept
            throw DatabaseFailure(
                error.code,
                "\(source.describe(row: row)): \(error.message)",
                statement: error.statement,
                resultCode: error.resultCode,
                constraint: error.constraint,
                detail: error.detail
            )
        }

        private static func isNoRowsFault(_ code: DatabaseFailure.Code) -> Bool {
            [.cancelled, .busy, .diskFull, .io, .corrupt, .readOnly].contains(code)
        }
    }
}
