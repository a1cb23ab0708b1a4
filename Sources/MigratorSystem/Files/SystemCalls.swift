#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Small questions to the system, each tried again when a signal interrupts it.
package enum SystemCalls {
    // MARK: Failures

    /// The last failure in words.
    package static var lastError: String { message(errno) }

    /// A failure's number in words.
    package static func message(_ number: Int32) -> String { String(cString: strerror(number)) }

    /// Whether the last failure says that nothing is there.
    package static var lastErrorIsAbsence: Bool { errno == ENOENT || errno == ENOTDIR }

    /// Whether a failure's number says that there is no room left.
    package static func isFull(_ number: Int32) -> Bool { number == ENOSPC || number == EDQUOT }

    // MARK: The process

    /// The value of a variable of the environment, if it is set.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The number of this process.
    package static var processID: Int32 { getpid() }

    /// The user that this process runs as, and the one that started it.
    package static var userIDs: (effective: UInt32, real: UInt32) { (geteuid(), getuid()) }

    /// Has a function called when this process ends by itself.
    package static func atEnd(_ body: @convention(c) @escaping () -> Void) {
        atexit(body)
    }

    #if canImport(Darwin)
    /// The paths of the executable and of the libraries that were loaded with it.
    package static var images: [String] {
        (0..<_dyld_image_count()).compactMap { _dyld_get_image_name($0) }.map { String(cString: $0) }
    }
    #endif

    // MARK: Descriptors

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
        bytes.withUnsafeBytes { writeAll(descriptor, $0) }
    }

    /// Writes everything; `false` on failure.
    package static func writeAll(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset < buffer.count {
            let put = write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            if put < 0, errno == EINTR { continue }
            guard put > 0 else {
                if put == 0 { errno = EIO }
                return false
            }
            offset += put
        }
        return true
    }

    /// Gives an empty file the blocks of another one, where the file system lets files share them; `false` if not.
    static func share(_ descriptor: Int32, with other: Int32) -> Bool {
        #if canImport(Glibc)
        // FICLONE of linux/fs.h, a macro that Swift does not see.
        return ioctl(other, 0x4004_9409, descriptor) == 0
        #else
        return false
        #endif
    }

    // MARK: Paths

    /// The path without symbolic links, or `nil` if nothing is there.
    package static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether anything is at a path.
    package static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, in no order; `nil` if it cannot be read.
    package static func names(inFolder path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder; returns whether it is there now, as it may have been before.
    @discardableResult
    package static func makeFolder(_ path: String, permissions: UInt32) -> Bool {
        mkdir(path, mode_t(permissions)) == 0 || errno == EEXIST
    }

    /// Removes a file, if it is there.
    package static func remove(_ path: String) {
        unlink(path)
    }

    /// Removes a folder, if it is there and nothing is in it.
    package static func removeFolder(_ path: String) {
        rmdir(path)
    }

    /// Gives a file another name, in place of what has it now; returns 0, or the number of what went wrong.
    package static func rename(_ path: String, to name: String) -> Int32 {
        renameat(AT_FDCWD, path, AT_FDCWD, name) == 0 ? 0 : errno
    }
}
