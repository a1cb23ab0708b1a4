// The functions of SQLite that are used here, under their own names; all fail until it is loaded.

#if os(Linux)
import CMigratorSQLite

// MARK: Opening and closing

private let openV2: sqlite3_open_v2_function? = LibSQLite.function("sqlite3_open_v2")
func sqlite3_open_v2(
    _ path: UnsafePointer<CChar>?,
    _ database: UnsafeMutablePointer<OpaquePointer?>?,
    _ flags: Int32,
    _ system: UnsafePointer<CChar>?
) -> Int32 { openV2?(path, database, flags, system) ?? SQLITE_CANTOPEN }

private let closeV2: sqlite3_close_v2_function? = LibSQLite.function("sqlite3_close_v2")
@discardableResult
func sqlite3_close_v2(_ database: OpaquePointer?) -> Int32 { closeV2?(database) ?? SQLITE_OK }

private let busyHandler: sqlite3_busy_handler_function? = LibSQLite.function("sqlite3_busy_handler")
@discardableResult
func sqlite3_busy_handler(
    _ database: OpaquePointer?,
    _ handler: (@convention(c) (UnsafeMutableRawPointer?, Int32) -> Int32)?,
    _ context: UnsafeMutableRawPointer?
) -> Int32 { busyHandler?(database, handler, context) ?? SQLITE_ERROR }

private let progressHandler: sqlite3_progress_handler_function? = LibSQLite.function("sqlite3_progress_handler")
func sqlite3_progress_handler(
    _ database: OpaquePointer?,
    _ steps: Int32,
    _ handler: (@convention(c) (UnsafeMutableRawPointer?) -> Int32)?,
    _ context: UnsafeMutableRawPointer?
) { progressHandler?(database, steps, handler, context) }

private let interrupt: sqlite3_interrupt_function? = LibSQLite.function("sqlite3_interrupt")
func sqlite3_interrupt(_ database: OpaquePointer?) { interrupt?(database) }

private let sleep: sqlite3_sleep_function? = LibSQLite.function("sqlite3_sleep")
@discardableResult
func sqlite3_sleep(_ milliseconds: Int32) -> Int32 { sleep?(milliseconds) ?? 0 }

private let limit: sqlite3_limit_function? = LibSQLite.function("sqlite3_limit")
func sqlite3_limit(_ database: OpaquePointer?, _ category: Int32, _ value: Int32) -> Int32 {
    limit?(database, category, value) ?? 0
}

private let getAutocommit: sqlite3_get_autocommit_function? = LibSQLite.function("sqlite3_get_autocommit")
func sqlite3_get_autocommit(_ database: OpaquePointer?) -> Int32 { getAutocommit?(database) ?? 1 }

private let changes: sqlite3_changes_function? = LibSQLite.function("sqlite3_changes")
func sqlite3_changes(_ database: OpaquePointer?) -> Int32 { changes?(database) ?? 0 }

private let changes64: sqlite3_changes64_function? = LibSQLite.function("sqlite3_changes64")
func sqlite3_changes64(_ database: OpaquePointer?) -> Int64 { changes64?(database) ?? 0 }

// MARK: Errors

private let errmsg: sqlite3_errmsg_function? = LibSQLite.function("sqlite3_errmsg")
func sqlite3_errmsg(_ database: OpaquePointer?) -> UnsafePointer<CChar>? { errmsg?(database) }

private let errstr: sqlite3_errstr_function? = LibSQLite.function("sqlite3_errstr")
func sqlite3_errstr(_ result: Int32) -> UnsafePointer<CChar>? { errstr?(result) }

private let errorOffset: sqlite3_error_offset_function? = LibSQLite.function("sqlite3_error_offset")
func sqlite3_error_offset(_ database: OpaquePointer?) -> Int32 { errorOffset?(database) ?? -1 }

private let systemErrno: sqlite3_system_errno_function? = LibSQLite.function("sqlite3_system_errno")
func sqlite3_system_errno(_ database: OpaquePointer?) -> Int32 { systemErrno?(database) ?? 0 }

// MARK: Statements

private let prepareV3: sqlite3_prepare_v3_function? = LibSQLite.function("sqlite3_prepare_v3")
func sqlite3_prepare_v3(
    _ database: OpaquePointer?,
    _ sql: UnsafePointer<CChar>?,
    _ count: Int32,
    _ flags: UInt32,
    _ statement: UnsafeMutablePointer<OpaquePointer?>?,
    _ tail: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> Int32 { prepareV3?(database, sql, count, flags, statement, tail) ?? SQLITE_ERROR }

private let finalize: sqlite3_finalize_function? = LibSQLite.function("sqlite3_finalize")
@discardableResult
func sqlite3_finalize(_ statement: OpaquePointer?) -> Int32 { finalize?(statement) ?? SQLITE_OK }

private let step: sqlite3_step_function? = LibSQLite.function("sqlite3_step")
func sqlite3_step(_ statement: OpaquePointer?) -> Int32 { step?(statement) ?? SQLITE_ERROR }

private let reset: sqlite3_reset_function? = LibSQLite.function("sqlite3_reset")
@discardableResult
func sqlite3_reset(_ statement: OpaquePointer?) -> Int32 { reset?(statement) ?? SQLITE_OK }

private let stmtReadonly: sqlite3_stmt_readonly_function? = LibSQLite.function("sqlite3_stmt_readonly")
func sqlite3_stmt_readonly(_ statement: OpaquePointer?) -> Int32 { stmtReadonly?(statement) ?? 0 }

private let stmtStatus: sqlite3_stmt_status_function? = LibSQLite.function("sqlite3_stmt_status")
func sqlite3_stmt_status(_ statement: OpaquePointer?, _ counter: Int32, _ resets: Int32) -> Int32 {
    stmtStatus?(statement, counter, resets) ?? 0
}

// MARK: Parameters

private let clearBindings: sqlite3_clear_bindings_function? = LibSQLite.function("sqlite3_clear_bindings")
@discardableResult
func sqlite3_clear_bindings(_ statement: OpaquePointer?) -> Int32 { clearBindings?(statement) ?? SQLITE_OK }

private let bindParameterCount: sqlite3_bind_parameter_count_function? = LibSQLite.function(
    "sqlite3_bind_parameter_count"
)
func sqlite3_bind_parameter_count(_ statement: OpaquePointer?) -> Int32 { bindParameterCount?(statement) ?? 0 }

private let bindNull: sqlite3_bind_null_function? = LibSQLite.function("sqlite3_bind_null")
@discardableResult
func sqlite3_bind_null(_ statement: OpaquePointer?, _ place: Int32) -> Int32 {
    bindNull?(statement, place) ?? SQLITE_ERROR
}

private let bindInt64: sqlite3_bind_int64_function? = LibSQLite.function("sqlite3_bind_int64")
@discardableResult
func sqlite3_bind_int64(_ statement: OpaquePointer?, _ place: Int32, _ value: Int64) -> Int32 {
    bindInt64?(statement, place, value) ?? SQLITE_ERROR
}

private let bindDouble: sqlite3_bind_double_function? = LibSQLite.function("sqlite3_bind_double")
@discardableResult
func sqlite3_bind_double(_ statement: OpaquePointer?, _ place: Int32, _ value: Double) -> Int32 {
    bindDouble?(statement, place, value) ?? SQLITE_ERROR
}

private let bindZeroblob: sqlite3_bind_zeroblob_function? = LibSQLite.function("sqlite3_bind_zeroblob")
@discardableResult
func sqlite3_bind_zeroblob(_ statement: OpaquePointer?, _ place: Int32, _ count: Int32) -> Int32 {
    bindZeroblob?(statement, place, count) ?? SQLITE_ERROR
}

private let bindBlob64: sqlite3_bind_blob64_function? = LibSQLite.function("sqlite3_bind_blob64")
@discardableResult
func sqlite3_bind_blob64(
    _ statement: OpaquePointer?,
    _ place: Int32,
    _ bytes: UnsafeRawPointer?,
    _ count: UInt64,
    _ free: sqlite3_destructor_type?
) -> Int32 { bindBlob64?(statement, place, bytes, count, free) ?? SQLITE_ERROR }

private let bindText64: sqlite3_bind_text64_function? = LibSQLite.function("sqlite3_bind_text64")
@discardableResult
func sqlite3_bind_text64(
    _ statement: OpaquePointer?,
    _ place: Int32,
    _ text: UnsafePointer<CChar>?,
    _ count: UInt64,
    _ free: sqlite3_destructor_type?,
    _ encoding: UInt8
) -> Int32 { bindText64?(statement, place, text, count, free, encoding) ?? SQLITE_ERROR }

// MARK: Columns

private let columnCount: sqlite3_column_count_function? = LibSQLite.function("sqlite3_column_count")
func sqlite3_column_count(_ statement: OpaquePointer?) -> Int32 { columnCount?(statement) ?? 0 }

private let columnName: sqlite3_column_name_function? = LibSQLite.function("sqlite3_column_name")
func sqlite3_column_name(_ statement: OpaquePointer?, _ column: Int32) -> UnsafePointer<CChar>? {
    columnName?(statement, column)
}

private let columnDecltype: sqlite3_column_decltype_function? = LibSQLite.function("sqlite3_column_decltype")
func sqlite3_column_decltype(_ statement: OpaquePointer?, _ column: Int32) -> UnsafePointer<CChar>? {
    columnDecltype?(statement, column)
}

private let columnType: sqlite3_column_type_function? = LibSQLite.function("sqlite3_column_type")
func sqlite3_column_type(_ statement: OpaquePointer?, _ column: Int32) -> Int32 {
    columnType?(statement, column) ?? SQLITE_NULL
}

private let columnInt64: sqlite3_column_int64_function? = LibSQLite.function("sqlite3_column_int64")
func sqlite3_column_int64(_ statement: OpaquePointer?, _ column: Int32) -> Int64 {
    columnInt64?(statement, column) ?? 0
}

private let columnDouble: sqlite3_column_double_function? = LibSQLite.function("sqlite3_column_double")
func sqlite3_column_double(_ statement: OpaquePointer?, _ column: Int32) -> Double {
    columnDouble?(statement, column) ?? 0
}

private let columnText: sqlite3_column_text_function? = LibSQLite.function("sqlite3_column_text")
func sqlite3_column_text(_ statement: OpaquePointer?, _ column: Int32) -> UnsafePointer<UInt8>? {
    columnText?(statement, column)
}

private let columnBlob: sqlite3_column_blob_function? = LibSQLite.function("sqlite3_column_blob")
func sqlite3_column_blob(_ statement: OpaquePointer?, _ column: Int32) -> UnsafeRawPointer? {
    columnBlob?(statement, column)
}

private let columnBytes: sqlite3_column_bytes_function? = LibSQLite.function("sqlite3_column_bytes")
func sqlite3_column_bytes(_ statement: OpaquePointer?, _ column: Int32) -> Int32 {
    columnBytes?(statement, column) ?? 0
}
#endif
