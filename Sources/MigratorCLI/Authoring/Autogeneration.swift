import MigrationDSL
import Migrator

/// Generates the next revisions and writes their files: what `revision --autogenerate` does.
struct Autogeneration {
    private let session: Session
    private let arguments: AutogenerateArguments
    private let new: NewRevisionOptions

    init(_ session: Session, _ arguments: AutogenerateArguments, _ new: NewRevisionOptions) {
        self.session = session
        self.arguments = arguments
        self.new = new
    }

    /// Writes the files, or none if there is no difference, and prints where they are.
    func run(message: String, head: String) async throws -> ExitStatus {
        let from = try session.source(arguments.from ?? "history", arguments.schema)
        let to = try session.source(arguments.to ?? "model", arguments.schema)
        var options = arguments.schema.options(session.settings.schema)
        options.renames = arguments.renames
        let engine = try session.schemaEngine()
        let writer = try RevisionWriter(session, command: RevisionCommand.name, history: engine.revisions)
        if from.replaysHistory { try writer.requireBuilt() }
        if from == .history(nil) { try writer.graph.requireOneHead() }
        let parents = try writer.graph.placement(onto: head, splice: new.splice).parents
        let choice = try writer.folder(new, parents: parents)
        // What is wrong with the names is said before a history is run.
        _ = try writer.files(new, messages: [message], parents: parents, in: choice)

        let dialog = session.console.renameDialog
        var choose: RenameQuestion.Choose?
        if let dialog { choose = { question in try dialog.choose(question) } }
        let generated = try await engine.autogenerate(
            from: from,
            to: to,
            options,
            proves: !arguments.noProof,
            choose: choose
        )
        let output = GeneratedOutput(generated, session.console)
        output.showDifferences(wasAsked: dialog != nil)
        if let refusal = Self.refusal(generated.unsupported) { throw refusal }
        let count = generated.revisions.isEmpty && arguments.empty ? 1 : generated.revisions.count
        let files = try writer.files(new, messages: Self.messages(message, count), parents: parents, in: choice)
        try writer.write(files, try await texts(generated, files, choice.language, engine, options, writer))
        output.answer(files)
        return .done
    }

    private func texts(
        _ generated: GeneratedRevisions,
        _ files: [RevisionWriter.File],
        _ language: RevisionLanguage,
        _ engine: MigrationEngine,
        _ options: SchemaOptions,
        _ writer: RevisionWriter
    ) async throws -> [String] {
        guard !generated.revisions.isEmpty else { return writer.texts(files, language) }
        return try await engine.texts(
            of: generated,
            under: files.map(\.heading),
            as: language == .sql ? .sql : .swift(typeNames: files.map(\.typeName)),
            scratch: options.scratch
        )
    }

    private static func messages(_ message: String, _ count: Int) -> [String] {
        guard count > 1 else { return Array(repeating: message, count: count) }
        return (1...count).map { "\(message) (\($0) of \(count))" }
    }

    /// A revision that leaves a difference out would look as if it were all.
    static func refusal(_ unsupported: [UnsupportedObject]) -> MigratorError? {
        guard !unsupported.isEmpty else { return nil }
        let list = unsupported.map { "\n  \($0.kind) \($0.object): \($0.why)" }.joined()
        return MigratorError(
            .unsupportedByDialect,
            "no revision is written, since it would leave out what has no operation:\(list)\n"
                + "Write that by hand, or leave it alone with --exclude."
        )
    }
}
