import CacheBridge
import MigratorPayloads
import MigratorSystem
import Synchronization

/// Which program this is: a closure's rows follow from its code, too.
enum ProgramDigest {
    private static let known = Mutex<String?>(nil)

    /// The SHA-256 over the executable and all libraries that were loaded with it but the system's own, in hexadecimal
    /// digits; `nil` if one of them cannot be read any more.
    static var current: String? {
        if let digest = known.withLock({ $0 }) { return digest }
        var parts: [String] = []
        for path in images {
            guard let input = try? PayloadInput(file: path, name: path, digesting: true),
                let digest = try? input.wholeDigest()
            else { return nil }
            parts.append(digest)
        }
        let digest = Digest.hex(Digest.sha256(ofParts: parts))
        known.withLock { $0 = digest }
        return digest
    }

    private static let system = ["/usr/lib/", "/usr/lib64/", "/lib/", "/lib64/", "/System/"]

    private static var images: [String] {
        #if canImport(Darwin)
        return others(SystemCalls.images, than: nil)
        #else
        // What runs is what this leads to, though another file may have taken its place since.
        let own = "/proc/self/exe"
        // The columns of a line are set apart by spaces, and a path begins at the sixth.
        let maps = (try? SQLFileContents.read("/proc/self/maps")) ?? []
        let names = String(decoding: maps, as: UTF8.self).split(separator: "\n").compactMap { line -> String? in
            let columns = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard columns.count == 6, columns[1].contains("x") else { return nil }
            return String(columns[5])
        }
        return [own] + others(names, than: SystemCalls.realPath(own))
        #endif
    }

    /// The libraries that are not the system's.
    private static func others(_ names: [String], than own: String?) -> [String] {
        Set(names).filter { name in
            name.hasPrefix("/") && name != own && !system.contains { name.hasPrefix($0) }
        }.sorted()
    }
}
