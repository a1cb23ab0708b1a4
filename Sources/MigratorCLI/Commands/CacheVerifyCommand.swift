import ArgumentParser
import CacheBridge
import Migrator
import MigratorDatabase

/// The verb `cache verify`.
struct CacheVerifyCommand: Verb {
    static let name = "cache verify"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Compare cached entries with the database.",
            discussion: """
                Looks for entries of the application's standing queries, chosen at random, and asks the database for the \
                same. Exits with 3 if a namespace lies: somebody wrote past the caches, by psql for example, and told \
                nobody. With --repair such a namespace is cleared.
                """,
            examples: [
                ("", "100 keys of each query"), ("naming_spirits --sample 1000", "more of one namespace"),
                ("--repair", "clear what lies"),
            ]
        )
    }

    @OptionGroup var arguments: NamespaceArguments

    @Option(help: ArgumentHelp("How many keys of each query are compared (default: 100).", valueName: "n"))
    var sample: Int?

    @Flag(help: "Clear a namespace that lies.")
    var repair = false

    @OptionGroup var global: GlobalOptions

    private typealias Finding = (query: StandingQuery, found: CacheComparison)

    func run(_ session: Session) async throws -> ExitStatus {
        let sample = sample ?? 100
        guard (1...1_000_000).contains(sample) else { throw UsageError("--sample is a number from 1 to 1000000") }
        return try await session.withCaches(of: .existing) { open in
            let names = try arguments.chosen(from: open.namespaces)
            var stores = await StoreReport(open.cache)
            var findings: [Finding] = []
            var tables = QueriedTables()
            for query in open.queries where names.contains(query.namespace.name) {
                var found = CacheComparison(sampled: 0, compared: 0, differing: [])
                do {
                    found = try await query.verify(sample)
                } catch let error as CacheError {
                    try stores.goOn(after: error, session.console)
                } catch let error as DatabaseFailure where error.code == .undefinedObject {
                    tables.lack(query, error)
                    continue
                }
                findings.append((query, found))
            }
            try tables.tell(session.console, isAny: !findings.isEmpty)
            let liars = Set(findings.filter { !$0.found.differing.isEmpty }.map(\.query.namespace.name)).sorted()
            if repair, !liars.isEmpty { _ = try await open.cache.clear(liars) }
            show(findings, liars, stores, session.console)
            return liars.isEmpty || repair ? .done : .found
        }
    }

    private func show(_ findings: [Finding], _ liars: [String], _ stores: StoreReport, _ console: Console) {
        console.answer(
            JSON.object([
                "command": .string("cache verify"),
                "redis": .string(stores.state),
                "queries": .array(
                    findings.map { query, found in
                        .object([
                            "namespace": .string(query.namespace.name),
                            "query": .string(query.name),
                            "sampled": .number(found.sampled),
                            "compared": .number(found.compared),
                            "differing": .strings(found.differing),
                        ])
                    }
                ),
                "lying": .strings(liars),
                "repaired": .strings(repair ? liars : []),
            ])
        )
        for (query, found) in findings {
            for key in found.differing {
                console.answer("\(query.namespace.name): \(TerminalText.line(key)) is not what the database says")
            }
        }
        let compared = findings.reduce(0) { $0 + $1.found.compared }
        for name in liars {
            console.status(repair ? "cleared \(name), which lied" : "\(name) lies; --repair clears it")
        }
        guard liars.isEmpty else { return }
        console.status("\(counted(compared, "entry", "entries")) compared, and all are as the database says")
        if compared == 0, !stores.answers { console.note("there is nothing here to compare with the database") }
    }
}
