import CMigratorSQLite
import MigratorDatabase

/// A compiled statement; belongs to one connection and is used on its executor only.
final class SQLiteStatement {
    let sql: String
    /// Whether it reads or changes rows: only such a statement may be kept and run again, since a PRAGMA may do its
    /// work while it is compiled.
    let isDML: Bool
    let parameterCount: Int

    let pointer: OpaquePointer
    let database: OpaquePointer
    private let isReadOnly: Bool
    private var columns: [Column] = []
    private var columnsVersion: Int32 = -1

    struct Column {
        let name: String
        let kind: ColumnKind
    }

    /// Compiles the one statement of a text.
    init(_ sql: String, on database: OpaquePointer, willBeKept: Bool = false) throws(DatabaseFailure) {
        let flags = willBeKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        var compiled: OpaquePointer?
        let length = sql.utf8.count
        var rest = length
        let result = sql.withCString { start -> Int32 in
            var tail: UnsafePointer<CChar>?
            // With the zero at its end SQLite need not copy it; a text that is too long for the count is so for SQLite.
            let result = sqlite3_prepare_v3(database, start, Int32(clamping: length + 1), flags, &compiled, &tail)
            if let tail { rest = min(tail - start, length) }
            return result
        }
        guard result == SQLITE_OK else { throw DatabaseFailure(result, on: database, statement: sql) }
        guard let compiled else { throw DatabaseFailure(.syntax, "the statement is empty", statement: sql) }
        guard rest == length || SQLText.isBlank(sql.utf8.dropFirst(rest)) else {
            sqlite3_finalize(compiled)
            throw DatabaseFailure(.syntax, "more than one statement at once; run them one by one", statement: sql)
        }
        self.sql = sql
        self.database = database
        pointer = compiled
        parameterCount = Int(sqlite3_bind_parameter_count(compiled))
        isReadOnly = sqlite3_stmt_readonly(compiled) != 0
        isDML = SQLText.isDML(sql)
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// Takes one step and returns SQLite's result.
    func step() -> Int32 {
        sqlite3_step(pointer)
    }

    /// Ends the run, so that the statement holds neither locks nor values.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// Makes the statement ready for the next run, whose values replace all of this.
    func rewind() {
        sqlite3_reset(pointer)
    }

    /// How many rows the run that just ended changed.
    var changes: Int {
        // For other statements SQLite still tells the number of the last one.
        isDML && !isReadOnly ? Int(sqlite3_changes64(database)) : 0
    }

    /// The error that the last step gave.
    func error(_ result: Int32) -> DatabaseFailure {
        DatabaseFailure(result, on: database, statement: sql, mayHoldValues: isDML)
    }

    // MARK: Rows

    /// The columns of the row at hand.
    func rowColumns() -> [Column] {
        // SQLite compiles anew when the schema has changed, and `*` may then have other columns.
        let version = sqlite3_stmt_status(pointer, SQLITE_STMTSTATUS_REPREPARE, 0)
        if version != columnsVersion {
            columnsVersion = version
            columns = (0..<sqlite3_column_count(pointer)).map { index in
                Column(
                    name: sqlite3_column_name(pointer, index).map { String(cString: $0) } ?? "",
                    kind: ColumnKind(
                        sqliteDeclaredType: sqlite3_column_decltype(pointer, index).map { String(cString: $0) } ?? ""
                    )
                )
            }
        }
        return columns
    }

    /// The values of the row at hand.
    func rowValues() -> [DatabaseCell] {
        let columns = rowColumns()
        return columns.indices.map { value(at: Int32($0), as: columns[$0].kind) }
    }

    private func value(at index: Int32, as kind: ColumnKind) -> DatabaseCell {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER: SQLiteValue.value(sqlite3_column_int64(pointer, index), as: kind)
        case SQLITE_FLOAT: SQLiteValue.value(sqlite3_column_double(pointer, index), as: kind)
        case SQLITE_TEXT: SQLiteValue.value(text(at: index), as: kind)
        case SQLITE_BLOB: .blob(blob(at: index))
        default: .null
        }
    }

    private func text(at index: Int32) -> String {
        let start = sqlite3_column_text(pointer, index)
        return String(
            decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index))),
            as: UTF8.self
        )
    }

    private func blob(at index: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(pointer, index)
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, index))))
    }
}
