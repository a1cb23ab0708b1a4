import MigratorDatabase
import MigratorSystem

/// The time that a run waits for the lock of another one.
struct PostgresLockWait {
    private let lock: PostgresAdvisoryLock
    private let context: LockContext
    /// When the time is up.
    let deadline: ContinuousClock.Instant

    /// Begins to count.
    init(_ lock: PostgresAdvisoryLock, _ context: LockContext) {
        self.lock = lock
        self.context = context
        deadline = ContinuousClock.now + context.timeout
    }

    /// Asks again and again, less often with each time, until the answer is yes.
    ///
    /// - Throws: ``MigratorError`` with code `.lockUnavailable` when the time is up, or what `take` throws.
    func until(_ take: () async throws -> Bool) async throws {
        var backoff = Backoff(from: .milliseconds(20), upTo: .milliseconds(250))
        var isWaiting = false
        while try await !take() {
            guard ContinuousClock.now < deadline else {
                let holder = PostgresLockHolder(context.connection, lock, context.versionTable.name)
                throw await holder.error(after: context.timeout)
            }
            if !isWaiting { context.isWaiting() }
            isWaiting = true
            try await backoff.pause()
        }
    }
}
