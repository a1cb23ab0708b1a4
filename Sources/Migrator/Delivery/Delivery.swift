import CacheBridge
import MigratorDatabase
import MigratorOutbox
import Synchronization

/// Tells the caches what a run makes stale: fences before COMMIT, events after it, and at the end what is left.
///
/// Nothing here makes a run fail, and nothing is left out because its task was cancelled: what is committed is
/// committed. What cannot be delivered waits in the outbox for whoever comes next, and so does what others have left
/// there, once the run is told to stop.
actor Delivery {
    private let tables: EngineTables
    private let observe: MigrationEngine.Observer
    private let channels: [DeliveryChannel]
    /// Whether there is a cache to be told; without one a step waits for no other thread.
    private nonisolated let hasCaches: Bool
    /// Whether events wait for targets that other processes tell.
    private nonisolated let hasWaiting = Atomic(false)
    private var isOpen = false
    /// How many events wait for targets that are not this process's to tell.
    private var elsewhere: [String: Int] = [:]
    private var renewals: [String: Task<Void, Never>] = [:]
    /// The uuids of events that nobody was there to be told of.
    private var untold: [String] = []
    /// Whether others were at work since it was looked what waits.
    private var hasOthers = false
    /// Raised when the run is told to stop: then a backlog is left to others.
    private let stop = StopSign()

    init(_ caches: MigratorCaches, _ tables: EngineTables, _ observe: @escaping MigrationEngine.Observer) {
        self.tables = tables
        self.observe = observe
        channels = caches.targets.map { DeliveryChannel($0) }
        hasCaches = !channels.isEmpty
    }

    // MARK: Before the first step

    /// Takes in what waits, and delivers it.
    func begin(_ pending: [String: Int], _ connection: any DatabaseConnection) async {
        elsewhere = pending
        hasWaiting.store(!pending.isEmpty, ordering: .releasing)
        for channel in channels {
            channel.pending = elsewhere.removeValue(forKey: channel.name) ?? 0
            channel.isBehind = channel.pending > 0
        }
        guard channels.contains(where: \.isBehind) else { return }
        await uncancelled { await $0.drain(connection) }
    }

    /// Sees that each store has heard of everything, whoever was told under its name, and is believed again.
    ///
    /// - Returns: The caches that there are.
    func catchUp(_ connection: any DatabaseConnection) async -> [CoherentCache] {
        await open(connection)
        for channel in channels where channel.isReachable {
            await StoreCatchUp(tables.outbox, connection).run(channel)
        }
        return channels.compactMap(\.cache)
    }

    /// Makes sure that the caches are known by name before a step is run; must be called outside of a transaction.
    func open(_ connection: any DatabaseConnection) async {
        guard !isOpen, !channels.isEmpty else { return }
        isOpen = true
        do {
            let identity = tables.identity
            var name = try await identity.fingerprint(connection)
            // A cache that knows more than the database leads to another name, under which nobody knows anything.
            for _ in 0..<3 {
                for channel in channels { await channel.open(name.fingerprint) }
                var isOlder = false
                for channel in channels where !isOlder {
                    guard let last = await channel.lastEvent() else { continue }
                    isOlder = try await !identity.knows(last, connection)
                }
                guard isOlder else { return }
                try await identity.replace(name.identity, connection)
                name = try await identity.fingerprint(connection)
            }
        } catch {
            for channel in channels { channel.lose("the database's identity cannot be read: \(error)") }
        }
    }

    /// Whether all targets have said what they know, and the database knows it too.
    var isVerified: Bool { channels.isEmpty || isOpen && channels.allSatisfy(\.isReachable) }

    // MARK: Around a step

    /// Keeps readers off the caches from now on, as what they hold is about to become stale.
    ///
    /// - Parameters:
    ///   - events: What is about to happen.
    ///   - renewing: Whether this lasts for longer than a transaction may.
    nonisolated func fence(_ events: [InvalidationEvent], renewing: Bool = false) async {
        guard hasCaches else { return }
        await uncancelled { await $0.putUp(events) }
        if renewing { await renew(events) }
    }

    private func renew(_ events: [InvalidationEvent]) {
        for event in events {
            renewals[event.uuid] = Task {
                while (try? await Task.sleep(for: DeliveryChannel.fenceLifetime / 3)) != nil { await putUp([event]) }
            }
        }
    }

    private func putUp(_ events: [InvalidationEvent]) async {
        for channel in channels {
            for event in events { await channel.fence(event) }
        }
    }

    /// Lets readers go on as before.
    func rolledBack(_ events: [InvalidationEvent]) async {
        endRenewals(of: events)
        await uncancelled { delivery in
            await delivery.lift(events)
        }
    }

    private func lift(_ events: [InvalidationEvent]) async {
        for channel in channels {
            for event in events { await channel.lift(event) }
        }
    }

    /// Others were at work meanwhile, and may have been killed before they told of it.
    func noteOthers() {
        hasOthers = true
        for channel in channels {
            channel.isBehind = true
            channel.isTried = false
        }
    }

    /// Delivers what was just committed.
    nonisolated func committed(_ events: [InvalidationEvent], _ connection: any DatabaseConnection) async {
        guard hasCaches || hasWaiting.load(ordering: .acquiring) else { return }
        await uncancelled { delivery in
            delivery.endRenewals(of: events)
            for target in delivery.elsewhere.keys { delivery.elsewhere[target, default: 0] += events.count }
            if delivery.hasCaches, !events.isEmpty { await delivery.deliver(events, connection) }
        }
    }

    /// The database's name among caches, once they are open.
    var fingerprint: Fingerprint? { channels.lazy.compactMap(\.fingerprint).first }

    /// Whether there is any use in storing something else: not where the store has given no answer.
    var mayStore: Bool { channels.isEmpty || channels.contains(where: \.isReachable) }

    private func deliver(_ events: [InvalidationEvent], _ connection: any DatabaseConnection) async {
        for channel in channels {
            channel.pending += events.count
            channel.isTried = false
        }
        let uuids = events.map(\.uuid)
        // Where nobody answers, the rest of the run costs the database nothing until its end.
        guard channels.contains(where: \.isReachable) else { return untold += uuids }
        let rows = await rows(of: uuids, connection)
        if rows.count < events.count { for channel in channels { channel.isBehind = true } }
        // One that fails only now is tried again at the end.
        let areLate = channels.contains { $0.isBehind && $0.isReachable }
        for channel in channels {
            for row in rows { await channel.deliver(row) }
        }
        if areLate { await drain(connection) }
    }

    private func rows(of uuids: [String], _ connection: any DatabaseConnection) async -> [InvalidationEvent] {
        guard let fingerprint else { return [] }
        return (try? await OutboxRows(tables.outbox).events(uuids, fingerprint, connection)) ?? []
    }

    private func endRenewals(of events: [InvalidationEvent]) {
        for event in events { renewals.removeValue(forKey: event.uuid)?.cancel() }
    }

    /// Delivers events once more; returns why a target did not hear of all of them, by its name.
    func replay(_ events: [InvalidationEvent]) async -> [String: String] {
        var failures: [String: String] = [:]
        for channel in channels {
            channel.isBehind = false
            for event in events where failures[channel.name] == nil {
                failures[channel.name] = await channel.attempt(event)
                channel.marks.append(
                    Outbox.Mark(event: event.id, target: channel.name, error: failures[channel.name])
                )
            }
        }
        return failures
    }

    // MARK: After the last step

    /// Writes down what was delivered, delivers what is left, and waits until all who listen have heard of it.
    ///
    /// - Returns: How many events wait for the target that lacks most.
    func finish(_ connection: any DatabaseConnection) async -> Int {
        await uncancelled { await $0.end(connection) }
        if channels.contains(where: \.hasDelivered) {
            let caches = channels.filter(\.hasDelivered).compactMap(\.cache)
            try? await withThrowingTaskGroup(of: Void.self) { group in
                for cache in caches { group.addTask { try await cache.awaitCompletion() } }
                try await group.waitForAll()
            }
        }
        for channel in channels where channel.pending > 0 {
            observe(.eventsWaiting(target: channel.name, count: channel.pending, reason: channel.reason))
        }
        return max(channels.map(\.pending).max() ?? 0, elsewhere.values.max() ?? 0)
    }

    private func end(_ connection: any DatabaseConnection) async {
        while !untold.isEmpty {
            let rows = await rows(of: Array(untold.prefix(500)), connection)
            untold.removeFirst(min(500, untold.count))
            for channel in channels {
                for row in rows { await channel.deliver(row) }
            }
        }
        await writeMarks(connection)
        if channels.contains(where: { $0.isBehind && $0.isReachable && !$0.isTried }) {
            await drain(connection)
        }
        if hasOthers { await count(connection) }
    }

    /// Counts anew what waits for those whom this run could not tell.
    private func count(_ connection: any DatabaseConnection) async {
        let rows = OutboxRows(tables.outbox)
        for target in elsewhere.keys {
            elsewhere[target] = (try? await rows.count(waitingFor: target, connection)) ?? elsewhere[target]
        }
        for channel in channels where channel.isBehind {
            channel.pending = (try? await rows.count(waitingFor: channel.name, connection)) ?? channel.pending
        }
    }

    private func writeMarks(_ connection: any DatabaseConnection) async {
        let marks = channels.flatMap(\.marks)
        guard !marks.isEmpty else { return }
        for channel in channels { channel.marks = [] }
        // What cannot be written down is delivered once more, which costs misses.
        try? await tables.outbox.write(marks, connection)
    }

    /// Delivers all that waits to all who lack it and can be reached.
    private func drain(_ connection: any DatabaseConnection) async {
        guard !stop.isRaised else { return }
        await open(connection)
        for channel in channels where channel.isBehind && channel.isReachable && !stop.isRaised {
            channel.isTried = true
            await Drain(tables.outbox, connection) { [stop] in stop.isRaised }.run(channel)
        }
    }

    /// Does what must be done even if the task was cancelled.
    private nonisolated func uncancelled(_ body: @escaping @Sendable (isolated Delivery) async -> Void) async {
        await withTaskCancellationHandler {
            await Task { await body(self) }.value
        } onCancel: {
            stop.raise()
        }
    }
}
