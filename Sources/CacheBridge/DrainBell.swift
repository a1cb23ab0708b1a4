import Synchronization

/// Wakes the task that drains the outbox into the stores of a cache.
final class DrainBell: Sendable {
    private let wakeUp = Mutex<WakeUp?>(nil)

    func ring() {
        wakeUp.withLock { $0 }?.ring()
    }

    /// Connects it; says whether it was connected to something else before.
    func connect(_ new: WakeUp) -> Bool {
        wakeUp.withLock { wakeUp in
            defer { wakeUp = new }
            return wakeUp !== new
        }
    }
}
