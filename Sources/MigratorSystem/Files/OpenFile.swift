#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An open file or folder; closed when it is released.
package final class OpenFile: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func opened(_ descriptor: Int32) -> OpenFile? {
        descriptor >= 0 ? OpenFile(descriptor) : nil
    }

    // MARK: Opening

    /// Opens a file to read it; `nil` on failure.
    package static func reading(_ path: String, in folder: OpenFile? = nil, followingLinks: Bool = true) -> OpenFile? {
        let links = followingLinks ? 0 : O_NOFOLLOW
        return opened(openat(folder?.descriptor ?? AT_FDCWD, path, toRead | links))
    }

    static func reading(_ name: UnsafePointer<CChar>, in folder: Int32) -> OpenFile? {
        opened(openat(folder, name, toRead))
    }

    // Not to wait for a writer, should the path name a pipe.
    private static let toRead = O_RDONLY | O_CLOEXEC | O_NONBLOCK

    /// Opens a folder, for what is named relative to it; `nil` on failure.
    package static func folder(_ path: String) -> OpenFile? {
        opened(openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    }

    /// Opens a private file that is only there to be locked, and makes it first if need be; `nil` on failure.
    package static func toLock(_ path: String) -> OpenFile? {
        opened(openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600))
    }

    // MARK: Reading

    /// The system's description of the file; `nil` on failure.
    package var status: FileStatus? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
    }

    /// Reads until the end of the file, `size` being a hint; `nil` on failure.
    package func contents(size: Int) -> [UInt8]? {
        SystemCalls.readAll(descriptor, size: size)
    }

    /// Reads as many bytes as there are at once, and returns how many: 0 at the end, `nil` on failure.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { return nil }
        }
    }

    /// The first bytes, at most so many; reading goes on where it was.
    package func start(count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(descriptor, buffer.baseAddress, count, 0))
        }
    }

    // MARK: Copying

    /// Makes a private file of the same content, which must not be there yet; returns 0, or the number of what went wrong.
    ///
    /// Where the file system can, both share their blocks until one is written to.
    package func copy(to path: String) -> Int32 {
        let file = openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return errno }
        var failure = SystemCalls.share(descriptor, with: file) || pour(into: file) ? 0 : errno
        if close(file) != 0, failure == 0 { failure = errno }
        if failure != 0 { unlink(path) }
        return failure
    }

    /// Copies the bytes, whatever was read before.
    private func pour(into file: Int32) -> Bool {
        let size = 1 << 18
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { buffer in
            var offset = 0
            while true {
                let count = pread(descriptor, buffer.baseAddress, size, off_t(offset))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count == 0 }
                guard SystemCalls.writeAll(file, UnsafeRawBufferPointer(rebasing: buffer[..<count])) else {
                    return false
                }
                offset += count
            }
        }
    }

    // MARK: Changing

    /// Sets its times to now.
    package func touch() {
        futimens(descriptor, nil)
    }

    /// Locks it for as long as it is open; returns whether no other process has done so.
    package func lock() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Writes a private temporary file and renames it; if that fails, the old file is unchanged.
    ///
    /// Returns 0, or the number of what went wrong. Both names are relative to the folder, if there is one.
    package static func replace(
        _ name: String,
        with bytes: [UInt8],
        by temporary: String,
        in folder: OpenFile? = nil
    ) -> Int32 {
        let directory = folder?.descriptor ?? AT_FDCWD
        let file = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return errno }
        var failure = SystemCalls.writeAll(file, bytes) ? 0 : errno
        if close(file) != 0, failure == 0 { failure = errno }
        if failure == 0, renameat(directory, temporary, directory, name) != 0 { failure = errno }
        if failure != 0 { unlinkat(directory, temporary, 0) }
        return failure
    }
}
