import CacheBridge
public import Logging
public import Migrator
public import ServiceLifecycle
import Synchronization

/// Brings a database to where a program needs it, says when that is, and keeps the caches right from then on.
///
/// ```swift
/// let migrations = MigrationService(migrator, policy: .migrate(), caches: caches)
/// let group = ServiceGroup(
///     services: [migrations, caches, server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
/// )
/// try await group.run()
/// ```
///
/// When it is shut down gracefully, the statement that runs is cancelled and the open step is rolled back; steps before
/// it stay. Two services in one process do not know of each other.
///
/// ### Asking
/// - ``readiness``
/// - ``changes()``
/// - ``waitUntilReady()``
public final class MigrationService: Service {
    let migrator: MigrationEngine
    let policy: StartPolicy
    let interval: Duration
    let caches: CacheService?
    let command: String
    let logger: Logger
    let state = Followed(Readiness())
    private let failure = Mutex<(any Error)?>(nil)

    /// Creates a service.
    ///
    /// - Parameters:
    ///   - migrator: Whose database, revisions and caches these are.
    ///   - policy: What to do about revisions that the database lacks.
    ///   - caches: What makes and runs the cache that the program answers from; its cache is there before it is ready.
    ///   - interval: How long to wait between two looks for events: `EVENTS_POLL_MS`.
    ///   - command: What a user types before a verb, as messages say it: `server migrate` for an application's own.
    ///   - logger: Where is told what happens.
    public init(
        _ migrator: MigrationEngine,
        policy: StartPolicy = .migrate(),
        caches: CacheService? = nil,
        pollInterval interval: Duration = .seconds(1),
        command: String = "migrator",
        logger: Logger = Logger(label: "migrator")
    ) {
        self.migrator = migrator
        self.policy = policy
        self.caches = caches
        self.interval = interval
        self.command = command
        self.logger = logger
    }

    /// How far it is now.
    public var readiness: Readiness { state.value }

    /// How far it is now, and then whenever that changes, until it ends.
    public func changes() -> AsyncStream<Readiness> { state.values() }

    /// Waits until requests may be answered.
    ///
    /// - Throws: Why the service failed; `CancellationError` if it was stopped before, or if the task was cancelled.
    public func waitUntilReady() async throws {
        for await readiness in changes() where readiness.isReady { return }
        throw failure.withLock { $0 } ?? CancellationError()
    }

    /// Does what the policy says, then delivers events until it is cancelled or shut down gracefully.
    ///
    /// - Throws: `MigratorError` or `DatabaseFailure` where the policy cannot be fulfilled; `CancellationError`.
    public func run() async throws {
        defer { state.finish() }
        do {
            try await cancelWhenGracefulShutdown { try await self.work() }
            state.change { $0.state = .stopped }
        } catch {
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else {
                state.change { $0.state = .stopped }
                if Task.isShuttingDownGracefully { return }
                throw CancellationError()
            }
            let reason = Self.text(of: error)
            failure.withLock { $0 = error }
            state.change { $0.state = .failed(reason: reason) }
            logger.error("the database is not ready, and this program cannot go on: \(reason)")
            throw error
        }
    }

    /// The text of an error; none of these holds a bound value or a password.
    static func text(of error: any Error) -> String {
        switch error {
        case let error as MigratorError: error.description
        default: "\(error)"
        }
    }
}
