import Migrator
import MigratorDatabase
import Synchronization

/// Gathers the events of a run as short words.
final class Events: Sendable {
    private let list = Mutex<[String]>([])

    var words: [String] { list.withLock { $0 } }

    func add(_ event: RunEvent) {
        let word: String? =
            switch event {
            case .planned(let steps): "planned \(steps)"
            case .stepBegan(let revision, _, _, let index, let total): "began \(revision) \(index)/\(total)"
            case .stepFinished(let step): "finished \(step.revision)"
            case .stepSkipped(let revision): "skipped \(revision)"
            case .loading(_, let rows, _, _): "loading \(rows)"
            case .stepRetried(let revision, _, let attempt): "retried \(revision) \(attempt)"
            case .notice(let notice): "\(notice.severity): \(notice.message)"
            case .eventsWaiting(let target, let count, _): "\(count) wait for \(target)"
            case .stepResumed(let step): "resumed \(step.revision)"
            case .unfinishedSettled(let step, let fate): "settled \(step.revision) \(fate)"
            case .waitingForLock: nil
            }
        if let word { list.withLock { $0.append(word) } }
    }
}
