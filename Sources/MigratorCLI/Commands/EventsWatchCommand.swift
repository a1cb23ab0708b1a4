import ArgumentParser

/// The verb `events watch`.
struct EventsWatchCommand: Verb {
    static let name = "events watch"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Show events as they are committed, until interrupted.",
            discussion: """
                Prints a line for each event of this database, heard by Redis, by NOTIFY and from the outbox, whichever \
                is first. With --format json each line is an object.
                """,
            examples: [("", "for people"), ("--format json | jq .namespaces", "for programs")]
        )
    }

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await CacheWatchCommand.watch(session)
    }
}
