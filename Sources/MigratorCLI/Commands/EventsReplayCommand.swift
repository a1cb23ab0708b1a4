import ArgumentParser
import CacheBridge
import Migrator

/// The verb `events replay ID…`.
struct EventsReplayCommand: Verb {
    static let name = "events replay"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Deliver events once more.",
            discussion: """
                Whoever has heard of them already forgets what it held once more, which costs misses and nothing else.
                """,
            examples: [
                ("17 18", "two events"), ("--since 17", "all from one on"),
                ("--since 2026-01-01T12:00:00Z", "all from a moment on"),
            ]
        )
    }

    @Argument(help: ArgumentHelp("The number of an event.", valueName: "id"))
    var ids: [Int64] = []

    @Option(help: ArgumentHelp("The number of the first event, or a moment.", valueName: "id or time"))
    var since: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let migrator = try session.migrator(for: .changing)
        guard !migrator.caches.targets.isEmpty else { throw UsageError("Redis is off: there is nobody to tell") }
        let report = try await migrator.replay(try selection())
        let console = session.console
        console.answer(
            JSON.object([
                "command": .string("events replay"),
                "events": .array(report.events.map { EventText.json($0) }),
                "failures": .array(
                    report.failures.sorted { $0.key < $1.key }.map { target, reason in
                        .object(["target": .string(target), "reason": .string(reason)])
                    }
                ),
            ])
        )
        for event in report.events { console.status("replayed \(EventText.line(event))") }
        if report.events.isEmpty, since != nil { console.status("there is none since then") }
        let missing = ids.filter { id in !report.events.contains { $0.id == id } }
        if !missing.isEmpty {
            let numbers = missing.map(String.init).joined(separator: ", ")
            console.warn(
                "there is no event \(numbers) any more, or not yet: '\(ProgramName.current) events list --all' lists them"
            )
        }
        for (target, reason) in report.failures.sorted(by: { $0.key < $1.key }) {
            console.warn("\(TerminalText.line(target)) was not told of all: \(TerminalText.line(reason))")
        }
        return report.failures.isEmpty && missing.isEmpty ? .done : .failed
    }

    private func selection() throws(UsageError) -> EventSelection {
        guard (since == nil) != ids.isEmpty else {
            throw UsageError(since == nil ? "name events, or say --since" : "--since and numbers are two things")
        }
        guard let since else { return .ids(ids) }
        if let id = Int64(since) { return .from(id) }
        guard since.first?.isNumber == true, since.contains("-") else {
            throw UsageError("--since takes an event's number or a moment such as 2026-01-01T12:00:00Z")
        }
        return .since(since)
    }
}
