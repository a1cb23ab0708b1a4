package import MigrationDSL
public import MigratorCore
public import MigratorGraph

/// The revisions of one or more sources, checked and joined into one graph.
public struct RevisionHistory: Sendable {
    /// The graph of the revisions.
    public let graph: RevisionGraph
    /// The folders that new revisions may be written into: those of SQL revisions, then those of compiled ones.
    public let folders: [String]
    /// The revisions, in load order.
    private let loaded: [any LoadedRevision]
    /// What runs again whenever its text has changed, each after what it depends on.
    package let repeatables: [any LoadedRevision]

    /// Loads the revisions of some sources, in their order.
    ///
    /// - Parameters:
    ///   - sources: Where the revisions come from.
    ///   - remembersFolders: Whether a folder's parsed revisions are remembered on disk, for the next start.
    /// - Throws: ``MigratorError`` for a file that cannot be read or is malformed, with its location, and for a graph
    ///   that cannot be.
    public init(_ sources: [RevisionSource], remembersFolders: Bool = true) throws(MigratorError) {
        var loaded: [any LoadedRevision] = []
        var sqlFolders: [String] = []
        var compiledFolders: [String] = []
        var repeatables: [any SQLLoaded] = []
        for source in sources {
            switch source {
            case .compiled(let registry):
                loaded += registry.entries.map { CompiledRevision($0, in: registry) }
                for revision in try EmbeddedSQLRevision.all(of: registry) {
                    if revision.header.repeatable == nil {
                        loaded.append(revision)
                    } else {
                        repeatables.append(revision)
                    }
                }
                compiledFolders.append(registry.sourceFolder)
            case .folder(let path):
                let memory = remembersFolders ? FolderMemory.standard() : nil
                let entries = try SQLFolder.load(path: path, memory: memory)
                loaded.reserveCapacity(loaded.count + entries.count)
                let isMixed = entries.contains { $0.header.repeatable != nil }
                for revision in SQLRevision.all(isMixed ? entries.filter { $0.header.repeatable != nil } : []) {
                    repeatables.append(revision)
                }
                let versioned = isMixed ? entries.filter { $0.header.repeatable == nil } : entries
                for revision in SQLRevision.all(versioned) { loaded.append(revision) }
                sqlFolders.append(path)
            }
        }
        try self.init(
            loaded: loaded,
            folders: sqlFolders + compiledFolders,
            repeatables: try Repeatable.inOrder(repeatables)
        )
    }

    /// Joins revisions that are loaded already.
    package init(
        loaded: [any LoadedRevision],
        folders: [String] = [],
        repeatables: [any LoadedRevision] = []
    ) throws(MigratorError) {
        self.repeatables = repeatables
        graph = try RevisionGraph(loaded.map(\.node))
        self.loaded = loaded
        self.folders = folders
    }

    /// The revision of an id that the graph has, or the repeatable of one.
    package func revision(_ id: RevisionID) throws(MigratorError) -> any LoadedRevision {
        if Repeatable.name(of: id) != nil, let repeatable = repeatables.first(where: { $0.id == id }) {
            return repeatable
        }
        guard let position = graph.index.positions[id] else {
            throw MigratorError(.unknownRevision, "no such revision: \(id)", revision: id)
        }
        return loaded[position]
    }
}
