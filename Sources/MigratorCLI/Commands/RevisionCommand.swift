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
                """,
            examples: [
                ("-m \"add spirit titles\"", "follow the head"),
                ("-m \"audit\" --head base --branch-label audit", "begin a history of its own"),
                ("-m \"index\" --head 9f94 --splice", "begin a branch at a revision"),
            ]
        )
    }

    @Option(name: .shortAndLong, help: ArgumentHelp("What it does, in a line.", valueName: "text"))
    var message: String

    @Option(help: ArgumentHelp("What it follows; 'base' for nothing.", valueName: "rev"))
    var head = "head"

    @OptionGroup var new: NewRevisionOptions
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let writer = try RevisionWriter(session, command: Self.name)
        let parents = try writer.graph.placement(onto: head, splice: new.splice).parents
        return try writer.write(new, message: message, parents: parents)
    }
}
