import ArgumentParser

/// The verbs of the caches, which begin with `cache`.
struct CacheCommand: ParsableCommand {
    static let name = "cache"

    static let verbs: [any Verb.Type] = [
        CacheStatsCommand.self, CacheListCommand.self, CacheClearCommand.self, CacheWarmCommand.self,
        CacheVerifyCommand.self, CacheWatchCommand.self,
    ]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Look at the caches, fill and clear them.",
            discussion: """
                The caches of the migrations and of the application, in Redis, in memory and on disk. REDIS_URL says \
                where Redis is; without it these commands say so and go on with what is left.
                """,
            examples: [
                ("stats", "what the caches of all processes did"),
                ("list", "what lies in them"),
                ("clear naming_spirits", "make a namespace stale, everywhere"),
                ("warm", "load what the application asks for"),
                ("verify --repair", "compare with the database, and clear what lies"),
                ("watch", "show what becomes stale, as it does"),
            ],
            subcommands: verbs
        )
    }
}
