package import MigratorCore
import MigratorSystem

/// Reads the files of another tool's project from disk.
package enum ForeignFolder {
    /// The files that a format reads, in the order of their paths' bytes.
    ///
    /// - Throws: `MigratorError` with code `.fileSystem` for a folder or a file that cannot be read.
    package static func files(_ format: ImportFormat, in path: String) throws(MigratorError) -> [ForeignFile] {
        guard let reader = format.files else { return [] }
        guard FileStatus(path)?.kind == .folder else {
            throw MigratorError(.fileSystem, "\(path) is no folder of migrations")
        }
        var files: [ForeignFile] = []
        try read(path, below: "", reader, into: &files)
        return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func read(
        _ root: String,
        below folder: String,
        _ reader: any ForeignFormat.Type,
        into files: inout [ForeignFile]
    ) throws(MigratorError) {
        let path = folder.isEmpty ? root : "\(root)/\(folder)"
        guard let names = SystemCalls.names(inFolder: path) else {
            throw MigratorError(.fileSystem, "the folder \(path) cannot be read: \(SystemCalls.lastError)")
        }
        for name in names where !name.hasPrefix(".") {
            let inner = folder.isEmpty ? name : "\(folder)/\(name)"
            switch FileStatus("\(root)/\(inner)")?.kind {
            case .folder:
                guard inner.split(separator: "/").count <= reader.depth else { continue }
                try read(root, below: inner, reader, into: &files)
            case .file where reader.reads(name):
                files.append(ForeignFile(path: inner, contents: try contents("\(root)/\(inner)")))
            default: break
            }
        }
    }

    private static func contents(_ path: String) throws(MigratorError) -> [UInt8] {
        guard let file = OpenFile.reading(path), let status = file.status, status.kind == .file,
            let contents = file.contents(size: status.size)
        else {
            throw MigratorError(.fileSystem, "\(path) cannot be read: \(SystemCalls.lastError)")
        }
        return contents
    }
}
