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
        let migrator = try await session.migrator(for: .looking)
        let parents = try migrator.parentsForMerge(revisions, splice: new.splice)
        let message = message ?? "merge \(parents.map(\.rawValue).joined(separator: " and "))"
        return try RevisionWriter(session: session, migrator: migrator, command: "merge")
            .write(new, message: message, parents: parents)
    }
}
