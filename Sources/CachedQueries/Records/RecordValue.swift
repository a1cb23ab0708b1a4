public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value that a record holds in a column.
public protocol RecordValue: DatabaseDecodable {
    /// The value as the database stores it.
    var databaseCell: DatabaseCell { get }
}

extension Bool: RecordValue {
    /// A truth value.
    public var databaseCell: DatabaseCell { .bool(self) }
}

extension Int: RecordValue {
    /// A whole number.
    public var databaseCell: DatabaseCell { .int(Int64(self)) }
}

extension Double: RecordValue {
    /// A floating-point number.
    public var databaseCell: DatabaseCell { .double(self) }
}

extension String: RecordValue {
    /// Text.
    public var databaseCell: DatabaseCell { .text(self) }
}

extension UUID: RecordValue {
    /// A UUID.
    public var databaseCell: DatabaseCell { .uuid(self) }
}

extension Timestamp: RecordValue {
    /// A point in time.
    public var databaseCell: DatabaseCell { .timestampTZ(self) }
}

extension JSONText: RecordValue {
    /// A JSON document.
    public var databaseCell: DatabaseCell { .json(text) }
}

extension Optional: RecordValue where Wrapped: RecordValue {
    /// The value, or null.
    public var databaseCell: DatabaseCell { map(\.databaseCell) ?? .null }
}
