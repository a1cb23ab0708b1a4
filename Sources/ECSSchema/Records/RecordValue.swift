public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a record holds in a column.
public protocol RecordValue: DatabaseDecodable {
    /// The value as the database stores it.
    var databaseValue: DatabaseCell { get }
}

extension Bool: RecordValue {
    /// A truth value.
    public var databaseValue: DatabaseCell { .bool(self) }
}

extension Int: RecordValue {
    /// A whole number.
    public var databaseValue: DatabaseCell { .int(Int64(self)) }
}

extension Double: RecordValue {
    /// A floating-point number.
    public var databaseValue: DatabaseCell { .double(self) }
}

extension String: RecordValue {
    /// Text.
    public var databaseValue: DatabaseCell { .text(self) }
}

extension UUID: RecordValue {
    /// A UUID.
    public var databaseValue: DatabaseCell { .uuid(self) }
}

extension Timestamp: RecordValue {
    /// A point in time.
    public var databaseValue: DatabaseCell { .timestampTZ(self) }
}

extension JSONText: RecordValue {
    /// A JSON document.
    public var databaseValue: DatabaseCell { .json(text) }
}

extension Optional: RecordValue where Wrapped: RecordValue {
    /// The value, or null.
    public var databaseValue: DatabaseCell { map(\.databaseValue) ?? .null }
}
