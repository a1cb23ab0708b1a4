import MigrationDSL
import Migrator
import MigratorImport

/// The files of imported revisions, once it is sure that a folder will take them.
struct ImportWriting {
    let files: [(revision: ImportedRevision, path: String)]
    private let folder: String

    /// Names the files, and makes sure that the folder's graph would hold together with them.
    ///
    /// - Throws: `MigratorError` for a revision that the folder has already.
    init(_ project: ImportedProject, into folder: String) throws(MigratorError) {
        self.folder = folder
        files = project.revisions.map { revision in
            (revision, folder.appending(path: RevisionName.fileName(revision.id, revision.message, .sql)))
        }
        switch System.kind(ofPath: folder) {
        case .missing: break
        case .folder:
            let present = try RevisionHistory([.folder(folder)], remembersFolders: false)
            _ = try RevisionGraph(present.graph.revisions + project.nodes)
        case .file, .other: throw MigratorError(.fileSystem, "\(folder) is no folder")
        }
    }

    /// Writes all the files or none; what is there is never touched.
    func write() throws(MigratorError) {
        try System.makeFolder(folder)
        try System.createFiles(files.map { ($0.path, $0.revision.text) })
    }
}
