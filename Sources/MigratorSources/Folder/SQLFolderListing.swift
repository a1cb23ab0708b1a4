import MigratorCore
import MigratorSystem

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import Dispatch

/// The `.sql` files of an open folder in the order of their names' bytes; hidden files and folders within are no part.
struct SQLFolderListing: ~Copyable {
    /// The folder, for calls relative to it.
    let descriptor: Int32
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

    /// Opens and lists the folder at `path`.
    static func open(_ path: String) throws(MigratorError) -> SQLFolderListing {
        guard let stream = opendir(path) else {
            let reason =
                SystemCalls.lastErrorIsAbsence
                ? "there is no folder of revisions at '\(path)'; create it, or correct --revisions"
                : "the folder of revisions '\(path)' cannot be opened: \(SystemCalls.lastError)"
            throw MigratorError(.fileSystem, reason)
        }
        var listing = SQLFolderListing(stream)
        if let problem = listing.read() {
            throw MigratorError(.fileSystem, "the folder of revisions '\(path)' cannot be read: \(problem)")
        }
        return listing
    }

    private init(_ stream: Stream) {
        self.stream = stream
        descriptor = dirfd(stream)
    }

    private mutating func read() -> String? {
        text.reserveCapacity(1 << 16)
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            take(entry)
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
    var count: Int { names.count }

    /// Calls `body` with the bytes of a name, a NUL after them.
    func withName<Value>(at index: Int, _ body: (UnsafeBufferPointer<CChar>) -> Value) -> Value {
        text.withUnsafeBufferPointer { text in
            let name = names[index]
            return body(UnsafeBufferPointer(rebasing: text[name.offset..<name.offset + name.count + 1]))
        }
    }

    /// The signature of each file, symbolic links followed; `nil` if there is none or it is no regular file.
    func signatures() -> [FileSignature?] {
        let (descriptor, text, names) = (descriptor, text, names)
        return [FileSignature?](unsafeUninitializedCapacity: names.count) { signatures, count in
            guard let start = signatures.baseAddress else { return }
            nonisolated(unsafe) let places = start
            // To ask the system of ten thousand takes half the time of reading a history, and can be done side by side;
            // for one thousand another thread is not worth its making.
            DispatchQueue.concurrentPerform(iterations: (names.count + Self.share - 1) / Self.share) { part in
                for index in part * Self.share..<min(names.count, (part + 1) * Self.share) {
                    (places + index).initialize(to: Self.signature(of: names[index], text, in: descriptor))
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
        return isThere == true && SystemCalls.isRegular(status) ? FileSignature(status) : nil
    }

    private mutating func take(_ entry: UnsafeMutablePointer<dirent>) {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return }
        let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        let count = strlen(name)
        guard count > 4, name[0] != CChar(0x2E), strcasecmp(name + count - 4, ".sql") == 0 else { return }
        names.append(Name(offset: text.count, count: count))
        text.append(contentsOf: UnsafeBufferPointer(start: name, count: count + 1))
    }
}
