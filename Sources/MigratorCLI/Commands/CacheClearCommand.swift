import ArgumentParser
import CacheBridge
import MigratorRedis

/// The verb `cache clear NAMESPACE…`.
struct CacheClearCommand: Verb {
    static let name = "cache clear"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Make namespaces stale, everywhere.",
            discussion: """
                Replaces the namespace's token and tells all processes: what was cached cannot be reached any more, and \
                goes with its time. No key is searched for. Parsed payloads have no token and are deleted, and so are \
                files on disk.
                """,
            examples: [
                ("naming_spirits agent_templates", "two namespaces"), ("--all", "all of them"),
            ]
        )
    }

    @Argument(help: ArgumentHelp("A namespace.", valueName: "namespace"))
    var namespaces: [String] = []

    @Flag(help: "All namespaces.")
    var all = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        guard all != !namespaces.isEmpty else {
            throw UsageError(all ? "--all and names of namespaces are two things" : "name namespaces, or say --all")
        }
        return try await session.withCaches(tellsStores: false) { open in
            try NamespaceArguments.check(namespaces, open.namespaces)
            let names = open.namespaces.filter { all || namespaces.contains($0) }
            let stores = await StoreReport(open.cache)
            if let reason = stores.reason {
                // Other processes may still reach the store, and would go on using its entries.
                guard Self.nobodyListens(reason) else { throw reason }
                session.console.tellAway(stores.stores.first?.name ?? "redis", reason)
            }
            let reports = try await open.cache.clear(names, withStore: stores.answers)
            show(names.map { ($0, reports[$0] ?? ClearReport()) }, stores, session.console)
            return .done
        }
    }

    /// Whether there is no store: a busy one is there, and one that refuses every user may be.
    private static func nobodyListens(_ reason: CacheError) -> Bool {
        guard let error = reason.cause as? RedisError else { return reason.code == .connectionRefused }
        return error.code == .cannotConnect && !error.isUnanswered || error.code == .loading
    }

    private func show(_ cleared: [(name: String, report: ClearReport)], _ stores: StoreReport, _ console: Console) {
        console.answer(
            JSON.object([
                "command": .string("cache clear"),
                "redis": .string(stores.state),
                "namespaces": .array(
                    cleared.map { name, report in
                        .object([
                            "namespace": .string(name),
                            "invalidated": .bool(report.isInvalidated),
                            "removed": .number(report.removed),
                            "bytes": .number(report.bytes),
                        ])
                    }
                ),
            ])
        )
        for (name, report) in cleared {
            var line = "cleared \(name)"
            if report.removed > 0 {
                line += " (\(counted(report.removed, "value")) deleted, \(Shown.bytes(report.bytes)))"
            }
            console.status(line)
        }
        if stores.stores.isEmpty { console.note("Redis is off: only what this machine holds was cleared") }
    }
}
