import CMigratorPostgres
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads values as the server writes them in text.
enum PostgresValue {
    /// The value of a type; what the driver has no case for stays text.
    static func value(_ bytes: UnsafeRawBufferPointer, type: PostgresType?) -> DatabaseCell {
        let typed: DatabaseCell? =
            switch type {
            case .bool: .bool(bytes.first == UInt8(ascii: "t"))
            case .int2, .int4, .int8, .oid: Int64(text(bytes)).map { .int($0) }
            case .float4: Float(text(bytes)).map { .double(Double($0)) }
            case .float8: Double(text(bytes)).map { .double($0) }
            case .numeric: .decimal(text(bytes))
            case .bytea: blob(bytes).map { .blob($0) }
            case .uuid: UUID(text: bytes).map { .uuid($0) }
            case .json, .jsonb: .json(text(bytes))
            case .date: CalendarText.date(bytes).map { .date($0) }
            case .time: CalendarText.time(bytes).map { .time($0) }
            case .timestamp:
                CalendarText.timestamp(bytes).flatMap { $0.hasZone ? nil : .timestamp($0.timestamp) }
            case .timestamptz: moment(bytes).map { .timestampTZ($0) }
            case .text, .varchar, .bpchar, .char, .name, nil: nil
            }
        return typed ?? .text(text(bytes))
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// A point in time with its offset; offsets of old times have seconds, too.
    private static func moment(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        if let zoned = CalendarText.timestamp(bytes) { return zoned.timestamp }
        guard bytes.count > 9 else { return nil }
        let tail = Array(bytes.suffix(9))
        let sign: Int64 = tail[0] == UInt8(ascii: "-") ? -1 : 1
        guard tail[0] == UInt8(ascii: "-") || tail[0] == UInt8(ascii: "+"),
            let offset = CalendarText.time(tail.dropFirst()),
            let local = CalendarText.timestamp(bytes.dropLast(9))
        else { return nil }
        return Timestamp(microseconds: local.timestamp.microseconds - sign * offset.microseconds)
    }

    /// Bytes in hexadecimal after `\x`.
    private static func blob(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard bytes.count >= 2, bytes.count.isMultiple(of: 2), bytes[0] == UInt8(ascii: "\\"),
            bytes[1] == UInt8(ascii: "x")
        else { return nil }
        var isHexadecimal = true
        let blob = [UInt8](unsafeUninitializedCapacity: bytes.count / 2 - 1) { buffer, count in
            for index in buffer.indices {
                let (high, low) = (digit(bytes[2 * index + 2]), digit(bytes[2 * index + 3]))
                isHexadecimal = isHexadecimal && high < 16 && low < 16
                buffer[index] = high << 4 | low
            }
            count = bytes.count / 2 - 1
        }
        return isHexadecimal ? blob : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: 0xFF
        }
    }
}
