import ArgumentParser
import Migrator

/// The verb `revision -m TEXT`.
struct RevisionCommand: Verb {
    static let name = "revision"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Begin a new revision.",
            discussion: """
                Writes a file that only lacks its body, into the folder of the revision that it follows, and prints \
                its path. Compiled histories get a Swift file, folders of SQL revisions a SQL one. What was written \
                since the program was built counts: the next revision follows it.

                With --autogenerate the file has a body: what turns the history into the model, or one source that \
                'diff' knows into another. It is tried on an empty database before it is written. On a terminal it is \
                asked what was renamed; elsewhere --rename says so. Two files are written where one transaction \
                cannot do all; the last one has the id that --rev-id gives. Without a difference there is no file.
                """,
            examples: [
                ("-m \"add spirit titles\"", "follow the head"),
                ("-m \"audit\" --head base --branch-label audit", "begin a history of its own"),
                ("-m \"index\" --head 9f94 --splice", "begin a branch at a revision"),
                ("-m \"add notes\" --autogenerate", "what the history lacks of the model"),
                ("-m \"first\" --autogenerate --from empty --to database", "all that the database has"),
            ]
        )
    }

    @Option(name: .shortAndLong, help: ArgumentHelp("What it does, in a line.", valueName: "text"))
    var message: String

    @Option(help: ArgumentHelp("What it follows; 'base' for nothing.", valueName: "rev"))
    var head = "head"

    @OptionGroup var new: NewRevisionOptions
    @OptionGroup var generated: AutogenerateArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try generated.checkAlone()
        guard !generated.autogenerate else {
            return try await Autogeneration(session, generated, new).run(message: message, head: head)
        }
        let writer = try RevisionWriter(session, command: Self.name)
        let parents = try writer.graph.placement(onto: head, splice: new.splice).parents
        return try writer.write(new, message: message, parents: parents)
    }
}
