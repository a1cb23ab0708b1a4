import ArgumentParser
import MigrationDSL
import Migrator

/// The verb `merge REV…`.
struct MergeCommand: Verb {
    static let name = "merge"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Begin a revision that joins several.",
            discussion: "The revision changes nothing by itself, so that there is one head again.",
            examples: [
                ("heads -m \"join the branches\"", "all heads"),
                ("agents@head ecs@head", "two of them"),
            ]
        )
    }

    @Argument(help: "The revisions to join.")
    var revisions: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("What it does, in a line.", valueName: "text"))
    var message: String?

    @OptionGroup var new: NewRevisionOptions
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let writer = try RevisionWriter(session, command: Self.name)
        let parents = try writer.graph.mergePlacement(of: revisions, splice: new.splice).parents
        let message = message ?? "merge \(parents.map(\.rawValue).joined(separator: " and "))"
        return try writer.write(new, message: message, parents: parents)
    }
}
