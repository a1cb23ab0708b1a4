import MigrationDSL
import Migrator

/// Writes the files of new revisions, once it is sure that the graph will take them.
struct RevisionWriter {
    /// The file of a revision that is to be written.
    struct File {
        let heading: RevisionHeading
        let path: String
        /// The name of its type, in Swift.
        let typeName: String
    }

    let session: Session
    let command: String
    /// The graph as the folders hold it: what was written since the program was built is part of it.
    let graph: RevisionGraph
    private let written: WrittenRevisions

    init(_ session: Session, command: String, history: RevisionHistory? = nil) throws(MigratorError) {
        self.session = session
        self.command = command
        written = try WrittenRevisions(session.compiled)
        let history = if let history { history } else { try session.history() }
        graph = try written.graph(beside: history.graph)
    }

    /// Refuses what was written since the program was built, where a history is run that lacks it.
    func requireBuilt() throws(MigratorError) {
        guard let node = written.nodes.first else { return }
        throw MigratorError(
            .invalidRevision,
            "revision \(node.id) is not in the program yet, and what it changes would be generated once more; build first",
            revision: node.id,
            location: node.source
        )
    }

    /// Writes the file of a revision that is to be filled in, and prints where it is.
    func write(_ options: NewRevisionOptions, message: String, parents: [RevisionID]) throws -> ExitStatus {
        let choice = try folder(options, parents: parents)
        let files = try files(options, messages: [message], parents: parents, in: choice)
        try write(files, texts(files, choice.language))
        for file in files {
            session.console.answer(
                JSON.object([
                    "command": .string(command), "revision": .string(file.heading.id.rawValue),
                    "path": .string(file.path),
                ])
            )
            session.console.answer(TerminalText.line(file.path))
        }
        return .done
    }

    /// The folder that revisions with these parents go into, and its language.
    func folder(
        _ options: NewRevisionOptions,
        parents: [RevisionID]
    ) throws(MigratorError) -> RevisionFolders.Choice {
        let folders = RevisionFolders(
            compiled: session.compiled.filter { !$0.isOfSQL }.map(\.sourceFolder),
            sql: session.settings.revisions + session.compiled.filter(\.isOfSQL).map(\.sourceFolder)
        )
        let choice = try folders.choose(
            path: options.versionPath,
            parentFile: parents.first.flatMap { graph[$0]?.source?.file },
            language: options.language
        )
        guard System.kind(ofPath: choice.folder) == .folder else {
            throw MigratorError(.fileSystem, "\(choice.folder) is no folder: was the program built somewhere else?")
        }
        return choice
    }

    /// Names the files of revisions that follow each other, and makes sure that the graph would hold together with them.
    ///
    /// The first one begins the branch and has the dependencies; the last one has the id that was asked for.
    func files(
        _ options: NewRevisionOptions,
        messages: [String],
        parents: [RevisionID],
        in choice: RevisionFolders.Choice
    ) throws(MigratorError) -> [File] {
        var files: [File] = []
        var names = Set(session.registries.flatMap(\.entries).map { String(describing: $0.type) } + written.typeNames)
        for (index, message) in messages.enumerated() {
            let asked = options.revID.map { RevisionID($0) }
            let isTaken = { (id: RevisionID) in
                graph[id] != nil || id == asked || files.contains { $0.heading.id == id }
            }
            let given = index == messages.count - 1 ? asked : nil
            let id = given ?? RevisionName.newID(unlike: isTaken)
            let heading = RevisionHeading(
                id: id,
                parents: files.last.map { [$0.heading.id] } ?? parents,
                branchLabels: files.isEmpty ? options.branchLabel : [],
                dependsOn: files.isEmpty
                    ? try graph.placement(onto: "base", dependsOn: options.dependsOn).dependsOn : [],
                message: RevisionName.message(message)
            )
            let name = RevisionName.fileName(id, heading.message, choice.language)
            let typeName = RevisionName.typeName(heading.message, id, taken: names)
            names.insert(typeName)
            files.append(File(heading: heading, path: choice.folder.appending(path: name), typeName: typeName))
        }
        _ = try RevisionGraph(graph.revisions + files.map(\.node))
        return files
    }

    /// The texts of revisions that are to be filled in.
    func texts(_ files: [File], _ language: RevisionLanguage) -> [String] {
        files.map { file in
            switch language {
            case .sql: file.heading.draft().sql()
            case .swift: file.heading.draft().swift(typeName: file.typeName)
            }
        }
    }

    /// Writes all the files or none; what is there is never touched.
    func write(_ files: [File], _ texts: [String]) throws(MigratorError) {
        try System.createFiles(zip(files, texts).map { ($0.path, $1) })
    }
}

extension RevisionWriter.File {
    fileprivate var node: RevisionNode {
        RevisionNode(
            id: heading.id,
            parents: heading.parents,
            dependsOn: heading.dependsOn,
            branchLabels: heading.branchLabels,
            message: heading.message,
            source: SourceLocation(file: path, line: 1)
        )
    }
}
