package import MigrationDSL
package import MigratorCore
package import MigratorDatabase
import MigratorPayloads

/// A SQL revision of a folder: what its file says, without the statements, which are read when they are run.
package struct SQLRevisionEntry: Sendable, Hashable {
    /// The fields of the header.
    package let header: SQLRevisionHeader
    /// The folder's path as it was given.
    package let folder: String
    /// The file's name in the folder.
    package let fileName: String
    /// The digest of what the upgrade does; comments, white space and line ends do not matter to it.
    package let upgradeDigest: SQLDigest
    /// The same of the downgrade; `nil` if the file has none and the revision is irreversible.
    package let downgradeDigest: SQLDigest?

    package var id: RevisionID { header.id }
    package var parents: [RevisionID] { header.parents }
    package var branchLabels: [String] { header.branchLabels }
    package var dependsOn: [String] { header.dependsOn }
    package var message: String { header.message }
    package var isTransactional: Bool { header.isTransactional }
    package var hasDowngrade: Bool { downgradeDigest != nil }

    /// The file's path: the folder's as it was given, and the name.
    package var path: String { SQLFolder.join(folder, fileName) }

    /// The location of the header's line that names the revision.
    package var location: SourceLocation { SourceLocation(file: path, line: header.line) }

    /// The digest of a section, or `nil` if the file has no such section.
    package func digest(of section: SQLSection) -> SQLDigest? {
        section == .upgrade ? upgradeDigest : downgradeDigest
    }

    /// Reads the file again for what a section does.
    ///
    /// - Throws: `MigratorError`: `fileSystem` if the file cannot be read, `checksumMismatch` if it says something else
    ///   than when the folder was loaded, `invalidRevision` if only the other kind of database can read it.
    package func statements(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> SQLStatements {
        let contents = try SQLFileContents.read(path)
        let file: SQLRevisionFile
        if let recent = RecentReading.take(path, saying: contents) {
            file = recent
        } else {
            file = try SQLRevisionFile(path: path, contents: contents)
        }
        guard file.header == header, file.digest(of: section) == digest(of: section) else {
            throw MigratorError(
                .checksumMismatch,
                "the file was edited while it was being used; run the command again",
                revision: id,
                location: location
            )
        }
        return try file.statements(of: section, for: kind)
    }

    /// The same, all made at once.
    package func items(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> [SQLItem] {
        Array(try statements(of: section, for: kind))
    }
}
