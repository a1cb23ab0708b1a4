import ArgumentParser
import CacheBridge

/// The verb `cache watch`.
struct CacheWatchCommand: Verb {
    static let name = "cache watch"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Show what becomes stale, as it does, until interrupted.",
            discussion: """
                Prints a line for each event of this database: a revision that was applied or taken back, a write, a \
                namespace that was cleared. Heard by Redis, and by the database itself: NOTIFY on PostgreSQL, and the \
                outbox, which is asked every EVENTS_POLL_MS. With --format json each line is an object.
                """,
            examples: [("", "for people"), ("--format json | jq .namespaces", "for programs")]
        )
    }

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await Self.watch(session)
    }

    /// Shows events until it is interrupted.
    static func watch(_ session: Session) async throws -> ExitStatus {
        try await session.withCaches(of: .existing, listening: true) { open -> ExitStatus in
            let stores = await StoreReport(open.cache)
            let way = stores.answers ? "Redis and the database" : "the database alone"
            session.console.note("watching by \(way); Ctrl-C ends it")
            await show(open.cache, session.console)
            guard session.console.takesAnswers else { return .done }
            throw CancellationError()
        }
    }

    /// Prints events until the task is cancelled, or the output is closed.
    private static func show(_ cache: CoherentCache, _ console: Console) async {
        let events = cache.bus.events()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await cache.run() }
            for await event in events {
                if console.isJSON, let json = try? event.json() {
                    console.print(String(decoding: json, as: UTF8.self) + "\n")
                } else {
                    console.answer(EventText.watched(event))
                }
                guard console.takesAnswers else { break }
            }
            group.cancelAll()
        }
    }
}
