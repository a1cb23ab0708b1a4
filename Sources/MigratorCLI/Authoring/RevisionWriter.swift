import MigrationDSL
import Migrator

/// Writes the file of a new revision, once it is sure that the graph will take it.
struct RevisionWriter {
    let session: Session
    let command: String
    /// The graph as the folders hold it: what was written since the program was built is part of it.
    let graph: RevisionGraph
    private let written: WrittenRevisions

    init(_ session: Session, command: String) throws(MigratorError) {
        self.session = session
        self.command = command
        written = try WrittenRevisions(session.compiled)
        graph = try written.graph(beside: try session.history().graph)
    }

    /// Writes the file and prints where it is.
    func write(_ options: NewRevisionOptions, message: String, parents: [RevisionID]) throws -> ExitStatus {
        let id = options.revID.map { RevisionID($0) } ?? RevisionName.newID { graph[$0] != nil }
        let template = RevisionDraft(
            id,
            parents: parents,
            branchLabels: options.branchLabel,
            dependsOn: try graph.placement(onto: "base", dependsOn: options.dependsOn).dependsOn,
            message: RevisionName.message(message)
        )
        let folders = RevisionFolders(compiled: session.compiled.map(\.sourceFolder), sql: session.settings.revisions)
        let choice = try folders.choose(
            path: options.versionPath,
            parentFile: parents.first.flatMap { graph[$0]?.source?.file },
            language: options.language
        )
        guard System.kind(ofPath: choice.folder) == .folder else {
            throw MigratorError(.fileSystem, "\(choice.folder) is no folder: was the program built somewhere else?")
        }
        let path = choice.folder.appending(path: RevisionName.fileName(id, template.message, choice.language))
        try check(template, path)
        switch choice.language {
        case .sql: try System.createFile(path, template.sql())
        case .swift: try System.createFile(path, template.swift(typeName: typeName(template)))
        }
        session.console.answer(
            JSON.object([
                "command": .string(command), "revision": .string(id.rawValue), "path": .string(path),
            ])
        )
        session.console.answer(TerminalText.line(path))
        return .done
    }

    /// Makes sure that the graph would hold together with the new revision in it.
    private func check(_ template: RevisionDraft, _ path: String) throws(MigratorError) {
        let node = RevisionNode(
            id: template.id,
            parents: template.parents,
            dependsOn: template.dependsOn,
            branchLabels: template.branchLabels,
            message: template.message,
            source: SourceLocation(file: path, line: 1)
        )
        _ = try RevisionGraph(graph.revisions + [node])
    }

    private func typeName(_ template: RevisionDraft) -> String {
        let taken = session.registries.flatMap(\.entries).map { String(describing: $0.type) }
        return RevisionName.typeName(template.message, template.id, taken: Set(taken + written.typeNames))
    }
}
