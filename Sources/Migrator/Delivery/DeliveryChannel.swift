import CacheBridge
import MigratorOutbox

/// One target during a run: its cache, and how far it has heard.
final class DeliveryChannel {
    /// Longer than the longest transaction; a revision that takes longer renews it.
    static let fenceLifetime = Duration.seconds(900)

    let target: DeliveryTarget
    private(set) var cache: CoherentCache?
    /// Whether older events wait than those at hand: then these have to wait, too.
    var isBehind = true
    /// Whether it was drained since the last step was committed.
    var isTried = false
    /// How many events it lacks.
    var pending = 0
    /// Why it lacks them.
    private(set) var reason: String?
    /// Whether it has given no answer, so that it is left alone for the rest of the run.
    private(set) var isLost = false
    /// Whether it was not asked the last time, as it had failed just before.
    private(set) var isSuspended = false
    /// Whether any event of this run has reached it.
    private(set) var hasDelivered = false
    /// What is still to be written down.
    var marks: [Outbox.Mark] = []
    private var hasAnswered = false
    private var turn: DrainTurn?

    init(_ target: DeliveryTarget) {
        self.target = target
    }

    var name: String { target.name }
    var fingerprint: Fingerprint? { cache?.configuration.fingerprint }
    /// Whether there is any use in trying.
    var isReachable: Bool { !isLost }

    /// Takes the cache of a database.
    func open(_ fingerprint: Fingerprint) async {
        guard !isLost else { return }
        cache = await target.cache(fingerprint)
        if cache == nil { lose("its cache is another database's") }
    }

    /// The last event that the target knows; it is lost if it does not answer.
    func lastEvent() async -> String? {
        guard let cache, !isLost else { return nil }
        do throws(CacheError) {
            let last = try await cache.lastEvent()
            hasAnswered = true
            return last
        } catch {
            fail(error)
            return nil
        }
    }

    /// Leaves it alone for the rest of the run.
    func lose(_ reason: String) {
        isLost = true
        isBehind = true
        self.reason = reason
    }

    func fence(_ event: InvalidationEvent) async {
        guard let cache, !isLost else { return }
        do throws(CacheError) {
            _ = try await cache.fence(for: event, run: event.uuid, lifetime: Self.fenceLifetime)
        } catch {
            fail(error)
        }
    }

    func lift(_ event: InvalidationEvent) async {
        guard let cache, !isLost else { return }
        do throws(CacheError) {
            try await cache.lift(for: event, run: event.uuid)
        } catch {
            fail(error)
        }
    }

    /// Delivers an event; after a failure those that follow wait behind it.
    func deliver(_ event: InvalidationEvent) async {
        guard !isBehind else {
            if isLost, cache != nil { marks.append(Outbox.Mark(event: event.id, target: name, error: reason ?? "")) }
            return
        }
        if let failure = await attempt(event) {
            marks.append(Outbox.Mark(event: event.id, target: name, error: failure))
            isBehind = true
        } else {
            marks.append(Outbox.Mark(event: event.id, target: name))
            pending -= 1
        }
    }

    /// Takes this process's turn among those that drain; returns why the target cannot be asked for it.
    func takeTurn() async -> String? {
        guard let cache, !isLost else { return reason ?? "the target cannot be reached" }
        do throws(CacheError) {
            turn = try await cache.takeTurn()
            return nil
        } catch {
            fail(error)
            return error.description
        }
    }

    /// Lets the next drain.
    func endTurn() async {
        guard let cache, let ended = turn else { return }
        turn = nil
        await cache.end(ended)
    }

    /// Tries to deliver an event; returns why it could not.
    func attempt(_ event: InvalidationEvent) async -> String? {
        // The run's fence bears the event's name, so whoever delivers it lifts it.
        await attempt { cache throws(CacheError) in try await cache.deliver(event, run: event.uuid) }
    }

    /// Tries to deliver events that have waited, together; returns why it could not.
    func attempt(together events: [InvalidationEvent]) async -> String? {
        await attempt { cache throws(CacheError) in try await cache.deliver(together: events) }
    }

    private func attempt(_ deliver: (CoherentCache) async throws(CacheError) -> Void) async -> String? {
        guard let cache, !isLost else { return reason ?? "the target cannot be reached" }
        do throws(CacheError) {
            try await deliver(cache)
            hasAnswered = true
            hasDelivered = true
            isSuspended = false
            reason = nil
            return nil
        } catch {
            fail(error)
            return error.description
        }
    }

    /// Notes that the store could not be caught up with.
    func note(_ error: CacheError) {
        fail(error)
    }

    /// A target that never answered is asked once in a run: where there is no Redis, that is one refused connection.
    private func fail(_ error: CacheError) {
        isSuspended = error.code == .suspended
        // Why it is left alone is what it said before.
        if !isSuspended || reason == nil { reason = error.message }
        if !hasAnswered { lose(error.message) }
    }
}
