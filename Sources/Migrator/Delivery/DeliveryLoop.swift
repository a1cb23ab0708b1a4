import CacheBridge
import Database
import Synchronization

/// Delivers what waits, at once and then ever again, over one connection that is opened anew when it breaks.
struct DeliveryLoop {
    /// So often all is looked at, whatever the pulse says.
    private static let whole = Duration.seconds(60)

    let migrator: Migrator
    let interval: Duration
    let observe: @Sendable (Result<DeliveryRound, any Error>) -> Void

    /// Goes on until the task is cancelled.
    ///
    /// - Parameter first: A connection that is open already, to begin with.
    func run(over first: (any DatabaseConnection)? = nil) async {
        let fresh = Backoff(from: .milliseconds(50), upTo: .seconds(10))
        var (backoff, first) = (fresh, first)
        while !Task.isCancelled {
            do {
                let connection: any DatabaseConnection
                if let open = first { connection = open } else { connection = try await migrator.connect() }
                first = nil
                do {
                    try await rounds(over: connection) { backoff = fresh }
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
    private func rounds(over connection: any DatabaseConnection, _ succeeded: () -> Void) async throws {
        let targets = migrator.caches.targets.map(\.name)
        var tables = try await EngineTables.locate(migrator.settings, connection)
        var pulse = try await OutboxPulse(tables, connection)
        var (mustLook, isSure) = (true, false)
        var looked = ContinuousClock.now
        while true {
            var isThere = true
            do {
                switch try await pulse.beat() {
                case .still: if ContinuousClock.now - looked >= Self.whole { isSure = false }
                case .moved: mustLook = true
                case .changed: (mustLook, isSure) = (true, false)
                case .replaced: return
                }
                // Somebody has made the tables since they were looked for.
                if tables.hasOutbox == false { tables = try await EngineTables.locate(migrator.settings, connection) }
            } catch let error as DatabaseError {
                guard error.code == .undefinedObject else { throw error }
                // Until somebody makes the tables, there is nothing to be told of.
                (isThere, mustLook) = (false, true)
                tables = try await EngineTables.locate(migrator.settings, connection)
                pulse = try await OutboxPulse(tables, connection)
            }
            if mustLook || !isSure {
                let (round, isVerified) = try await look(tables, targets, connection, isThere: isThere, isSure: isSure)
                succeeded()
                observe(.success(round))
                // What waits for a target of ours is tried again.
                mustLook = targets.contains { round.waiting[$0] != nil }
                isSure = isVerified
                looked = .now
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Delivers what waits, and sees where the database stands; says whether the outbox is known to hold all that the
    /// caches were ever told of.
    private func look(
        _ tables: EngineTables,
        _ targets: [String],
        _ connection: any DatabaseConnection,
        isThere: Bool,
        isSure: Bool
    ) async throws -> (round: DeliveryRound, isVerified: Bool) {
        var isVerified = isSure
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
            _ = await delivery.finish(connection)
        }
        let left = ours.withLock { $0 }
        let others = look.pending.filter { $0.value > 0 && !targets.contains($0.key) }
        let round = DeliveryRound(
            fingerprint: try await fingerprint(tables, connection),
            status: Planner(migrator.revisions.graph).current(rows: look.rows ?? []),
            waiting: others.merging(left.mapValues(\.count)) { $1 },
            reasons: left.compactMapValues(\.reason)
        )
        return (round, isVerified)
    }

    private func fingerprint(
        _ tables: EngineTables,
        _ connection: any DatabaseConnection
    ) async throws -> Fingerprint? {
        do {
            return try await DatabaseIdentity(tables).fingerprint(connection).fingerprint
        } catch let error as DatabaseError {
            guard error.code == .undefinedObject else { throw error }
            let place = try await DatabasePlace.read(tables, connection)
            return place.isLasting ? Fingerprint(identity: "", place: place.parts) : nil
        }
    }
}
