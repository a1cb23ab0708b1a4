import ArgumentParser
import Migrator

/// The verb `events list`.
struct EventsListCommand: Verb {
    static let name = "events list"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List the events of the outbox that caches have not heard of.",
            discussion: """
                Each applied step, and each write to the naming and template tables, leaves an event for the caches. \
                It waits until each of them was told; the next command that reaches a cache delivers it.
                """,
            examples: [
                ("", "what waits, and for whom"), ("--all", "what was delivered, too"),
                ("--format json", "the same for programs"),
            ]
        )
    }

    @Flag(help: "List those too that all caches have heard of.")
    var all = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let migrator = try session.migrator(for: .looking, caches: try session.migratorCaches(for: .changing))
        let report = try await migrator.events(all: all)
        let console = session.console
        console.answer(Self.json(report))
        for entry in report.entries { console.answer(Self.line(entry, report.targets)) }
        for target in report.targets {
            let count = report.pending[target] ?? 0
            let name = TerminalText.line(target)
            console.status(count == 0 ? "nothing waits for \(name)" : "\(counted(count, "event")) waiting for \(name)")
        }
        return .done
    }

    /// `{"targets":[{"name","pending"}],"events":[the event with "deliveries":[…]]}`.
    static func json(_ report: EventsReport) -> JSON {
        let targets: [JSON] = report.targets.map { target in
            .object(["name": .string(target), "pending": .number(report.pending[target] ?? 0)])
        }
        let events: [JSON] = report.entries.map { entry in
            let deliveries: [JSON] = entry.deliveries.map { delivery in
                .object([
                    "target": .string(delivery.target),
                    "attempts": .number(delivery.attempts),
                    "last_error": delivery.lastError.map { .string($0) },
                    "delivered_at": delivery.deliveredAt.map { .string($0) },
                ])
            }
            return EventText.json(entry.event, with: [JSON.Member(key: "deliveries", value: .array(deliveries))])
        }
        return .object(["targets": .array(targets), "events": .array(events)])
    }

    private static func line(_ entry: EventsReport.Entry, _ targets: [String]) -> String {
        let waiting = entry.waiting(for: targets)
        let line = EventText.line(entry.event)
        guard !waiting.isEmpty else { return line }
        let failures = entry.deliveries.filter { $0.deliveredAt == nil && $0.attempts > 0 }
        let tried = failures.map { failure in
            "\(failure.target) failed \(counted(failure.attempts, "time")): \(failure.lastError ?? "")"
        }
        let why = tried.isEmpty ? "" : " (\(tried.joined(separator: "; ")))"
        return line + TerminalText.line("  waits for \(waiting.joined(separator: ", "))\(why)")
    }
}
