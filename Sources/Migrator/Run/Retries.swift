import MigratorDatabase
import MigratorSources
import MigratorSystem

/// Whether what failed for want of a lock is tried again: so often, for so long, after pauses of chance.
///
/// The pauses let those pass who queued up behind the lock.
struct Retries {
    private let limit: Int
    private let until: ContinuousClock.Instant
    private var backoff = Backoff(from: .milliseconds(100), upTo: .seconds(2))
    private(set) var count = 0

    init(_ rules: LockRules, _ settings: MigratorSettings) {
        limit = rules.retries ?? settings.lockRetries
        until = ContinuousClock.now + settings.lockRetryTime
    }

    /// Waits, and says yes, if the failure may pass and there are tries left.
    mutating func mayRepeat(after error: any Error) async throws -> Bool {
        guard Self.reason(of: error) != nil, count < limit, ContinuousClock.now < until else { return false }
        count += 1
        try await backoff.pause()
        return true
    }

    /// Why a failure may pass by itself, if it may.
    static func reason(of error: any Error) -> String? {
        switch error {
        case let error as DatabaseFailure:
            switch error.code {
            case .lockTimeout: "a lock was not to be had in time"
            case .deadlock: "it was in a deadlock"
            case .serializationFailure: "it clashed with another transaction"
            default: nil
            }
        case let failure as OperationFailure: reason(of: failure.cause)
        case let failure as StepFailure: reason(of: failure.cause)
        default: nil
        }
    }
}
