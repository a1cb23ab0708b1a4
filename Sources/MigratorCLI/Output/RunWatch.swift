import MigrationDSL
import Migrator
import MigratorDatabase
import Synchronization

/// Listens to a run: prints its steps, draws its progress, and remembers where it stands.
final class RunWatch: Sendable {
    private struct State {
        var progress = ProgressLine()
        var drawn: ContinuousClock.Instant?
        var planned: Int?
        var open: RevisionID?
        var finished = 0
    }

    private let console: Console
    private let isDryRun: Bool
    private let assumesRedis: Bool
    private let state = Mutex(State())
    private let clock = ContinuousClock()

    init(_ console: Console, isDryRun: Bool, assumesRedis: Bool) {
        self.console = console
        self.assumesRedis = assumesRedis
        self.isDryRun = isDryRun
    }

    /// Takes an event; may be called from anywhere.
    func observe(_ event: RunEvent) {
        switch event {
        case .planned(let steps):
            state.withLock { $0.planned = steps }
            console.log(counted(steps, "step") + " planned")
        case .waitingForLock:
            console.note("waiting for another run to end …")
        case .stepBegan(let revision, _, let message, let index, let total):
            draw(isForced: true) { state, now in
                state.open = revision
                let name = TerminalText.line("\(revision) \(message)")
                state.progress = ProgressLine(step: name, index: index, total: total, since: now)
            }
        case .stepRetried(let revision, let reason, let attempt):
            console.log("\(RevisionText.safe(revision)): \(TerminalText.line(reason)); trying again (\(attempt)) …")
        case .stepSkipped(let revision):
            state.withLock { $0.open = nil }
            console.status("skipped \(RevisionText.safe(revision)): another run did it meanwhile")
        case .stepResumed(let step):
            console.note(TerminalText.line("\(step); \(isDryRun ? "a run goes" : "going") on from there"))
        case .unfinishedSettled(let step, let fate):
            let outcome = fate == .markDone ? "counts as done" : "counts as never begun"
            console.note(TerminalText.line("the \(step.direction) of revision \(step.revision) \(outcome)"))
        case .loading(let table, let rows, let bytes, let totalBytes):
            draw { state, _ in
                state.progress.load(table, rows: rows, bytes: bytes, totalBytes: totalBytes)
            }
        case .stepFinished(let step):
            state.withLock {
                $0.open = nil
                $0.finished += 1
            }
            if !isDryRun { console.status(Self.line(step, console.style)) }
        case .eventsWaiting(let target, let count, let reason):
            console.tellWaiting(count, for: target, reason, isAssumed: assumesRedis)
        case .notice:
            console.hearNotice(event)
        }
    }

    private func draw(isForced: Bool = false, _ change: (inout State, ContinuousClock.Instant) -> Void) {
        let now = clock.now
        let text: String? = state.withLock { state in
            change(&state, now)
            guard console.showsProgress, !isDryRun else { return nil }
            if !isForced, let drawn = state.drawn, drawn.duration(to: now) < .milliseconds(50) { return nil }
            state.drawn = now
            return state.progress.text(now)
        }
        if let text { console.drawProgress(text) }
    }

    /// Erases the progress line.
    func end() {
        console.drawProgress("")
    }

    /// Whether a step was begun and not ended.
    var hasOpenStep: Bool { state.withLock { $0.open != nil } }

    /// How far the run is; `nil` if it does not know yet what there is to do.
    var progress: String? {
        state.withLock { state in
            state.planned.map { "\(state.finished) of \(counted($0, "step")) done" }
        }
    }

    /// `upgraded 9f94d908afb9 the 50 races (12 ms, 50 rows)`.
    private static func line(_ step: RunReport.Step, _ style: Style) -> String {
        var cost = step.duration.readable
        if step.rows > 0 { cost += ", " + counted(step.rows, "row") }
        let verb = step.direction == .upgrade ? "upgraded" : "downgraded"
        let message = step.message.isEmpty ? "" : " " + TerminalText.line(step.message)
        return "\(style.green(verb)) \(style.yellow(RevisionText.safe(step.revision)))\(message) (\(cost))"
    }
}

extension Console {
    /// Passes on what the database, or the engine about it, says beside an answer.
    @Sendable func hearNotice(_ event: RunEvent) {
        guard case .notice(let notice) = event else { return }
        note(TerminalText.line("\(notice.severity): \(notice.message)"))
    }
}
