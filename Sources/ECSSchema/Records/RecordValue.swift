public import Database

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a record holds in a column.
public protocol RecordValue: DatabaseDecodable {
    /// The value as the database stores it.
    var databaseValue: DatabaseValue { get }
}

extension Bool: RecordValue {
    /// A truth value.
    public var databaseValue: DatabaseValue { .bool(self) }
}

extension Int: RecordValue {
    /// A whole number.
    public var databaseValue: DatabaseValue { .int(Int64(self)) }
}

extension Double: RecordValue {
    /// A floating-point number.
    public var databaseValue: DatabaseValue { .double(self) }
}

extension String: RecordValue {
    /// Text.
    public var databaseValue: DatabaseValue { .text(self) }
}

extension UUID: RecordValue {
    /// A UUID.
    public var databaseValue: DatabaseValue { .uuid(self) }
}

extension Timestamp: RecordValue {
    /// A point in time.
    public var databaseValue: DatabaseValue { .timestampTZ(self) }
}

extension JSONText: RecordValue {
    /// A JSON document.
    public var databaseValue: DatabaseValue { .json(text) }
}

extension Optional: RecordValue where Wrapped: RecordValue {
    /// The value, or null.
    public var databaseValue: DatabaseValue { map(\.databaseValue) ?? .null }
}
