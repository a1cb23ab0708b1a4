import MigratorSystem

/// The text of JSON strings, to and from its escaped form.
enum JSONText {
    /// The number that four hexadecimal digits write, or `nil` if they are none.
    static func hexadecimal(_ start: UnsafePointer<UInt8>) -> UInt32? {
        var number: UInt32 = 0
        for index in 0..<4 {
            guard let digit = hexadecimalDigit(start[index]) else { return nil }
            number = number << 4 | UInt32(digit)
        }
        return number
    }

    @inline(__always)
    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        let digit = byte &- UInt8(ascii: "0")
        if digit < 10 { return digit }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }

    /// Writes what a checked string means to `output`, which has room for as many bytes, and returns how many it wrote.
    static func unescape(_ source: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) -> Int {
        guard var pointer = source.baseAddress else { return 0 }
        let end = pointer + source.count
        var cursor = output
        while pointer < end {
            guard pointer.pointee == UInt8(ascii: "\\") else {
                cursor.pointee = pointer.pointee
                cursor += 1
                pointer += 1
                continue
            }
            let letter = pointer[1]
            pointer += 2
            guard letter == UInt8(ascii: "u") else {
                cursor.pointee = meaning(of: letter)
                cursor += 1
                continue
            }
            var scalar = hexadecimal(pointer) ?? 0xFFFD
            pointer += 4
            if scalar & 0xFC00 == 0xD800 {
                scalar = 0x10000 + (scalar & 0x3FF) << 10 + (hexadecimal(pointer + 2) ?? 0) & 0x3FF
                pointer += 6
            }
            cursor += encode(scalar, into: cursor)
        }
        return cursor - output
    }

    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    private static func encode(_ scalar: UInt32, into cursor: UnsafeMutablePointer<UInt8>) -> Int {
        switch scalar {
        case ..<0x80:
            cursor[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            cursor[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
            cursor[1] = continuation(scalar)
            return 2
        case ..<0x10000:
            cursor[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
            cursor[1] = continuation(scalar >> 6)
            cursor[2] = continuation(scalar)
            return 3
        default:
            cursor[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
            cursor[1] = continuation(scalar >> 12)
            cursor[2] = continuation(scalar >> 6)
            cursor[3] = continuation(scalar)
            return 4
        }
    }

    private static func continuation(_ bits: UInt32) -> UInt8 {
        0x80 | UInt8(truncatingIfNeeded: bits & 0x3F)
    }

    /// A JSON string, with its quotes, that means `text`.
    static func escaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output = [UInt8(ascii: "\"")]
        output.reserveCapacity(text.count + 2)
        for byte in text {
            // Tabs and carriage returns have shorter escapes, but rows that are loaded again must be the same texts.
            if byte == 0x09 || byte == 0x0D {
                JSONString.append(unit: UInt16(byte), to: &output)
            } else {
                JSONString.append(byte, to: &output)
            }
        }
        output.append(UInt8(ascii: "\""))
        return output
    }
}
