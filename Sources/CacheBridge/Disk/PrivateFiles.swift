import MigratorSystem

/// Files that no other user may read, written so that no reader ever sees half of one.
enum PrivateFiles {
    /// The prefix of a file's name until the file is complete.
    static let temporaryPrefix = ".new-"

    /// Creates a folder if it is not there, and makes sure that it is private.
    static func prepare(_ path: String) throws(CacheError) {
        func unavailable(_ what: String) -> CacheError {
            CacheError(.diskUnavailable, "the cache folder \(path) \(what)")
        }
        guard SystemCalls.makeFolder(path, permissions: 0o700) else {
            throw unavailable("cannot be created: \(SystemCalls.lastError)")
        }
        guard let status = FileStatus(path, followingLinks: false) else { throw unavailable("cannot be looked at") }
        guard status.kind == .folder else { throw unavailable("is no folder") }
        guard status.isOwn else { throw unavailable("belongs to somebody else") }
        guard status.permissions & 0o077 == 0 else { throw unavailable("is open to others; make it 0700") }
    }

    /// Reads a file of ours; `nil` if it is not there, not ours, or larger than the limit.
    static func contents(of path: String, limit: Int) -> [UInt8]? {
        guard let file = OpenFile.reading(path, followingLinks: false), let status = file.status, isOurs(status),
            status.size <= limit, let bytes = file.contents(size: status.size), bytes.count == status.size
        else { return nil }
        // The time of change is the time of the last use: the oldest file is removed first.
        file.touch()
        return bytes
    }

    /// Reads what a file of ours begins with, which does not count as use; `nil` if it is not there or not ours.
    static func head(of path: String, count: Int) -> [UInt8]? {
        guard let file = OpenFile.reading(path, followingLinks: false), let status = file.status, isOurs(status) else {
            return nil
        }
        return file.start(count: count)
    }

    private static func isOurs(_ status: FileStatus) -> Bool {
        status.kind == .file && status.isOwn
    }

    /// Writes a temporary file and renames it.
    ///
    /// - Throws: `CacheError` with code `.diskFull` or `.diskUnavailable`; the old file is then unchanged.
    static func write(_ bytes: [UInt8], at path: String, in folder: String) throws(CacheError) {
        let temporary = "\(folder)/\(temporaryPrefix)\(SystemCalls.processID)-\(Token())"
        let failure = OpenFile.replace(path, with: bytes, by: temporary)
        guard failure != 0 else { return }
        throw CacheError(
            SystemCalls.isFull(failure) ? .diskFull : .diskUnavailable,
            "the cache folder \(folder) cannot be written to: \(SystemCalls.message(failure))"
        )
    }

    static func remove(_ path: String) {
        SystemCalls.remove(path)
    }
}
