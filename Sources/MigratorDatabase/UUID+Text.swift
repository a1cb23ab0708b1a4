#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Foundation prints and scans with the C library's formats, which takes longer than most of what is done with a UUID,
/// and reads ` 1` or `+1` as two digits.
extension UUID {
    /// The 36 lower-case characters, as PostgreSQL writes them and SQLite holds them.
    package var text: String {
        withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: Self.textLength) { text in
                var place = 0
                for (index, byte) in bytes.enumerated() {
                    if Self.isGroupStart(index) {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = Self.digit(byte >> 4)
                    text[place + 1] = Self.digit(byte & 15)
                    place += 2
                }
                return Self.textLength
            }
        }
    }

    /// Reads 36 characters, in either case; `nil` for any other text.
    package init?(text: String) {
        var text = text
        guard let read = text.withUTF8({ UUID(text: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = read
    }

    /// Reads the bytes of 36 characters, in either case; `nil` for any other text.
    package init?(text: UnsafeRawBufferPointer) {
        guard text.count == Self.textLength else { return nil }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &uuid) { bytes in
            var place = 0
            for index in bytes.indices {
                if Self.isGroupStart(index) {
                    guard text[place] == UInt8(ascii: "-") else { return false }
                    place += 1
                }
                let (high, low) = (Self.number(text[place]), Self.number(text[place + 1]))
                guard high < 16, low < 16 else { return false }
                bytes[index] = high << 4 | low
                place += 2
            }
            return true
        }
        guard isRead else { return nil }
        self.init(uuid: uuid)
    }

    private static let textLength = 36

    /// Whether a hyphen stands before the byte of an index.
    private static func isGroupStart(_ index: Int) -> Bool {
        index == 4 || index == 6 || index == 8 || index == 10
    }

    private static func digit(_ number: UInt8) -> UInt8 {
        number + (number < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }

    /// What a hexadecimal digit stands for; 255 for any other byte.
    private static func number(_ digit: UInt8) -> UInt8 {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: 255
        }
    }
}
