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
    @inlinable public var databaseCell: DatabaseCell { .bool(self) }
}

extension Int: RecordValue {
    /// A whole number.
    @inlinable public var databaseCell: DatabaseCell { .int(Int64(self)) }
}

extension Double: RecordValue {
    /// A floating-point number.
    @inlinable public var databaseCell: DatabaseCell { .double(self) }
}

extension String: RecordValue {
    /// Text.
    @inlinable public var databaseCell: DatabaseCell { .text(self) }
}

extension UUID: RecordValue {
    /// A UUID.
    @inlinable public var databaseCell: DatabaseCell { .uuid(self) }
}

extension Timestamp: RecordValue {
    /// A point in time.
    @inlinable public var databaseCell: DatabaseCell { .timestampTZ(self) }
}

extension JSONText: RecordValue {
    /// A JSON document.
    @inlinable public var databaseCell: DatabaseCell { .json(text) }
}

extension Optional: RecordValue where Wrapped: RecordValue {
    /// The value, or null.
    @inlinable public var databaseCell: DatabaseCell {
        // A key path would be made anew at each call.
        guard case .some(let value) = self else { return .null }
        return value.databaseCell
    }
}
