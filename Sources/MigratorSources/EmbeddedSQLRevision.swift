import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorPayloads

/// A revision written in SQL whose text is part of the executable.
struct EmbeddedSQLRevision: SQLLoaded {
    let payloads: PayloadLocator
    private let file: SQLRevisionFile
    private let path: String

    /// The revisions whose files the plugin has put among a target's embedded files.
    ///
    /// - Throws: `MigratorError` of code `invalidRevision`, with the location in the file as it was when it was built.
    static func all(of registry: RevisionRegistry) throws(MigratorError) -> [EmbeddedSQLRevision] {
        var revisions: [EmbeddedSQLRevision] = []
        for embedded in registry.payloads where isRevision(embedded) {
            revisions.append(try EmbeddedSQLRevision(embedded, of: registry))
        }
        return revisions
    }

    /// Whether an embedded file is a revision: SQL in a folder named `payloads` is data.
    static func isRevision(_ embedded: RevisionRegistry.EmbeddedPayload) -> Bool {
        guard embedded.path.hasSuffix(".sql"), !embedded.isBase64 else { return false }
        return !embedded.path.split(separator: "/").dropLast().contains { $0 == "payloads" }
    }

    private init(
        _ embedded: RevisionRegistry.EmbeddedPayload,
        of registry: RevisionRegistry
    ) throws(MigratorError) {
        path = SQLFolder.join(registry.sourceFolder, embedded.path)
        file = try SQLRevisionFile(path: path, contents: embedded.content.withUTF8Buffer { Array($0) })
        payloads = .compiled(registry, folder: embedded.path.parentFolder)
    }

    var header: SQLRevisionHeader { file.header }
    var location: SourceLocation { SourceLocation(file: path, line: file.header.line) }

    func digest(of section: SQLSection) -> SQLDigest? { file.digest(of: section) }

    func statements(of section: SQLSection, for kind: DatabaseKind) throws(MigratorError) -> SQLStatements {
        try file.statements(of: section, for: kind)
    }
}
