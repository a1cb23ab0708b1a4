import ArgumentParser

/// The verbs of the outbox, which begin with `events`.
struct EventsCommand: ParsableCommand {
    static let name = "events"

    static let verbs: [any Verb.Type] = [EventsListCommand.self, EventsReplayCommand.self, EventsWatchCommand.self]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Look at the events that caches are kept right by, and deliver them.",
            discussion: """
                Each applied step leaves an event in the database, which is delivered to the caches when the step is \
                committed. What cannot be delivered waits for the next command that reaches them.
                """,
            examples: [
                ("list", "what waits, and for whom"), ("replay --since 17", "deliver once more"),
                ("watch", "show them as they come"),
            ],
            subcommands: verbs
        )
    }
}
