package import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Values of columns as bytes, one after the other: a mark, then a number in as few bytes as it needs, 8 or 16 bytes
/// as they are, or a length and as many bytes.
package enum ValueBytes {
    private enum Mark: UInt8 {
        case null, no, yes, int, double, text, json, blob, uuid, timestamp
    }

    /// Appends a value.
    package static func append(_ value: DatabaseCell, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(Mark.null.rawValue)
        case .bool(let value): bytes.append((value ? Mark.yes : .no).rawValue)
        case .int(let value):
            bytes.append(Mark.int.rawValue)
            append(count: zigzag(value), to: &bytes)
        case .double(let value):
            bytes.append(Mark.double.rawValue)
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        case .text(let text), .decimal(let text): append(.text, text, to: &bytes)
        case .json(let text): append(.json, text, to: &bytes)
        case .blob(let blob):
            bytes.append(Mark.blob.rawValue)
            append(count: UInt64(blob.count), to: &bytes)
            bytes += blob
        case .uuid(let value):
            bytes.append(Mark.uuid.rawValue)
            withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) }
        // A decoder of dates and times reads their text as well.
        case .date(let date): append(.text, date.description, to: &bytes)
        case .time(let time): append(.text, time.description, to: &bytes)
        case .timestamp(let moment), .timestampTZ(let moment):
            bytes.append(Mark.timestamp.rawValue)
            append(count: zigzag(moment.microseconds), to: &bytes)
        }
    }

    /// Appends a number, the small ones in one byte.
    package static func append(count: UInt64, to bytes: inout [UInt8]) {
        var rest = count
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func append(_ mark: Mark, _ text: String, to bytes: inout [UInt8]) {
        bytes.append(mark.rawValue)
        append(count: UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func zigzag(_ number: Int64) -> UInt64 {
        UInt64(bitPattern: number << 1 ^ number >> 63)
    }

    /// Bytes that are read from their front.
    package struct Source {
        private var bytes: UnsafeRawBufferPointer.SubSequence

        package init(_ bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes[...]
        }

        /// Whether all bytes are read.
        package var isEmpty: Bool { bytes.isEmpty }

        /// The next value; `nil` if the bytes are none.
        package mutating func value() -> DatabaseCell? {
            guard let mark = bytes.popFirst().flatMap(Mark.init) else { return nil }
            switch mark {
            case .null: return .null
            case .no: return .bool(false)
            case .yes: return .bool(true)
            case .int: return integer().map { .int($0) }
            case .double:
                return take(8).map { bytes in
                    .double(Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))))
                }
            case .text: return text().map { .text($0) }
            case .json: return text().map { .json($0) }
            case .blob: return count().flatMap { take($0) }.map { .blob(Array($0)) }
            case .uuid: return take(16).map { .uuid(UUID(uuid: $0.loadUnaligned(as: uuid_t.self))) }
            case .timestamp: return integer().map { .timestampTZ(Timestamp(microseconds: $0)) }
            }
        }

        /// The next count, which is no greater than the number of bytes that are left: each thing counted has one.
        package mutating func count() -> Int? {
            number().flatMap { $0 <= bytes.count ? Int($0) : nil }
        }

        private mutating func number() -> UInt64? {
            var number: UInt64 = 0
            for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
                guard let byte = bytes.popFirst() else { return nil }
                number |= UInt64(byte & 0x7F) << shift
                if byte & 0x80 == 0 { return number }
            }
            return nil
        }

        private mutating func integer() -> Int64? {
            number().map { Int64(bitPattern: $0 >> 1 ^ (0 &- ($0 & 1))) }
        }

        private mutating func text() -> String? {
            count().flatMap { take($0) }.map { String(decoding: $0, as: UTF8.self) }
        }

        private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
            guard count <= bytes.count else { return nil }
            defer { bytes = bytes.dropFirst(count) }
            return UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
        }
    }
}
