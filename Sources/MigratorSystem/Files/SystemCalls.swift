#if canImport(Darwin)
package import Darwin
#elseif canImport(Musl)
package import Musl
#else
package import Glibc
#endif

/// The few system calls that folders of revisions need, each tried again when a signal interrupts it.
package enum SystemCalls {
    /// The last failure in words.
    package static var lastError: String { String(cString: strerror(errno)) }

    /// Whether the last failure says that nothing is there.
    package static var lastErrorIsAbsence: Bool { errno == ENOENT || errno == ENOTDIR }

    package static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    package static func isDirectory(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }

    /// Reads until the end of the file, `size` being a hint; `nil` on failure.
    package static func readAll(_ descriptor: Int32, size: Int) -> [UInt8]? {
        var contents: [UInt8] = []
        var capacity = max(size, 0) + 1
        while true {
            var failed = false
            let offset = contents.count
            let part = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                while count < capacity, let base = buffer.baseAddress {
                    let got = read(descriptor, base + count, capacity - count)
                    if got < 0, errno == EINTR { continue }
                    if got < 0 { failed = true }
                    if got <= 0 { break }
                    count += got
                    // A full read of the size that stat told of is the whole file; one byte more was room to see.
                    if offset == 0, count == capacity - 1, count == size { break }
                }
            }
            if failed { return nil }
            if offset == 0 { contents = part } else { contents += part }
            if part.count < capacity { return contents }
            capacity = max(contents.count, 65_536)
        }
    }

    /// Writes everything; `false` on failure.
    package static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let put = write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
                if put < 0, errno == EINTR { continue }
                guard put > 0 else { return false }
                offset += put
            }
            return true
        }
    }

    /// The path without symbolic links, or `nil` if nothing is there.
    package static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
