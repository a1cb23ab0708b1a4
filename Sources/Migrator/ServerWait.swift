import MigratorDatabase
import MigratorSystem
import Synchronization

/// Waits for a server of the database that is not up yet, once.
///
/// ```swift
/// let wait = ServerWait(upTo: .seconds(30))
/// let engine = MigrationEngine(revisions: history, connect: wait.connecting { try await PostgresSession(postgres) })
/// ```
///
/// A refused connection, a name that does not resolve and a server that is starting or stopping are waited for. A
/// server that answers and says no is not: a refused login or a missing database does not become right by itself. From
/// the first connection on nothing is waited for any more.
public final class ServerWait: Sendable {
    private enum State {
        case unasked
        case waiting(until: ContinuousClock.Instant)
        case over
    }

    private let limit: Duration
    private let hear: @Sendable (any Error) -> Void
    private let state = Mutex(State.unasked)

    /// Creates one that begins to wait when it is first connected with.
    ///
    /// - Parameters:
    ///   - limit: How long to wait at most.
    ///   - hear: Hears, once, why there is something to wait for.
    public init(upTo limit: Duration, hear: @escaping @Sendable (any Error) -> Void = { _ in }) {
        self.limit = limit
        self.hear = hear
    }

    /// A way to connect that waits.
    public func connecting(_ connect: @escaping MigrationEngine.Connect) -> MigrationEngine.Connect {
        { [self] in
            var backoff = Backoff(from: .milliseconds(50), upTo: .seconds(1))
            while true {
                do {
                    let connection = try await connect()
                    state.withLock { $0 = .over }
                    return connection
                } catch {
                    guard Self.isNotUpYet(error), mayWait(for: error) else { throw error }
                    try await backoff.pause()
                }
            }
        }
    }

    private func mayWait(for error: any Error) -> Bool {
        let (goesOn, isFirst) = state.withLock { state in
            switch state {
            case .unasked:
                state = .waiting(until: .now + limit)
                return (limit > .zero, true)
            case .waiting(let end):
                guard ContinuousClock.now >= end else { return (true, false) }
                state = .over
                return (false, false)
            case .over:
                return (false, false)
            }
        }
        if goesOn, isFirst { hear(error) }
        return goesOn
    }

    /// Whether an error of connecting may pass by itself, as the server has not answered or is not ready to.
    public static func isNotUpYet(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseFailure:
            // A file is there or it is not.
            guard error.resultCode == nil, [.cannotOpen, .connectionLost].contains(error.code) else { return false }
            // Shut down by an administrator, after a crash, or not ready yet: all but the first come while it starts.
            return error.sqlState.map { ["57P01", "57P02", "57P03"].contains($0) } ?? true
        case let error as MigratorError:
            return error.code == .databaseUnreachable && error.cause.map(isNotUpYet) ?? true
        default:
            return false
        }
    }

    /// Whether a server has answered and has no such database.
    public static func lacksDatabase(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseFailure: error.sqlState == "3D000"
        case let error as MigratorError: error.cause.map(lacksDatabase) ?? false
        default: false
        }
    }

    /// Whether a server has answered and refused the login.
    package static func isRefusedLogin(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseFailure: error.code == .authenticationFailed
        case let error as MigratorError: error.code == .databaseUnreachable && error.cause.map(isRefusedLogin) ?? false
        default: false
        }
    }
}
