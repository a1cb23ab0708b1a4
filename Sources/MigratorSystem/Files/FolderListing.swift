import Dispatch

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The files of a folder whose names end alike, in the order of the names' bytes; hidden files and folders within are
/// no part.
package struct FolderListing: ~Copyable {
    /// Why a folder cannot be listed.
    package enum Failure: Error {
        case isNotThere
        case cannotBeOpened(String)
        case cannotBeRead(String)
    }

    private let stream: Stream
    private var text: [CChar] = []
    private var names: [Name] = []

    #if canImport(Darwin)
    private typealias Stream = UnsafeMutablePointer<DIR>
    #else
    private typealias Stream = OpaquePointer
    #endif

    private struct Name: Sendable {
        let offset: Int
        let count: Int
    }

    /// Opens and lists the folder at `path`; `ending` is in ASCII, and its case does not matter.
    package static func open(_ path: String, ending: String) throws(Failure) -> FolderListing {
        guard let stream = opendir(path) else {
            throw SystemCalls.lastErrorIsAbsence ? .isNotThere : .cannotBeOpened(SystemCalls.lastError)
        }
        var listing = FolderListing(stream)
        if let problem = listing.read(Array(ending.utf8CString)) { throw .cannotBeRead(problem) }
        return listing
    }

    private init(_ stream: Stream) {
        self.stream = stream
    }

    private mutating func read(_ ending: [CChar]) -> String? {
        text.reserveCapacity(1 << 16)
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            take(entry, ending)
        }
        guard errno == 0 else { return SystemCalls.lastError }
        var sorted = names
        text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            sorted.sort { left, right in
                let order = memcmp(base + left.offset, base + right.offset, min(left.count, right.count))
                return order == 0 ? left.count < right.count : order < 0
            }
        }
        names = sorted
        return nil
    }

    deinit { closedir(stream) }

    /// How many files there are.
    package var count: Int { names.count }

    /// Calls `body` with the bytes of a name, a NUL after them.
    package func withName(at index: Int, _ body: (UnsafeBufferPointer<CChar>) -> Void) {
        text.withUnsafeBufferPointer { text in
            let name = names[index]
            body(UnsafeBufferPointer(rebasing: text[name.offset..<name.offset + name.count + 1]))
        }
    }

    /// Opens a file to read it; `nil` on failure.
    package func openFile(at index: Int) -> OpenFile? {
        text.withUnsafeBufferPointer { text in
            text.baseAddress.flatMap { OpenFile.reading($0 + names[index].offset, in: dirfd(stream)) }
        }
    }

    /// The signature of each file, symbolic links followed; `nil` if there is none or it is no regular file.
    package func signatures() -> [FileSignature?] {
        let (descriptor, text, names) = (dirfd(stream), text, names)
        return [FileSignature?](unsafeUninitializedCapacity: names.count) { signatures, count in
            guard let start = signatures.baseAddress else { return }
            nonisolated(unsafe) let first = start
            // To ask the system of ten thousand takes half the time of reading a history, and can be done side by side;
            // for one thousand another thread is not worth its making.
            DispatchQueue.concurrentPerform(iterations: (names.count + Self.share - 1) / Self.share) { part in
                for index in part * Self.share..<min(names.count, (part + 1) * Self.share) {
                    (first + index).initialize(to: Self.signature(of: names[index], text, in: descriptor))
                }
            }
            count = names.count
        }
    }

    /// How many files are asked for at a stretch.
    private static let share = 1024

    private static func signature(of name: Name, _ text: [CChar], in folder: Int32) -> FileSignature? {
        var status = stat()
        let isThere = text.withUnsafeBufferPointer { text in
            text.baseAddress.map { fstatat(folder, $0 + name.offset, &status, 0) == 0 }
        }
        return isThere == true && status.st_mode & S_IFMT == S_IFREG ? FileSignature(status) : nil
    }

    private mutating func take(_ entry: UnsafeMutablePointer<dirent>, _ ending: [CChar]) {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
        let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        let (count, length) = (strlen(name), ending.count - 1)
        guard count > length, name[0] != CChar(0x2E), strcasecmp(name + count - length, ending) == 0 else { return }
        names.append(Name(offset: text.count, count: count))
        text.append(contentsOf: UnsafeBufferPointer(start: name, count: count + 1))
    }
}
