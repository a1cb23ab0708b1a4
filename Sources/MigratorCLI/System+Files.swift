import Migrator
import MigratorSystem

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension System {
    /// The kind of file at a path, symlinks followed.
    enum PathKind {
        case file, folder, other, missing
    }

    static func kind(ofPath path: String) -> PathKind {
        switch FileStatus(path)?.kind {
        case .file: .file
        case .folder: .folder
        case .other: .other
        case nil: .missing
        }
    }

    /// The names in a folder, in no order; `nil` if it cannot be read.
    static func names(inFolder path: String) -> [String]? { SystemCalls.names(inFolder: path) }

    /// Makes a folder and those above it; does nothing if it is there.
    static func makeFolder(_ path: String) throws(MigratorError) {
        guard kind(ofPath: path) != .folder else { return }
        let above = path.folder
        if above != path, !above.isEmpty { try makeFolder(above) }
        guard SystemCalls.makeFolder(path, permissions: 0o777) else {
            throw MigratorError(.fileSystem, "the folder \(path) could not be made: \(lastError)")
        }
    }

    /// The text of a small file; `nil` if there is none.
    static func readText(_ path: String) throws(MigratorError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw MigratorError(.fileSystem, "\(path) could not be read: \(lastError)")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw MigratorError(.fileSystem, "\(path) could not be read: \(lastError)")
            }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= 1_048_576 else {
                throw MigratorError(.fileSystem, "\(path) is larger than 1 MB: that is no settings file")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MigratorError(.fileSystem, "\(path) is no UTF-8 text")
        }
        return text
    }

    /// Writes a file whole or not at all; one that is there is never touched.
    static func createFile(_ path: String, _ text: String) throws(MigratorError) {
        try createFiles([(path, text)])
    }

    /// Writes files, all of them whole or none at all; one that is there is never touched.
    static func createFiles(_ files: [(path: String, text: String)]) throws(MigratorError) {
        var drafts: [String] = []
        var written: [String] = []
        defer { for draft in drafts { unlink(draft) } }
        for file in files { drafts.append(try writeDraft(of: file.path, file.text)) }
        for (file, draft) in zip(files, drafts) {
            // A link, unlike a rename, fails if the name is taken.
            guard link(draft, file.path) == 0 else {
                let error = cannotWrite(file.path)
                for path in written { unlink(path) }
                throw error
            }
            written.append(file.path)
        }
    }

    /// Writes a file whole or not at all, in the place of one that is there.
    ///
    /// The file keeps its permissions, and a symlink that leads to it stays.
    static func replaceFile(_ path: String, _ text: String) throws(MigratorError) {
        let place = SystemCalls.realPath(path) ?? path
        let former = FileStatus(place)
        guard former == nil || former?.kind == .file else {
            throw MigratorError(.fileSystem, "\(path) could not be written: it is no regular file")
        }
        let draft = try writeDraft(of: place, text)
        defer { unlink(draft) }
        if let former, chmod(draft, mode_t(former.permissions)) != 0 { throw cannotWrite(path) }
        guard rename(draft, place) == 0 else { throw cannotWrite(path) }
    }

    /// Writes a text beside a path, to be put there once it is whole.
    ///
    /// - Returns: The path of the draft: a name that no source of revisions reads, should the process die now.
    private static func writeDraft(of path: String, _ text: String) throws(MigratorError) -> String {
        let draft = path.folder.appending(path: ".\(path.lastName).\(getpid()).draft")
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw cannotWrite(path) }
        var isWritten = write(text, to: descriptor) == .done
        if fsync(descriptor) != 0 { isWritten = false }
        if close(descriptor) != 0 { isWritten = false }
        guard isWritten else {
            let error = cannotWrite(path)
            unlink(draft)
            throw error
        }
        return draft
    }

    private static func cannotWrite(_ path: String) -> MigratorError {
        let reason = errno == EEXIST ? "there is a file of that name already" : lastError
        return MigratorError(.fileSystem, "\(path) could not be written: \(reason)")
    }
}

extension String {
    /// The part before the last slash; `.` if there is none.
    var folder: String {
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The part after the last slash.
    var lastName: String {
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return String(self[index(after: slash)...])
    }

    /// The path of something in this folder; an absolute path stays as it is.
    func appending(path: String) -> String {
        if path.hasPrefix("/") || self == "." || isEmpty { return path }
        return hasSuffix("/") ? self + path : "\(self)/\(path)"
    }
}
