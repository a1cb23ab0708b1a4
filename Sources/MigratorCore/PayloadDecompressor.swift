/// Turns the compressed bytes of one payload into plain ones; a module that links a compression library provides it.
public protocol PayloadDecompressor: AnyObject {
    /// Fills the front of `output` and returns how many bytes it wrote; 0 ends the payload.
    ///
    /// `read` fills the front of a buffer with the next compressed bytes and returns how many; 0 at the file's end.
    /// - Throws: What `read` throws, or an error that says what is wrong with the compressed bytes.
    func decompress(
        into output: UnsafeMutableRawBufferPointer,
        from read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int
}

/// Makes a decompressor for one payload that gives out so many bytes at the most, or returns `nil` if that compression
/// is not linked.
public typealias PayloadDecompressors =
    @Sendable (_ compression: PayloadCompression, _ maximumSize: Int) throws -> (any PayloadDecompressor)?

/// How a payload's file is compressed.
public enum PayloadCompression: String, Hashable, Sendable, CaseIterable {
    /// `.gz`
    case gzip
    /// `.zst`
    case zstd
}

extension PayloadCompression {
    /// The compression that a path's last extension names; `nil` if it names none.
    package init?(path: String) {
        let name = path.lowercased()
        guard let found = Self.allCases.first(where: { name.hasSuffix($0.suffix) }) else { return nil }
        self = found
    }

    /// The compression that the first bytes show; `nil` if they show none.
    ///
    /// No JSON and no CSV begins with them. https://www.rfc-editor.org/rfc/rfc1952, https://www.rfc-editor.org/rfc/rfc8878
    package init?(first bytes: some Collection<UInt8>) {
        guard let found = Self.allCases.first(where: { bytes.starts(with: $0.magic) }) else { return nil }
        self = found
    }

    package var suffix: String {
        switch self {
        case .gzip: ".gz"
        case .zstd: ".zst"
        }
    }

    private var magic: [UInt8] {
        switch self {
        case .gzip: [0x1F, 0x8B, 0x08]
        case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
        }
    }

    /// How many plain bytes may come out of so many compressed ones: no data of any use expands a thousandfold.
    package static func maximumSize(of compressed: Int) -> Int {
        let (size, isTooBig) = compressed.multipliedReportingOverflow(by: 1000)
        return isTooBig ? .max : max(64 << 20, size)
    }
}
