import MigratorSystem
import Synchronization

/// The moment when this process last showed its presence to its store, or found that there is no store.
///
/// Memory is trusted on this ground. A process that makes entries stale tells the store, asks which processes have
/// shown their presence within two leases, and waits for one lease if there are any. So memory is trusted only as of a
/// moment before which, within a lease, this process had shown its presence. A store that refuses connections can have
/// been told by no process; as of such a moment memory is trusted too.
final class Presence: Sendable {
    private struct State {
        var shown: [(sent: Int64, answered: Int64)] = []
        var refused: Int64 = .min
    }

    private let lease: Int64
    private let state = Mutex(State())

    init(lease: Duration) {
        self.lease = lease.nanoseconds
    }

    /// The store has noted that this process listens.
    func noteShown(sent: Int64, answered: Int64) {
        state.withLock { state in
            state.shown = state.shown.suffix(7) + [(sent, answered)]
            state.refused = .min
        }
    }

    /// Nothing listens where the store should be.
    func noteRefused(at moment: Int64) {
        state.withLock { $0.refused = moment }
    }

    /// When this process last showed itself.
    var lastShown: Int64? { state.withLock { $0.shown.last?.sent } }

    /// The time until which memory may be trusted, if a carrier has heard everything up to a moment; `nil` if not at
    /// all.
    func limit(of moment: Int64) -> Int64? {
        state.withLock { state in
            if state.shown.contains(where: { $0.answered <= moment && $0.sent > moment - lease }) {
                return moment + lease
            }
            return state.refused == .min ? nil : min(moment, state.refused) + lease
        }
    }
}
