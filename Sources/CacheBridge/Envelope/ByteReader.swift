/// Reads bytes from front to back and never beyond their end.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    func isAtLeast(_ count: Int) -> Bool { bytes.count - position >= count }

    mutating func byte() -> UInt8? { integer(UInt8.self) }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, isAtLeast(count) else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Reads a number of tokens, of 16 bytes each.
    mutating func tokens(_ count: Int) -> [Token]? {
        guard isAtLeast(count * 16) else { return nil }
        var tokens: [Token] = []
        tokens.reserveCapacity(count)
        while tokens.count < count, let high = integer(UInt64.self), let low = integer(UInt64.self) {
            tokens.append(Token(high: high, low: low))
        }
        return tokens
    }

    mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number? {
        guard isAtLeast(MemoryLayout<Number>.size) else { return nil }
        defer { position += MemoryLayout<Number>.size }
        return bytes.withUnsafeBytes { Number(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: type)) }
    }
}

extension [UInt8] {
    /// Appends a number, the most significant byte first.
    mutating func append(bigEndian number: some FixedWidthInteger) {
        for shift in stride(from: type(of: number).bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
