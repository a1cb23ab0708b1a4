import CacheBridge
import Logging
import MigrationDSL
import Migrator
import MigratorDatabase

extension MigrationService {
    /// Fulfils the policy, and delivers until the task is cancelled.
    func work() async throws {
        let (rounds, continuation) = AsyncStream.makeStream(of: Result<DeliveryRound, any Error>.self)
        let judge = Judge(policy, command: command)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                defer { continuation.finish() }
                try await self.deliver(judge) { continuation.yield($0) }
            }
            if case .wait(let limit) = policy {
                group.addTask { try await self.failUnlessReady(after: limit) }
            }
            group.addTask { for await round in rounds { try self.take(round, judge) } }
            group.addTask { try await self.watchStores() }
            // The first that fails ends the others.
            for try await () in group {}
        }
    }

    private func deliver(
        _ judge: Judge,
        _ take: @escaping @Sendable (Result<DeliveryRound, any Error>) -> Void
    ) async throws {
        guard case .migrate(let target) = policy else {
            return await migrator.deliverEvents(every: interval, observe: take)
        }
        try await migrator.deliverEvents(
            afterUpgradeTo: target,
            every: interval,
            hear: { self.hear($0) },
            upgraded: { judge.note($0) },
            observe: take
        )
    }

    /// Looks whether the caches' stores answer, whether or not anything waits for them.
    private func watchStores() async throws {
        guard let caches else { return }
        while true {
            let away = await caches.cache?.stores().first { $0.reason != nil }
            let before = state.value.problem
            let problem = away.flatMap { store in
                store.reason.map { "\(store.name) does not answer, which is tried again: \($0.message)" }
            }
            state.change { readiness in
                // Why it was lost says more than that it is left alone for a moment.
                if away?.reason?.code == .suspended, readiness.storeProblem != nil { return }
                readiness.storeProblem = problem
            }
            tellProblem(before)
            try await Task.sleep(for: interval)
        }
    }

    private func failUnlessReady(after limit: Duration) async throws {
        try await Task.sleep(for: limit)
        let readiness = state.value
        guard !readiness.isReady else { return }
        throw Self.late(readiness, after: limit, command: command)
    }

    /// Why a program that waits gives up.
    static func late(_ readiness: Readiness, after limit: Duration, command: String = "migrator") -> MigratorError {
        if case .ahead = readiness.state {
            return MigratorError(
                .behind,
                "\(readiness), still after \(limit.components.seconds) s; \(Readiness.adviceForOldPrograms)"
            )
        }
        let why = readiness.problem ?? readiness.description
        return MigratorError(
            .behind,
            "after \(limit.components.seconds) s the database is still not at its head (\(why)); "
                + "run '\(command) upgrade head', or look why whoever should have done so did not"
        )
    }

    /// Takes in what a round of delivery found.
    private func take(_ round: Result<DeliveryRound, any Error>, _ judge: Judge) throws {
        let found: DeliveryRound
        do {
            found = try round.get()
        } catch {
            let reason = Self.text(of: error)
            // Once it is ready, a program outlives its database's absence.
            guard state.value.isReady || policy.outlives(error) else { throw error }
            state.change { $0.databaseProblem = "the database cannot be asked, which is tried again: \(reason)" }
            logger.warning("the database cannot be asked, which is tried again: \(reason)")
            return
        }
        if let fingerprint = found.fingerprint { caches?.cache(of: fingerprint) }
        let before = state.value
        let state = try judge.state(found.status, wasReady: before.isReady)
        self.state.change { readiness in
            readiness.state = state
            readiness.eventsWaiting = found.waiting
            readiness.fingerprint = found.fingerprint
            readiness.databaseProblem = Self.problem(found)
        }
        tell(before, self.state.value)
    }

    private static func problem(_ round: DeliveryRound) -> String? {
        if let (target, reason) = round.reasons.min(by: { $0.key < $1.key }) {
            return "\(target) cannot be told of events, which is tried again: \(reason)"
        }
        return round.untold.min().map { target in
            "nobody tells \(target) of events: run a program that can, or forget it with "
                + "DELETE FROM migrator_delivery WHERE target = '\(target)'"
        }
    }

    private func tell(_ before: Readiness, _ now: Readiness) {
        if before.state != now.state {
            switch now.state {
            case .behind: logger.warning("going on although \(now)")
            default: logger.info("\(now)")
            }
        }
        tellProblem(before.problem)
        if let old = before.fingerprint, let new = now.fingerprint, old != new {
            logger.notice("the database is another one by now; what caches hold of the old one is not used")
        }
    }

    private func tellProblem(_ before: String?) {
        let now = state.value.problem
        guard before != now else { return }
        if let now { logger.warning("\(now)") } else { logger.info("all answer again") }
    }

    /// Takes in what happens in a run.
    private func hear(_ event: RunEvent) {
        switch event {
        case .waitingForLock:
            state.change { $0.state = .waitingForLock }
            logger.info("another run holds the database; waiting")
        case .stepBegan(let revision, _, _, let index, let total):
            state.change { $0.state = .migrating(revision: revision, step: index, of: total) }
        case .stepRetried(let revision, let reason, let attempt):
            logger.info("revision \(revision) is tried again, as \(reason)", metadata: ["attempt": "\(attempt)"])
        case .stepFinished(let step):
            logger.info("applied \(step.revision): \(step.message)", metadata: ["took": "\(step.duration)"])
        case .stepSkipped(let revision): logger.debug("\(revision) was applied by another run")
        case .eventsWaiting(let target, let count, let reason):
            state.change { $0.eventsWaiting[target] = count }
            logger.debug("\(count) events wait for \(target): \(reason ?? "")")
        case .notice(let notice): logger.debug("\(notice.severity): \(notice.message)")
        case .stepResumed(let step): logger.notice("\(step); this run goes on with it")
        case .planned, .loading, .unfinishedSettled: break
        }
    }
}
