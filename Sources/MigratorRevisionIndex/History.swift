import Foundation

/// A target's revisions and payloads, read from its folder.
struct History {
    let target: String
    let folder: String
    private(set) var revisions: [RevisionFile] = []
    private(set) var payloads: [EmbeddedPayload] = []
    private(set) var problems: [Problem] = []

    /// Reads files; those that lie outside the folder are not the history's.
    init(target: String, folder: String, files: [String]) {
        self.target = target
        self.folder = folder
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        let paths = Set(files.filter { $0.hasPrefix(prefix) }.map { Array($0.utf8.dropFirst(prefix.utf8.count)) })
        // By bytes: the same on every machine and in every locale, and names that only look the same are two.
        for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let path = String(decoding: path, as: UTF8.self)
            do {
                try read(path, at: prefix + path)
            } catch {
                problems.append(Problem("cannot be read: \(error.localizedDescription)", path: prefix + path))
            }
        }
        problems += duplicateIDs()
    }

    private mutating func read(_ path: String, at fullPath: String) throws {
        if EmbeddedPayload.isPayload(path) {
            guard try isEmbeddable(fullPath) else { return }
            payloads.append(EmbeddedPayload(path: path, bytes: try contents(of: fullPath)))
        } else if path.hasSuffix(".swift") {
            let source = try contents(of: fullPath)
            let file = RevisionFile(path: path, fullPath: fullPath, source: source, target: target)
            problems += file.problems
            revisions.append(file)
        }
    }

    private func contents(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// Whether a payload is small enough, and no link that leads out of the folder.
    private func isEmbeddable(_ path: String) throws -> Bool {
        let file = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let root = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
        guard file.hasPrefix(root.hasSuffix("/") ? root : root + "/") else { return false }
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        guard attributes[.type] as? FileAttributeType == .typeRegular else { return false }
        return (attributes[.size] as? Int ?? .max) <= EmbeddedPayload.maximumSize
    }

    private func duplicateIDs() -> [Problem] {
        var first: [[UInt8]: RevisionFile] = [:]
        return revisions.compactMap { file in
            guard let id = file.id else { return nil }
            guard let other = first[Array(id.value.utf8)] else {
                first[Array(id.value.utf8)] = file
                return nil
            }
            let place = "\(other.path):\(other.id?.position.line ?? 1)"
            return Problem("the id '\(id.value)' is taken by \(place)", path: file.fullPath, at: id.position)
        }
    }

    /// What is no error but should be known.
    var warning: String? {
        let size = payloads.reduce(0) { $0 + $1.bytes.count }
        guard size > EmbeddedPayload.budget else { return nil }
        return """
            warning: \(target) embeds \(size / 1024) KB of payloads, more than \(EmbeddedPayload.budget / 1024) KB; \
            payloads of over \(EmbeddedPayload.maximumSize / 1024) KB stay files
            """
    }
}
