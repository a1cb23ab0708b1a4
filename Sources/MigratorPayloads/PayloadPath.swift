package import MigratorCore
import MigratorSystem

/// Finds the files that revisions name as payloads.
package enum PayloadPath {
    /// A folder in which payloads are looked for.
    package struct SearchFolder: Hashable, Sendable {
        /// The folder that paths are relative to: the one of the revision's file.
        package let folder: String
        /// The folder that no path may lead out of.
        package let root: String

        package init(folder: String, root: String) {
            self.folder = folder
            self.root = root
        }
    }

    /// The real path of a payload in the first folder that has it.
    /// - Throws: `MigratorError` if the path is absolute, leads out of the root or exists in none of the folders.
    package static func resolve(_ path: String, in folders: [SearchFolder]) throws(MigratorError) -> String {
        let shown = PayloadMessage.quoted(path)
        try check(path, shown)
        var tried: [String] = []
        for search in folders {
            let candidate = search.folder + "/" + path
            // Before any file is looked up: whether a file outside exists must not be shown.
            guard isInside(plain(candidate), plain(search.root)) else { throw outside(shown, search.root) }
            guard let file = SystemCalls.realPath(candidate) else {
                tried.append(candidate)
                continue
            }
            guard let root = SystemCalls.realPath(search.root), isInside(file, root) else {
                throw outside(shown, search.root)
            }
            return file
        }
        let list = tried.map { PayloadMessage.printable($0, limit: 1000) }.joined(separator: ", ")
        throw MigratorError(.fileSystem, "the payload \(shown) was not found; tried \(list.isEmpty ? "nowhere" : list)")
    }

    /// The real path of a payload beside a revision's file.
    package static func resolve(_ path: String, revisionFolder: String, root: String) throws(MigratorError) -> String {
        try resolve(path, in: [SearchFolder(folder: revisionFolder, root: root)])
    }

    private static func check(_ path: String, _ shown: String) throws(MigratorError) {
        guard !path.isEmpty else { throw MigratorError(.payloadInvalid, "a payload's path is empty") }
        if path.hasPrefix("/") || path.hasPrefix("~") {
            throw MigratorError(
                .payloadInvalid,
                "the payload's path \(shown) is absolute; it must be relative to the revision's file"
            )
        }
        if path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            throw MigratorError(.payloadInvalid, "the payload's path \(shown) holds a control character")
        }
    }

    private static func outside(_ shown: String, _ root: String) -> MigratorError {
        let root = PayloadMessage.printable(root, limit: 1000)
        return MigratorError(.payloadInvalid, "the payload \(shown) lies outside of the revisions' folder \(root)")
    }

    /// A path without `.`, `..` and doubled slashes, by its text alone.
    private static func plain(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private static func isInside(_ file: String, _ root: String) -> Bool {
        // The folder that the process is in has no name of its own.
        if root.isEmpty { return !file.hasPrefix("/") && file.split(separator: "/").first != ".." }
        return root == "/" || file.utf8.starts(with: (root + "/").utf8)
    }
}
