import Foundation

/// A target's revisions and payloads, read from its folder.
struct History {
    let target: String
    let folder: String
    private(set) var revisions: [RevisionFile] = []
    private(set) var payloads: [EmbeddedPayload] = []
    private(set) var sqlFiles: [SQLFile] = []
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
        } else if SQLFile.isSQL(path) {
            guard try isWithin(fullPath) else {
                problems.append(
                    Problem("a SQL file must lie in the history's folder, and this leads out of it", path: fullPath)
                )
                return
            }
            let file = SQLFile(path: path, fullPath: fullPath, bytes: try contents(of: fullPath))
            if let problem = file.problem { problems.append(problem) }
            sqlFiles.append(file)
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

    /// Whether a file is no link that leads out of the folder.
    private func isWithin(_ path: String) throws -> Bool {
        let file = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let root = URL(filePath: folder).resolvingSymlinksInPath().path(percentEncoded: false)
        return file.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }

    /// Whether a payload is small enough, and no link that leads out of the folder.
    private func isEmbeddable(_ path: String) throws -> Bool {
        guard try isWithin(path) else { return false }
        let file = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        guard attributes[.type] as? FileAttributeType == .typeRegular else { return false }
        return (attributes[.size] as? Int ?? .max) <= EmbeddedPayload.maximumSize
    }

    private func duplicateIDs() -> [Problem] {
        var first: [[UInt8]: String] = [:]
        let all =
            revisions.map { (path: $0.path, fullPath: $0.fullPath, id: $0.id) }
            + sqlFiles.map { (path: $0.path, fullPath: $0.fullPath, id: $0.id) }
        return all.compactMap { file in
            guard let id = file.id else { return nil }
            guard let place = first[Array(id.value.utf8)] else {
                first[Array(id.value.utf8)] = "\(file.path):\(id.position.line)"
                return nil
            }
            return Problem("the id '\(id.value)' is taken by \(place)", path: file.fullPath, at: id.position)
        }
    }

    /// What is no error but should be known.
    var warning: String? {
        let size = payloads.reduce(0) { $0 + $1.bytes.count } + sqlFiles.reduce(0) { $0 + $1.bytes.count }
        guard size > EmbeddedPayload.budget else { return nil }
        return """
            warning: \(target) embeds \(size / 1024) KB of payloads and SQL, more than \(EmbeddedPayload.budget / 1024) KB; \
            payloads of over \(EmbeddedPayload.maximumSize / 1024) KB stay files
            """
    }
}
