import MigrationDSL
import Migrator

/// The revisions that folders of compiled histories hold and the program does not: they were written since its build.
///
/// What is new follows them, so that two revisions in a row, or a merge, need no build between.
struct WrittenRevisions {
    private(set) var nodes: [RevisionNode] = []
    /// The names of their types.
    private(set) var typeNames: [String] = []

    /// Looks into the folders.
    ///
    /// - Parameters:
    ///   - registries: The compiled histories; one whose folder is not on this machine is passed over.
    ///   - names: Returns the names in a folder, or `nil` if it is none.
    ///   - read: Returns the text of a file.
    /// - Throws: `invalidRevision` for a file that only a build can explain, or one that is gone though the program has
    ///   its revision.
    init(
        _ registries: [RevisionRegistry],
        names: (String) -> [String]? = System.names(inFolder:),
        read: (String) throws(MigratorError) -> String? = System.readText
    ) throws(MigratorError) {
        for registry in registries where names(registry.sourceFolder) != nil {
            let files = Set(Self.files(in: registry.sourceFolder, names))
            let known = Set(registry.entries.map(\.file))
            for file in files.subtracting(known).sorted() {
                let path = registry.sourceFolder.appending(path: file)
                guard let text = try read(path), let written = SwiftRevisionText(text) else { continue }
                try add(written, path)
            }
            for entry in registry.entries where !files.contains(entry.file) {
                try pass(entry, registry.sourceFolder.appending(path: entry.file))
            }
        }
    }

    /// The graph with them in it.
    func graph(beside built: RevisionGraph) throws(MigratorError) -> RevisionGraph {
        nodes.isEmpty ? built : try RevisionGraph(built.revisions + nodes)
    }

    private mutating func add(_ written: SwiftRevisionText, _ path: String) throws(MigratorError) {
        let location = SourceLocation(file: path, line: 1)
        guard let id = written.id, written.unclear.isEmpty else {
            throw MigratorError(
                .invalidRevision,
                "this revision is not in the program yet, and only a build can tell its "
                    + "\(written.unclear.joined(separator: " and ")); build first, so that what is new can follow it",
                location: location
            )
        }
        nodes.append(
            RevisionNode(
                id: id,
                parents: written.parents,
                dependsOn: written.dependsOn,
                branchLabels: written.branchLabels,
                source: location
            )
        )
        typeNames.append(written.typeName)
    }

    /// A revision whose file is gone may have moved to another one.
    private mutating func pass(_ entry: RevisionRegistry.Entry, _ path: String) throws(MigratorError) {
        let id = entry.type.id
        guard nodes.contains(where: { $0.id == id }) else {
            throw MigratorError(
                .invalidRevision,
                "revision \(id) is in the program, and its file is gone; build first, so that nothing new follows it",
                revision: id,
                location: SourceLocation(file: path, line: entry.line)
            )
        }
        nodes.removeAll { $0.id == id }
    }

    /// The Swift files of a folder and those below it, as paths from it; helpers are in `Support/`.
    private static func files(in folder: String, below path: String = "", _ names: (String) -> [String]?) -> [String] {
        var files: [String] = []
        for name in names(path.isEmpty ? folder : folder.appending(path: path)) ?? [] where !name.hasPrefix(".") {
            let inner = path.isEmpty ? name : "\(path)/\(name)"
            if name.hasSuffix(".swift") {
                files.append(inner)
            } else if inner != "Support" {
                files += Self.files(in: folder, below: inner, names)
            }
        }
        return files
    }
}
