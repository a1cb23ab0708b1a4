import MigrationDSL
package import MigratorCore
package import MigratorGraph

/// A project of another tool as revisions, and what is left of it.
package struct ImportedProject: Sendable {
    package let format: ImportFormat
    /// Parents first.
    package let revisions: [ImportedRevision]
    /// What did not become part of a revision: by file, line and reason.
    package let left: [ImportFinding]

    /// Reads a project's files.
    ///
    /// - Throws: `MigratorError` with the place for a file that the tool itself would refuse, and for a project without
    ///   a migration.
    package init(_ format: ImportFormat, files: [ForeignFile], in folder: String) throws(MigratorError) {
        let project = try format.files?.migrations(files) ?? ForeignProject()
        guard !project.migrations.isEmpty else {
            throw MigratorError(
                .invalidRevision,
                "\(folder) has no migration of \(format.rawValue); give the folder in which they lie"
            )
        }
        try self.init(format, project)
    }

    /// Turns migrations into revisions: each follows the one before it, unless it says what it follows.
    package init(_ format: ImportFormat, _ project: ForeignProject) throws(MigratorError) {
        self.format = format
        var revisions: [ImportedRevision] = []
        for migration in project.migrations {
            if let problem = migration.id.problem {
                throw MigratorError(
                    .invalidRevision,
                    "'\(OneLine.text(migration.id.rawValue))' will not do as an id: \(problem)",
                    location: SourceLocation(file: migration.file, line: 1)
                )
            }
            revisions.append(ImportedRevision(migration, parents: revisions.last.map { [$0.id] } ?? [], format))
        }
        self.revisions = revisions
        left = project.left + revisions.flatMap(\.left)
        _ = try RevisionGraph(nodes)
    }

    /// The revisions as the graph has them.
    package var nodes: [RevisionNode] {
        revisions.map { revision in
            RevisionNode(
                id: revision.id,
                parents: revision.parents,
                dependsOn: revision.dependsOn,
                branchLabels: revision.branchLabels,
                message: revision.message,
                source: SourceLocation(file: revision.file, line: 1)
            )
        }
    }
}
