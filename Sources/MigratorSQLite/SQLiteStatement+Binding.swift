import CMigratorSQLite
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SQLiteStatement {
    /// Binds values by position; the statement keeps copies of them.
    func bind(_ values: [DatabaseCell]) throws(DatabaseFailure) {
        guard values.count == parameterCount else {
            throw DatabaseFailure(
                .wrongParameters,
                "the statement takes \(parameterCount) values and was given \(values.count)",
                statement: sql
            )
        }
        for (index, value) in values.enumerated() {
            if let reason = SQLiteValue.reasonNotToStore(value) {
                throw DatabaseFailure(.unsupported, "value \(index + 1): \(reason)", statement: sql)
            }
            let result = bind(value, at: Int32(index + 1))
            guard result == SQLITE_OK else { throw DatabaseFailure(result, on: database, statement: sql) }
        }
    }

    private func bind(_ value: DatabaseCell, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(pointer, index)
        case .bool(let value): sqlite3_bind_int64(pointer, index, value ? 1 : 0)
        case .int(let value): sqlite3_bind_int64(pointer, index, value)
        case .double(let value): sqlite3_bind_double(pointer, index, value)
        case .blob(let bytes):
            bytes.withUnsafeBytes { bytes in
                // A null pointer would bind a null.
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(pointer, index, 0)
                    : sqlite3_bind_blob64(pointer, index, bytes.baseAddress, UInt64(bytes.count), Self.copied)
            }
        case .text(let text), .decimal(let text), .json(let text): bind(text, at: index)
        case .uuid(let uuid): bind(uuid.text, at: index)
        case .date(let date): bind(date.description, at: index)
        case .time(let time): bind(time.description, at: index)
        case .timestamp(let timestamp), .timestampTZ(let timestamp): bind(timestamp.description, at: index)
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        text.withCString { start in
            sqlite3_bind_text64(pointer, index, start, UInt64(text.utf8.count), Self.copied, UInt8(SQLITE_UTF8))
        }
    }

    /// Binds rows of a batch one after the other; their text and bytes must stay where they are until the run ends.
    ///
    /// - Returns: `false` if a cell holds what SQLite would turn into a null.
    func bind(_ cells: UnsafeBufferPointer<RowBatch.Cell>.SubSequence, bytes: UnsafeRawBufferPointer) -> Bool {
        // Text of no bytes needs an address too, as a null pointer would bind a null.
        let base = bytes.baseAddress ?? UnsafeRawPointer(pointer)
        var index: Int32 = 0
        for cell in cells {
            index += 1
            switch cell.kind {
            case .null: sqlite3_bind_null(pointer, index)
            case .int: sqlite3_bind_int64(pointer, index, Int64(bitPattern: cell.bits))
            case .double:
                let number = Double(bitPattern: cell.bits)
                guard !number.isNaN else { return false }
                sqlite3_bind_double(pointer, index, number)
            case .text:
                let start = (base + Int(cell.bits)).assumingMemoryBound(to: CChar.self)
                sqlite3_bind_text64(pointer, index, start, UInt64(cell.length), nil, UInt8(SQLITE_UTF8))
            case .blob:
                sqlite3_bind_blob64(pointer, index, base + Int(cell.bits), UInt64(cell.length), nil)
            }
        }
        return true
    }

    /// `SQLITE_TRANSIENT`, a cast that Swift does not import.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
