/// The bytes that a section's digest is taken of: each part with its length before it, so that no two lists of items
/// share a spelling.
package struct SQLFrame {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Makes room, so that adding need not.
    package mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    /// Adds a number, least significant byte first.
    package mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Adds a text.
    package mutating func append(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        guard let text else { return }
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Adds a token of a statement; one space stands before every token but the first.
    package mutating func append(
        _ token: SQLToken,
        of source: [UInt8],
        isFirst: Bool,
        _ form: SQLCanonical.Form = .text
    ) {
        if !isFirst { bytes.append(0x20) }
        let text = source[token.start..<token.end]
        guard form == .tokens else { return bytes.append(contentsOf: text) }
        switch token.kind {
        case .word: bytes.append(contentsOf: text.lazy.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 })
        case .quotedIdentifier: bytes.append(contentsOf: SQLPlainName.unquoted(text) ?? text)
        default: bytes.append(contentsOf: text)
        }
    }

    /// Forgets everything and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Begins a part whose length is known later; returns the mark for `close`.
    package mutating func open(_ tag: UInt8) -> Int {
        bytes.append(tag)
        append(UInt64(0))
        return bytes.count
    }

    /// Writes the length of the part that began at `mark`.
    package mutating func close(_ mark: Int) {
        let length = UInt64(bytes.count - mark)
        for index in 0..<8 {
            bytes[mark - 8 + index] = UInt8(truncatingIfNeeded: length >> UInt64(8 * index))
        }
    }
}
