package import MigrationDSL
package import MigratorCore
import MigratorPayloads
import MigratorSystem

#if canImport(Darwin)
import Darwin
#endif

/// Finds the payloads of a revision.
package enum PayloadLocator: Sendable {
    /// Payloads of a compiled revision; `folder` is the one of its file within the registry's.
    case compiled(RevisionRegistry, folder: String)
    /// Payloads beside a folder of SQL revisions.
    case folder(String)

    /// A payload that was found.
    package enum Found: Sendable {
        case file(String)
        case embedded(RevisionRegistry.EmbeddedPayload)
    }

    /// Finds a payload by its path relative to the revision's file.
    ///
    /// - Parameters:
    ///   - path: The path as the revision writes it.
    ///   - preferred: A folder to look into before anywhere else.
    /// - Returns: The file, or the copy in the executable.
    /// - Throws: ``MigratorError`` that lists the paths tried, or says why the path is refused.
    package func find(_ path: String, preferred: String?) throws(MigratorError) -> Found {
        switch self {
        case .folder(let root):
            let roots = [preferred, root].compactMap(\.self)
            return .file(
                try PayloadPath.resolve(path, in: roots.map { PayloadPath.SearchFolder(folder: $0, root: $0) })
            )
        case .compiled(let registry, let folder):
            let chosen = preferred.map { ["\($0)/\(registry.name)", $0] } ?? []
            if let file = try lookUp(path, folder, in: chosen) { return .file(file) }
            let embeddedPath = folder.isEmpty ? path : "\(folder)/\(path)"
            if let payload = registry.payloads.first(where: { $0.path.isExactly(embeddedPath) }) {
                return .embedded(payload)
            }
            let resources = Self.executableFolder.map { "\($0)/migrator-payloads/\(registry.name)" }
            let roots = chosen + [resources, registry.sourceFolder].compactMap(\.self)
            return .file(try PayloadPath.resolve(path, in: searchFolders(folder, roots)))
        }
    }

    /// The file of a payload, or the one that its copy in the executable was made from; `nil` if it is not found.
    package func file(of path: String, preferred: String?) -> String? {
        switch try? find(path, preferred: preferred) {
        case .file(let file):
            guard case .folder = self, preferred == nil else { return file }
            return shownName(of: path)
        case .embedded(let payload):
            guard case .compiled(let registry, _) = self else { return nil }
            return "\(registry.sourceFolder)/\(payload.path)"
        case nil: return nil
        }
    }

    /// A payload's name in messages: a path that can be opened, where the revisions are read from a folder.
    package func shownName(of path: String) -> String {
        switch self {
        case .folder(let root): SQLFolder.join(root, path)
        case .compiled: path
        }
    }

    private func lookUp(_ path: String, _ folder: String, in roots: [String]) throws(MigratorError) -> String? {
        do {
            return try PayloadPath.resolve(path, in: searchFolders(folder, roots))
        } catch {
            guard error.code == .fileSystem else { throw error }
            return nil
        }
    }

    private func searchFolders(_ folder: String, _ roots: [String]) -> [PayloadPath.SearchFolder] {
        roots.map { PayloadPath.SearchFolder(folder: folder.isEmpty ? $0 : "\($0)/\(folder)", root: $0) }
    }

    /// The folder of the running executable, links resolved.
    private static var executableFolder: String? {
        #if canImport(Darwin)
        var size: UInt32 = 0
        _ = _NSGetExecutablePath(nil, &size)
        var path = [CChar](repeating: 0, count: Int(size))
        guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
        let name = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #else
        let name = "/proc/self/exe"
        #endif
        return SystemCalls.realPath(name)?.parentFolder
    }
}
