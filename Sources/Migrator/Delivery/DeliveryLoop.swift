import CacheBridge
import MigratorDatabase
import MigratorGraph
import MigratorOutbox
import MigratorSources
import MigratorSystem
import Synchronization

/// Delivers what waits, at once and then ever again, over one connection that is opened anew when it breaks.
struct DeliveryLoop {
    /// So often all is looked at, whatever the pulse says.
    private static let whole = Duration.seconds(60)
    /// So long it is quiet between two rounds that somebody else asked for: events seldom come alone.
    private static let breath = Duration.milliseconds(50)

    let migrator: MigrationEngine
    let interval: Duration
    let observe: @Sendable (Result<DeliveryRound, any Error>) -> Void

    /// After so long nobody seems to tell a target of other processes.
    private var patience: Duration { interval * 10 }

    /// Goes on until the task is cancelled.
    ///
    /// - Parameter first: A connection that is open already, to begin with.
    func run(over first: (any DatabaseConnection)? = nil) async {
        let fresh = Backoff(from: .milliseconds(50), upTo: .seconds(10))
        var (backoff, first) = (fresh, first)
        var anchor: OutboxAnchor?
        while !Task.isCancelled {
            do {
                let opened: any DatabaseConnection
                if let open = first { opened = open } else { opened = try await migrator.connect() }
                first = nil
                let connection = try opened.bounded(by: migrator.settings.answerTimeout)
                do {
                    try await rounds(over: connection, after: &anchor) { backoff = fresh }
                } catch {
                    await connection.close()
                    throw error
                }
                await connection.close()
            } catch {
                guard !Task.isCancelled else { return }
                observe(.failure(error))
                guard (try? await backoff.pause()) != nil else { return }
            }
        }
    }

    /// Looks again and again; returns when the connection leads to a file that is no longer the database.
    private func rounds(
        over connection: any DatabaseConnection,
        after anchor: inout OutboxAnchor?,
        _ succeeded: () -> Void
    ) async throws {
        let targets = migrator.caches.targets.map(\.name)
        let wakeUp = WakeUp()
        var caches: [CoherentCache] = []
        var tables = try await EngineTables.locate(migrator.settings, connection)
        anchor?.reconnect()
        var pulse = OutboxPulse(tables.outbox, connection, after: anchor)
        defer { anchor = pulse.anchor }
        var (mustLook, isSure) = (true, false)
        var looked = ContinuousClock.now
        var others: [String: ContinuousClock.Instant] = [:]
        while true {
            var isThere = true
            do {
                switch try await pulse.beat() {
                case .still:
                    let age = others.isEmpty ? Self.whole : patience
                    if ContinuousClock.now - looked >= age { isSure = false }
                case .moved: mustLook = true
                case .changed: (mustLook, isSure) = (true, false)
                case .restored(let identity):
                    (mustLook, isSure) = (true, false)
                    // Whatever the caches know under this name, the database may never have been there.
                    if let identity, !targets.isEmpty {
                        try await tables.identity.replace(identity, connection)
                    }
                case .replaced: return
                }
                // Somebody has made the tables since they were looked for.
                if tables.hasOutbox == false { tables = try await EngineTables.locate(migrator.settings, connection) }
            } catch let error as DatabaseFailure {
                guard error.code == .undefinedObject else { throw error }
                // Until somebody makes the tables, there is nothing to be told of.
                (isThere, mustLook) = (false, true)
                tables = try await EngineTables.locate(migrator.settings, connection)
                pulse = OutboxPulse(tables.outbox, connection, after: pulse.anchor)
            }
            if mustLook || !isSure || caches.contains(where: \.awaitsDrain) {
                let (round, isVerified, told) = try await look(
                    tables,
                    targets,
                    connection,
                    isThere: isThere,
                    isSure: isSure,
                    &others
                )
                succeeded()
                observe(.success(round))
                // What waits for a target of ours is tried again.
                mustLook = targets.contains { round.waiting[$0] != nil }
                isSure = isVerified
                caches = told
                for cache in caches { cache.expectDrains(waking: wakeUp) }
                looked = .now
            }
            try await pause(tables, connection, caches, wakeUp)
        }
    }

    /// Waits until the next round is due, or a store is back.
    ///
    /// Meanwhile it sees for each event that is heard that the stores were told, as nobody knows whom else it reached.
    /// That only reads the outbox: a run may be writing.
    private func pause(
        _ tables: EngineTables,
        _ connection: any DatabaseConnection,
        _ caches: [CoherentCache],
        _ wakeUp: WakeUp
    ) async throws {
        let next = ContinuousClock.now + interval
        while true {
            try await Task.sleep(for: min(interval, Self.breath))
            try await wakeUp.wait(atMost: max(.zero, ContinuousClock.now.duration(to: next)))
            guard ContinuousClock.now < next, !caches.contains(where: \.awaitsDrain) else { return }
            _ = await Delivery(migrator.caches, tables) { _ in }.catchUp(connection)
        }
    }

    /// Delivers what waits, and sees where the database stands; says whether the outbox is known to hold all that the
    /// caches were ever told of.
    private func look(
        _ tables: EngineTables,
        _ targets: [String],
        _ connection: any DatabaseConnection,
        isThere: Bool,
        isSure: Bool,
        _ since: inout [String: ContinuousClock.Instant]
    ) async throws -> (round: DeliveryRound, isVerified: Bool, caches: [CoherentCache]) {
        var (isVerified, caches) = (isSure, [CoherentCache]())
        let ours = Mutex<[String: (count: Int, reason: String?)]>([:])
        let look = try await tables.look(targets, connection)
        if isThere {
            let delivery = Delivery(migrator.caches, tables) { event in
                guard case .eventsWaiting(let target, let count, let reason) = event else { return }
                ours.withLock { $0[target] = (count, reason) }
            }
            if !isSure {
                await delivery.open(connection)
                isVerified = await delivery.isVerified
            }
            await delivery.begin(look.pending, connection)
            // Before it is waited for all who listen: readers are waiting, too.
            caches = await delivery.catchUp(connection)
            _ = await delivery.finish(connection)
        }
        let left = ours.withLock { $0 }
        let others = look.pending.filter { $0.value > 0 && !targets.contains($0.key) }
        let now = ContinuousClock.now
        since = Dictionary(uniqueKeysWithValues: others.keys.map { ($0, since[$0] ?? now) })
        let round = DeliveryRound(
            fingerprint: try await fingerprint(tables, connection),
            status: Planner(migrator.revisions.graph).current(rows: look.rows ?? []),
            waiting: others.merging(left.mapValues(\.count)) { $1 },
            reasons: left.compactMapValues(\.reason),
            untold: since.filter { now - $0.value >= patience }.keys.sorted()
        )
        return (round, isVerified, caches)
    }

    private func fingerprint(
        _ tables: EngineTables,
        _ connection: any DatabaseConnection
    ) async throws -> Fingerprint? {
        do {
            return try await tables.identity.fingerprint(connection).fingerprint
        } catch let error as DatabaseFailure {
            guard error.code == .undefinedObject else { throw error }
            let place = try await tables.identity.place(connection)
            return place.isLasting ? Fingerprint(identity: "", place: place.parts) : nil
        }
    }
}
