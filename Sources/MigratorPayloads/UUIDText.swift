/// The forms in which UUIDs are written.
enum UUIDText {
    /// Whether the text is the form that databases print: 36 characters, lower case.
    @inline(__always)
    static func isCanonical(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for index in 0..<36 {
            let byte = text[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return false }
            } else {
                guard byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "a") < 6 else { return false }
            }
        }
        return true
    }

    /// Reads 32 digits in either case, with the four dashes or none, in braces or behind `urn:uuid:` or neither.
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var digits = text[...]
        let prefix = Array("urn:uuid:".utf8)
        if digits.first == UInt8(ascii: "{") {
            guard digits.last == UInt8(ascii: "}") else { return nil }
            digits = digits.dropFirst().dropLast()
        } else if digits.count > prefix.count, zip(digits, prefix).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
            digits = digits.dropFirst(prefix.count)
        }
        guard digits.count == 36 || digits.count == 32 else { return nil }
        var nibbles: [UInt8] = []
        for (offset, byte) in digits.enumerated() {
            if digits.count == 36, offset == 8 || offset == 13 || offset == 18 || offset == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = JSONText.hexadecimalDigit(byte) else { return nil }
                nibbles.append(digit)
            }
        }
        guard nibbles.count == 32 else { return nil }
        return (0..<16).map { nibbles[2 * $0] << 4 | nibbles[2 * $0 + 1] }
    }

    /// Writes sixteen bytes in the canonical form.
    static func write(
        _ bytes: UnsafePointer<UInt8>,
        to output: UnsafeMutablePointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        var count = 0
        func put(_ nibble: UInt8) {
            output[count] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
            count += 1
        }
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                output[count] = UInt8(ascii: "-")
                count += 1
            }
            put(bytes[index] >> 4)
            put(bytes[index] & 15)
        }
        return UnsafeBufferPointer(start: output, count: count)
    }
}
