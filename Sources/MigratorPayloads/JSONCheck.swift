/// Checks JSON that stands alone, such as a field of a CSV file.
package enum JSONCheck {
    /// The kind of value that the text is, without the white space around it; `nil` if it is not JSON.
    package static func kind(of text: UnsafeBufferPointer<UInt8>) -> PayloadField.Kind? {
        let start = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + PayloadWindow.padding)
        let stack = UnsafeMutablePointer<UInt8>.allocate(capacity: JSONScanner.maximumDepth)
        defer {
            start.deallocate()
            stack.deallocate()
        }
        if let source = text.baseAddress { start.initialize(from: source, count: text.count) }
        (start + text.count).initialize(repeating: 0, count: PayloadWindow.padding)
        var scanner = JSONScanner(end: UnsafePointer(start + text.count), isFinal: true, stack: stack)
        let first = scanner.skipSpace(UnsafePointer(start))
        let kind: PayloadField.Kind =
            switch first.pointee {
            case UInt8(ascii: "\""): .string
            case UInt8(ascii: "["): .array
            case UInt8(ascii: "{"): .object
            case UInt8(ascii: "t"): .true
            case UInt8(ascii: "f"): .false
            case UInt8(ascii: "n"): .null
            default: .number
            }
        guard let last = scanner.skipValue(first), scanner.skipSpace(last) == scanner.end else { return nil }
        return kind
    }

    /// The text without white space around it.
    static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var slice = text[...]
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        while let first = slice.first, isSpace(first) { slice = slice.dropFirst() }
        while let last = slice.last, isSpace(last) { slice = slice.dropLast() }
        return UnsafeBufferPointer(rebasing: slice)
    }
}
