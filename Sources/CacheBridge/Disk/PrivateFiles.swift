#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Files that nobody else may read, written so that no reader ever sees half of one.
enum PrivateFiles {
    /// What a file is called until it is whole.
    static let temporaryPrefix = ".new-"

    /// Creates a folder if it is not there, and makes sure that it is private.
    static func prepare(_ path: String) throws(CacheError) {
        func unavailable(_ what: String) -> CacheError {
            CacheError(.diskUnavailable, "the cache folder \(path) \(what)")
        }
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw unavailable("cannot be created: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { throw unavailable("cannot be looked at") }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw unavailable("is no folder") }
        guard status.st_uid == geteuid() else { throw unavailable("belongs to somebody else") }
        guard status.st_mode & 0o077 == 0 else { throw unavailable("is open to others; make it 0700") }
    }

    /// Reads a file of ours; `nil` if it is not there, not ours, or larger than the limit.
    static func contents(of path: String, limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_size <= limit
        else { return nil }
        let count = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = read(file, buffer.baseAddress?.advanced(by: filled), count - filled)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                filled += got
            }
        }
        guard bytes.count == count else { return nil }
        // Its time of change is when it was last used: what is oldest leaves first.
        futimens(file, nil)
        return bytes
    }

    /// Reads what a file of ours begins with, which does not count as use; `nil` if it is not there or not ours.
    static func head(of path: String, count: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            return nil
        }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, read(file, buffer.baseAddress, count))
        }
    }

    /// Writes a file beside its place and renames it.
    ///
    /// - Throws: `CacheError` with code `.diskFull` or `.diskUnavailable`; the place is as it was then.
    static func place(_ bytes: [UInt8], at path: String, in folder: String) throws(CacheError) {
        let temporary = "\(folder)/\(temporaryPrefix)\(getpid())-\(Token())"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(errno, folder) }
        var written = 0
        var reason: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count {
                let put = write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if put < 0, errno == EINTR { continue }
                guard put > 0 else {
                    reason = errno
                    break
                }
                written += put
            }
        }
        if close(file) != 0, reason == 0 { reason = errno }
        if reason == 0, rename(temporary, path) != 0 { reason = errno }
        guard reason == 0 else {
            unlink(temporary)
            throw failure(reason, folder)
        }
    }

    private static func failure(_ reason: Int32, _ folder: String) -> CacheError {
        let isFull = reason == ENOSPC || reason == EDQUOT
        return CacheError(
            isFull ? .diskFull : .diskUnavailable,
            "the cache folder \(folder) cannot be written to: \(String(cString: strerror(reason)))"
        )
    }

    static func remove(_ path: String) {
        unlink(path)
    }
}
