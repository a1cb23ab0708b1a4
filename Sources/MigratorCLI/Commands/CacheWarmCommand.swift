import ArgumentParser
import CacheBridge
import Migrator
import MigratorDatabase

/// The verb `cache warm`.
struct CacheWarmCommand: Verb {
    static let name = "cache warm"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Load into the caches what the application asks for.",
            discussion: """
                Runs the application's standing queries through its caches, so that its next start finds them filled. \
                Of a query with very many keys, some chosen at random are loaded. 'alembic_data' is filled with the \
                payloads of all revisions that are cheaper to fetch than to make: their tables are made in a \
                throw-away database, and the database itself need not be there for that.
                """,
            examples: [
                ("", "all namespaces"), ("naming_spirits", "one of them"), ("--limit 10000", "more keys of each query"),
                ("alembic_data", "payloads alone, as a step of a build"),
            ]
        )
    }

    @OptionGroup var arguments: NamespaceArguments

    @Option(help: ArgumentHelp("How many keys of each query are loaded at most (default: 1000).", valueName: "n"))
    var limit: Int?

    @OptionGroup var global: GlobalOptions

    /// The result of loading the answers of one query.
    private struct Loaded {
        let query: StandingQuery
        let entries: Int
        let time: Duration
    }

    func run(_ session: Session) async throws -> ExitStatus {
        let limit = limit ?? 1000
        guard (1...1_000_000).contains(limit) else { throw UsageError("--limit is a number from 1 to 1000000") }
        // The payloads of a database can be loaded before the database is there.
        let needsDatabase = arguments.namespaces != [Namespace.alembicData.name]
        return try await session.withCaches(of: needsDatabase ? .existing : .any) { open in
            let names = try arguments.chosen(from: open.namespaces)
            var stores = await StoreReport(open.cache)
            let clock = ContinuousClock()
            let began = clock.now
            var loaded: [Loaded] = []
            var tables = QueriedTables()
            for query in open.queries where names.contains(query.namespace.name) {
                let start = clock.now
                do {
                    let entries = try await query.warm(limit)
                    loaded.append(Loaded(query: query, entries: entries, time: start.duration(to: clock.now)))
                } catch let error as CacheError {
                    try stores.goOn(after: error, session.console)
                } catch let error as DatabaseFailure where error.code == .undefinedObject {
                    tables.lack(query, error)
                }
            }
            let hasPayloads = names.contains(Namespace.alembicData.name)
            try tables.tell(session.console, isAny: !loaded.isEmpty || hasPayloads)
            let payloads = try await PayloadWarmUp(session, open, isNamed: !arguments.namespaces.isEmpty).run(names)
            show(loaded, payloads, began.duration(to: clock.now), stores, open, session.console)
            return .done
        }
    }

    private func show(
        _ loaded: [Loaded],
        _ payloads: [PayloadReport],
        _ time: Duration,
        _ stores: StoreReport,
        _ open: OpenCaches,
        _ console: Console
    ) {
        let entries = loaded.reduce(0) { $0 + $1.entries }
        let stored = open.cache.statistics.namespaces.values.reduce(0) { $0 + $1.stores }
        console.answer(
            JSON.object([
                "command": .string("cache warm"),
                "redis": .string(stores.state),
                "entries": .number(entries),
                "stored": .number(stored),
                "duration_ms": .number(time.milliseconds),
                "queries": .array(
                    loaded.map { one in
                        .object([
                            "namespace": .string(one.query.namespace.name),
                            "query": .string(one.query.name),
                            "entries": .number(one.entries),
                            "duration_ms": .number(one.time.milliseconds),
                        ])
                    }
                ),
                "payloads": .array(payloads.map { .payload($0) }),
            ])
        )
        let rows = loaded.map { one in
            [one.query.namespace.name, one.query.name, "\(one.entries)", one.time.readable]
        }
        if !rows.isEmpty { console.answer(TextTable.draw(["NAMESPACE", "QUERY", "ENTRIES", "TIME"], rows)) }
        for payload in payloads { console.status(PayloadText.line(payload)) }
        console.status("\(counted(entries, "entry", "entries")) in \(time.readable), \(stored) newly stored")
        let isKept = open.cache.configuration.witness != nil || payloads.contains(where: \.isKept)
        // With a disk, a payload that was not kept is cheap to load again, so nothing is lost.
        let isLost = entries > 0 || open.caches.disk == nil
        if !stores.answers, stored == 0, !isKept, isLost {
            console.note("nothing that outlasts this command was filled: there is no Redis to keep it")
        }
    }
}
