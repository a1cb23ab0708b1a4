#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A Swift type that a database value can be read as.
public protocol DatabaseDecodable {
    /// Reads the value, or returns `nil` if it is of another type or out of range.
    init?(databaseCell: DatabaseCell)
}

extension Bool: DatabaseDecodable {
    /// Reads a truth value, or 0 or 1 as SQLite stores it.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        switch databaseCell {
        case .bool(let value): self = value
        case .int(0): self = false
        case .int(1): self = true
        default: return nil
        }
    }
}

extension Int64: DatabaseDecodable {
    /// Reads a whole number.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        guard case .int(let value) = databaseCell else { return nil }
        self = value
    }
}

extension Int: DatabaseDecodable {
    /// Reads a whole number.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        guard case .int(let value) = databaseCell else { return nil }
        self.init(exactly: value)
    }
}

extension Double: DatabaseDecodable {
    /// Reads a floating-point or a whole number.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        switch databaseCell {
        case .double(let value): self = value
        case .int(let value): self.init(exactly: value)
        default: return nil
        }
    }
}

extension String: DatabaseDecodable {
    /// Reads text, or the text of a json or decimal value.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        switch databaseCell {
        case .text(let value), .json(let value), .decimal(let value): self = value
        default: return nil
        }
    }
}

extension [UInt8]: DatabaseDecodable {
    /// Reads bytes.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        guard case .blob(let value) = databaseCell else { return nil }
        self = value
    }
}

extension UUID: DatabaseDecodable {
    /// Reads a UUID, or its text.
    public init?(databaseCell: DatabaseCell) {
        switch databaseCell {
        case .uuid(let value): self = value
        case .text(let value): self.init(text: value)
        default: return nil
        }
    }
}

extension CalendarDate: DatabaseDecodable {
    /// Reads a date, or its text.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        switch databaseCell {
        case .date(let value): self = value
        case .text(let value): self.init(value)
        default: return nil
        }
    }
}

extension Timestamp: DatabaseDecodable {
    /// Reads a timestamp with or without a zone, or its text.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        switch databaseCell {
        case .timestamp(let value), .timestampTZ(let value): self = value
        case .text(let value): self.init(value)
        default: return nil
        }
    }
}

extension Optional: DatabaseDecodable where Wrapped: DatabaseDecodable {
    /// Reads null as `nil`, and anything else as the wrapped type.
    @inlinable
    public init?(databaseCell: DatabaseCell) {
        if case .null = databaseCell {
            self = .none
        } else if let value = Wrapped(databaseCell: databaseCell) {
            self = .some(value)
        } else {
            return nil
        }
    }
}
