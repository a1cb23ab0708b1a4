import Crypto
package import MigratorCore
import MigratorSystem

/// The bytes of a payload, from a file or from memory, read once from front to end.
package final class PayloadInput {
    private enum Origin {
        case file(OpenFile)
        case bytes([UInt8])
        case text(StaticString)
    }

    /// The payload's path as the user knows it, for messages.
    package let name: String
    /// The number of bytes there are: compressed ones, where the payload is compressed.
    package let totalBytes: Int
    /// The number of bytes read so far.
    package private(set) var bytesRead = 0

    private let origin: Origin
    private var hash: SHA256?
    private var decompressor: (any PayloadDecompressor)?

    private init(
        _ origin: Origin,
        name: String,
        totalBytes: Int,
        digesting: Bool
    ) {
        self.origin = origin
        self.name = name
        self.totalBytes = totalBytes
        hash = digesting ? SHA256() : nil
    }

    /// Opens a file and decompresses it if its name or its first bytes say so; `name` is what messages call it.
    package convenience init(
        file path: String,
        name: String,
        digesting: Bool,
        decompressors: PayloadDecompressors?
    ) throws(MigratorError) {
        try self.init(file: path, name: name, digesting: digesting)
        decompressor = try decompressor(Self.compression(firstBytes, path), decompressors)
    }

    /// Opens a file for its bytes as they are.
    package convenience init(file path: String, name: String, digesting: Bool = false) throws(MigratorError) {
        guard let file = OpenFile.reading(path) else {
            throw MigratorError(.fileSystem, "\(name): cannot be opened: \(SystemCalls.lastError)")
        }
        guard let status = file.status, status.kind == .file else {
            throw MigratorError(.fileSystem, "\(name): is not a regular file")
        }
        self.init(.file(file), name: name, totalBytes: status.size, digesting: digesting)
    }

    /// Reads from memory and decompresses if the name or the first bytes say so.
    package convenience init(
        bytes: [UInt8],
        name: String,
        digesting: Bool,
        decompressors: PayloadDecompressors?
    ) throws(MigratorError) {
        self.init(bytes: bytes, name: name, digesting: digesting)
        decompressor = try decompressor(Self.compression(bytes, name), decompressors)
    }

    /// Reads from memory the bytes as they are.
    package convenience init(bytes: [UInt8], name: String, digesting: Bool = false) {
        self.init(.bytes(bytes), name: name, totalBytes: bytes.count, digesting: digesting)
    }

    /// Reads a payload that is embedded in the binary.
    package convenience init(text: StaticString, name: String, digesting: Bool = false) {
        let count = text.hasPointerRepresentation ? text.utf8CodeUnitCount : 0
        self.init(.text(text), name: name, totalBytes: count, digesting: digesting)
    }

    /// How the bytes are compressed, as they or the name say.
    package var compression: PayloadCompression? { Self.compression(firstBytes, name) }

    private static func compression(_ bytes: [UInt8], _ path: String) -> PayloadCompression? {
        PayloadCompression(first: bytes) ?? PayloadCompression(path: path)
    }

    private var firstBytes: [UInt8] {
        switch origin {
        case .file(let file): return file.start(count: 4)
        case .bytes(let bytes): return Array(bytes.prefix(4))
        case .text: return []
        }
    }

    private func decompressor(
        _ compression: PayloadCompression?,
        _ decompressors: PayloadDecompressors?
    ) throws(MigratorError) -> (any PayloadDecompressor)? {
        guard let compression else { return nil }
        do {
            if let made = try decompressors?(compression, PayloadCompression.maximumSize(of: totalBytes)) {
                return made
            }
        } catch {
            throw MigratorError(.payloadInvalid, "\(name): cannot be decompressed: \(error)", cause: error)
        }
        throw MigratorError(
            .payloadInvalid,
            "\(name): \(compression.rawValue) payloads cannot be read by this build; give the plain file"
        )
    }

    /// The SHA-256 of the bytes read so far as 64 hexadecimal digits, if it was asked for.
    package var digest: String? {
        hash.map { Digest.hex($0.finalize()) }
    }

    /// Reads to the end and returns the digest of all bytes; the input must have been opened with `digesting`.
    package func wholeDigest() throws(MigratorError) -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while try readSource(into: buffer) > 0 {}
        return digest ?? ""
    }

    /// Fills the front of `buffer` with the next plain bytes and returns how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let decompressor else { return try readSource(into: buffer) }
        do {
            return try decompressor.decompress(into: buffer) { try readSource(into: $0) }
        } catch let error as MigratorError {
            throw error
        } catch {
            throw MigratorError(.payloadInvalid, "\(name): cannot be decompressed: \(error)", cause: error)
        }
    }

    private func readSource(into buffer: UnsafeMutableRawBufferPointer) throws(MigratorError) -> Int {
        let count: Int
        switch origin {
        case .file(let file):
            guard let filled = file.fill(buffer) else {
                throw MigratorError(.fileSystem, "\(name): cannot be read: \(SystemCalls.lastError)")
            }
            count = filled
        case .bytes(let bytes):
            count = min(buffer.count, bytes.count - bytesRead)
            buffer.copyBytes(from: bytes[bytesRead..<bytesRead + count])
        case .text(let text):
            count = min(buffer.count, totalBytes - bytesRead)
            if count > 0 {
                let rest = UnsafeRawBufferPointer(start: text.utf8Start + bytesRead, count: count)
                buffer.copyMemory(from: rest)
            }
        }
        hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        bytesRead += count
        return count
    }
}
