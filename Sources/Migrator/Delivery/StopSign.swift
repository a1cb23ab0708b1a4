import Synchronization

/// Says to work that goes on although its task was cancelled that somebody waits for its end.
final class StopSign: Sendable {
    private let state = Atomic(false)

    var isRaised: Bool { state.load(ordering: .relaxed) }

    func raise() { state.store(true, ordering: .relaxed) }
}
