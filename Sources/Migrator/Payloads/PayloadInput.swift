import Crypto

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The bytes of a payload, from a file or from memory, read once from front to end.
package final class PayloadInput {
    private enum Origin {
        case file(descriptor: Int32)
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
        digesting: Bool,
        decompressor: (any PayloadDecompressor)? = nil
    ) {
        self.origin = origin
        self.name = name
        self.totalBytes = totalBytes
        hash = digesting ? SHA256() : nil
        self.decompressor = decompressor
    }

    /// Opens a file; `name` is what messages call it.
    package convenience init(
        file path: String,
        name: String,
        digesting: Bool = false,
        decompressors: PayloadDecompressorFactory? = nil
    ) throws(MigratorError) {
        var decompressor: (any PayloadDecompressor)?
        if let compression = PayloadCompression(path: path) {
            decompressor = decompressors?(compression)
            guard decompressor != nil else {
                throw MigratorError(
                    .payloadInvalid,
                    "\(name): \(compression.rawValue) payloads cannot be read by this build; give the plain file"
                )
            }
        }
        // Not to wait for a writer, should the path name a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw MigratorError(.fileSystem, "\(name): cannot be opened: \(PayloadMessage.systemError(errno))")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw MigratorError(.fileSystem, "\(name): is not a regular file")
        }
        self.init(
            .file(descriptor: descriptor),
            name: name,
            totalBytes: Int(status.st_size),
            digesting: digesting,
            decompressor: decompressor
        )
    }

    /// Reads from memory.
    package convenience init(bytes: [UInt8], name: String, digesting: Bool = false) {
        self.init(.bytes(bytes), name: name, totalBytes: bytes.count, digesting: digesting)
    }

    /// Reads a payload that is embedded in the binary.
    package convenience init(text: StaticString, name: String, digesting: Bool = false) {
        let count = text.hasPointerRepresentation ? text.utf8CodeUnitCount : 0
        self.init(.text(text), name: name, totalBytes: count, digesting: digesting)
    }

    deinit {
        if case .file(let descriptor) = origin { close(descriptor) }
    }

    /// The SHA-256 of the bytes read so far as 64 hexadecimal digits, if it was asked for.
    package var digest: String? {
        hash.map { PayloadMessage.hexadecimal($0.finalize()) }
    }

    /// Fills the front of `buffer` with the next plain bytes and returns how many; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let decompressor else { return try readSource(into: buffer) }
        return try decompressor.decompress(into: buffer) { try readSource(into: $0) }
    }

    private func readSource(into buffer: UnsafeMutableRawBufferPointer) throws(MigratorError) -> Int {
        let count: Int
        switch origin {
        case .file(let descriptor):
            count = try readFile(descriptor, into: buffer)
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

    private func readFile(
        _ descriptor: Int32,
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(MigratorError) -> Int {
        while true {
            #if canImport(Darwin)
            let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw MigratorError(.fileSystem, "\(name): cannot be read: \(PayloadMessage.systemError(errno))")
            }
        }
    }
}
