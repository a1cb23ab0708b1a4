#if canImport(Darwin)
import Darwin

#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

import MigratorSystem

/// A folder that goes when the test is over; what is written to it can be dated back.
final class SQLTemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/migrator-sql-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit { Self.remove(path) }

    func write(_ name: String, _ text: String) {
        write(name, bytes: Array(text.utf8))
    }

    func write(_ name: String, bytes: [UInt8]) {
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = SystemCalls.writeAll(descriptor, bytes)
        close(descriptor)
    }

    func read(_ name: String) -> [UInt8] {
        let descriptor = open("\(path)/\(name)", O_RDONLY)
        defer { close(descriptor) }
        return SystemCalls.readAll(descriptor, size: 0) ?? []
    }

    func names() -> [String] { Self.names(path) }

    func modified(_ name: String) -> timespec {
        var status = stat()
        stat("\(path)/\(name)", &status)
        #if canImport(Darwin)
        return status.st_mtimespec
        #else
        return status.st_mtim
        #endif
    }

    func setModified(_ name: String, _ time: timespec) {
        _ = utimensat(AT_FDCWD, "\(path)/\(name)", [time, time], 0)
    }

    private static func names(_ path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ path: String) {
        for name in names(path) where unlink("\(path)/\(name)") != 0 {
            chmod("\(path)/\(name)", 0o700)
            remove("\(path)/\(name)")
        }
        rmdir(path)
    }
}
