public import CacheBridge
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension RecordFormat where Value: Codable {
    /// JSON with sorted names, which also takes the numbers that JSON has no text for.
    public static func record(_ shape: RecordShape, cost: (@Sendable (Value) -> Int)? = nil) -> RecordFormat {
        RecordFormat(
            shape: shape,
            encode: { value in
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                encoder.nonConformingFloatEncodingStrategy = .convertToString(
                    positiveInfinity: "inf",
                    negativeInfinity: "-inf",
                    nan: "nan"
                )
                return Array(try encoder.encode(value))
            },
            decode: { bytes in
                let decoder = JSONDecoder()
                decoder.nonConformingFloatDecodingStrategy = .convertFromString(
                    positiveInfinity: "inf",
                    negativeInfinity: "-inf",
                    nan: "nan"
                )
                return try decoder.decode(Value.self, from: Data(bytes))
            },
            cost: cost
        )
    }
}

extension RecordFormat where Value: CachedRecord {
    /// The format of one record of a table, its columns one after the other.
    public static var one: RecordFormat {
        RecordFormat(
            shape: RecordShape(Value.table.name, version: 2, fields: Value.fields),
            encode: { record in try Value.encode { columns in try record.write(to: &columns) } },
            decode: { bytes in try Value.decode(bytes) { columns in try Value(from: &columns) } },
            cost: { $0.memoryCost }
        )
    }
}

extension RowRecord {
    /// The format of a list of records, their columns one after the other.
    ///
    /// - Parameters:
    ///   - name: The name of the records.
    ///   - fields: The names and types of their columns; their digest is part of every key.
    /// - Returns: The format.
    public static func listFormat(_ name: String, _ fields: [(name: String, type: String)]) -> RecordFormat<[Self]> {
        RecordFormat(
            shape: RecordShape("\(name) list", version: 2, fields: fields),
            encode: { list in
                try encode { columns in
                    columns.append(count: list.count)
                    for record in list { try record.write(to: &columns) }
                }
            },
            decode: { bytes in
                try decode(bytes) { columns in
                    let count = try columns.count()
                    var list: [Self] = []
                    list.reserveCapacity(min(count, 1024))
                    for _ in 0..<count { list.append(try Self(from: &columns)) }
                    return list
                }
            },
            cost: { list in list.reduce(32) { $0 + $1.memoryCost } }
        )
    }

    fileprivate init(from columns: inout RecordColumns) throws(DatabaseFailure) {
        self = .blank
        try visit(&columns)
    }

    fileprivate func write(to columns: inout RecordColumns) throws(DatabaseFailure) {
        var record = self
        try record.visit(&columns)
    }

    fileprivate static func encode(_ body: (inout RecordColumns) throws -> Void) throws -> [UInt8] {
        var columns = RecordColumns.bytes
        try body(&columns)
        return columns.bytes
    }

    fileprivate static func decode<Value>(
        _ bytes: [UInt8],
        _ body: (inout RecordColumns) throws -> Value
    ) throws -> Value {
        try bytes.withUnsafeBytes { bytes in
            var columns = RecordColumns(bytes)
            let value = try body(&columns)
            guard columns.isAtEnd else { throw RecordColumns.unreadable("their end") }
            return value
        }
    }
}

extension CachedRecord {
    /// A list of records of a table.
    public static var listFormat: RecordFormat<[Self]> { listFormat(table.name, fields) }
}
