import MigratorCore
import MigratorDatabase
import MigratorSystem

extension MigrationEngine {
    /// Delivers what waits for the caches, at once and then after each interval, until the task is cancelled.
    ///
    /// An application runs this for as long as it answers from caches; the first round has to be over before the first
    /// answer. It keeps one connection open. A round in which nothing was written costs one small query, on SQLite some
    /// microseconds. A target that is away is tried again in each round as long as anything waits for it; a database
    /// that is away is connected to again, after pauses of up to 10 seconds.
    ///
    /// - Parameters:
    ///   - interval: How long to wait between two rounds: `EVENTS_POLL_MS`.
    ///   - observe: Hears of the first round and of each in which something happened, or why the database could not be
    ///     asked; called from any thread, one after the other.
    public func deliverEvents(
        every interval: Duration,
        observe: @escaping @Sendable (Result<DeliveryRound, any Error>) -> Void = { _ in }
    ) async {
        await DeliveryLoop(migrator: self, interval: interval, observe: observe).run()
    }

    /// Upgrades, and then delivers over the same connection: a start with nothing to do opens one.
    ///
    /// - Parameters:
    ///   - target: As ``upgrade(to:dryRun:observe:)`` takes it.
    ///   - interval: How long to wait between two rounds.
    ///   - hear: Hears what happens in the upgrade.
    ///   - upgraded: Is given its report, before the first round.
    ///   - observe: Hears of rounds.
    /// - Throws: As ``upgrade(to:dryRun:observe:)``, but that a database which is not there yet is waited for; once it has
    ///   succeeded, nothing.
    package func deliverEvents(
        afterUpgradeTo target: Target,
        every interval: Duration,
        hear: @escaping Observer,
        upgraded: (RunReport) -> Void,
        observe: @escaping @Sendable (Result<DeliveryRound, any Error>) -> Void
    ) async throws {
        let connection = try await connectOnceThere(observe)
        let notices = connection.notices()
        let listener = Task { for await notice in notices { hear(.notice(notice)) } }
        let loop = DeliveryLoop(migrator: self, interval: interval, observe: observe)
        do {
            var run = try await Run(self, connection, observe: hear)
            let report = try await run.go(.upgrade, to: target, dryRun: false)
            upgraded(report)
            listener.cancel()
            guard !report.steps.isEmpty else { return await loop.run(over: connection) }
        } catch {
            let error = await explained(error, over: connection)
            await connection.close()
            await listener.value
            throw error
        }
        // What a revision has left in its session ends with it.
        await connection.close()
        await loop.run()
    }

    /// Connects, as soon as there is a server that answers; says until then why there is none.
    private func connectOnceThere(
        _ observe: @Sendable (Result<DeliveryRound, any Error>) -> Void
    ) async throws -> any DatabaseConnection {
        var backoff = Backoff(from: .milliseconds(50), upTo: .seconds(10))
        while true {
            do {
                return try await connect()
            } catch {
                guard ServerWait.isNotUpYet(error) else { throw await explained(error) }
                observe(.failure(error))
                try await backoff.pause()
            }
        }
    }
}
