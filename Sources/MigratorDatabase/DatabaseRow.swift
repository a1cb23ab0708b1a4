import MigratorSystem

/// A source of rows' values, each of which is read when it is asked for.
///
/// A driver that gets an answer in one piece need not take apart the rows and columns that are not used.
package protocol RowSource: AnyObject, Sendable {
    /// The value at a row's and a column's index, both from 0, which must exist.
    func value(row: Int, column: Int) -> DatabaseCell
}

/// A row that a query gave: values by position or by column name.
public struct DatabaseRow: Sendable {
    /// The names of the columns, in the query's order.
    public let columns: [String]
    private let contents: Contents

    private enum Contents {
        case values([DatabaseCell])
        case row(Int, of: any RowSource)
    }

    /// Creates a row; both arrays must be of one length.
    public init(columns: [String], values: [DatabaseCell]) {
        self.columns = columns
        contents = .values(values)
    }

    /// Creates a row whose values stay where they are; it keeps the whole of them in memory.
    package init(columns: [String], row: Int, of source: any RowSource) {
        self.columns = columns
        contents = .row(row, of: source)
    }

    /// The values, in the columns' order.
    public var values: [DatabaseCell] {
        switch contents {
        case .values(let values): values
        case .row: columns.indices.map { self[$0] }
        }
    }

    /// The value at a position that is there, from 0.
    public subscript(position: Int) -> DatabaseCell {
        switch contents {
        case .values(let values): values[position]
        case .row(let row, let source): source.value(row: row, column: position)
        }
    }

    /// The value of the first column of this name, or `nil` if the row has no such column.
    public subscript(name: String) -> DatabaseCell? {
        columns.firstIndex { $0.isExactly(name) }.map { self[$0] }
    }

    /// Returns the value of a column as a Swift type.
    ///
    /// - Throws: `DatabaseFailure` with code `.wrongType` if there is no such column or the value is of another type;
    ///   ask for an optional where the column may be null.
    @inlinable
    public func get<Value: DatabaseDecodable>(
        _ name: String,
        as type: Value.Type = Value.self
    ) throws(DatabaseFailure) -> Value {
        guard let value = self[name] else {
            throw DatabaseFailure(.wrongType, "the query gave no column named \(name)")
        }
        return try Self.decode(value, name)
    }

    /// Returns the value at a position, from 0: where rows are many, to look for names takes longer than to read them.
    ///
    /// - Throws: As ``get(_:as:)``.
    @inlinable
    package func get<Value: DatabaseDecodable>(
        at position: Int,
        as type: Value.Type = Value.self
    ) throws(DatabaseFailure) -> Value {
        guard columns.indices.contains(position) else {
            throw DatabaseFailure(.wrongType, "the query gave no column \(position)")
        }
        return try Self.decode(self[position], columns[position])
    }

    @inlinable
    static func decode<Value: DatabaseDecodable>(
        _ value: DatabaseCell,
        _ name: String
    ) throws(DatabaseFailure) -> Value {
        guard let decoded = Value(databaseCell: value) else {
            throw DatabaseFailure(.wrongType, "column \(name) holds \(value.typeName), which is no \(Value.self)")
        }
        return decoded
    }
}

extension DatabaseCell {
    /// The name of the case, for messages that must not show the value.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int: "an integer"
        case .double: "a floating-point number"
        case .decimal: "a decimal"
        case .text: "text"
        case .blob: "bytes"
        case .uuid: "a uuid"
        case .json: "json"
        case .date: "a date"
        case .time: "a time"
        case .timestamp: "a timestamp"
        case .timestampTZ: "a timestamp with zone"
        }
    }
}
