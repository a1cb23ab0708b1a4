import CacheBridge
import MigratorDatabase
import MigratorOutbox

/// Delivers what waits for a target, in the order of the outbox; processes take turns, which the target itself gives out.
///
/// No lock and no transaction of the database is held while a target is told, so that a process which is stopped there
/// holds up nobody; after its turn is over the others go on, and tell once more what it may have told.
struct Drain {
    /// After so many failures an event holds up those behind it no longer.
    static let patience = 5
    private static let batch = 200
    /// So many are a backlog.
    private static let backlog = 20
    /// After this a batch ends, within its turn.
    private static let batchTime = CoherentCache.turnLifetime / 2

    private let outbox: Outbox
    private let connection: any DatabaseConnection
    private let isToldToStop: @Sendable () -> Bool

    init(_ outbox: Outbox, _ connection: any DatabaseConnection, isToldToStop: @escaping @Sendable () -> Bool) {
        self.outbox = outbox
        self.connection = connection
        self.isToldToStop = isToldToStop
    }

    /// Delivers what can be.
    func run(_ channel: DeliveryChannel) async {
        guard let fingerprint = channel.fingerprint else { return }
        do {
            var isHeldUp = try await deliver(channel, fingerprint, areStubborn: false)
            // Those that failed so often come last: after a refusal the store is left alone for a moment.
            if !isHeldUp { isHeldUp = try await deliver(channel, fingerprint, areStubborn: true) }
            channel.pending = try await OutboxRows(outbox).count(waitingFor: channel.name, connection)
            channel.isBehind = isHeldUp
        } catch {
            // What was delivered and could not be written down is delivered again.
            channel.isBehind = true
        }
    }

    /// Delivers one kind of events; returns whether one of them holds up the rest.
    private func deliver(
        _ channel: DeliveryChannel,
        _ fingerprint: Fingerprint,
        areStubborn: Bool
    ) async throws -> Bool {
        var last: Int64 = 0
        while true {
            let waiting = try await waiting(channel, after: last, areStubborn, fingerprint)
            guard let first = waiting.first else { return false }
            // What is delivered is written down; the rest waits for the next.
            if isToldToStop() { return true }
            if let failure = await channel.takeTurn() {
                try await write([mark(first, channel, failure)])
                return true
            }
            let batch: Batch
            do {
                // Whoever had the turn before may have told of them.
                let waiting = try await self.waiting(channel, after: last, areStubborn, fingerprint)
                batch = try await deliver(waiting, channel, areStubborn)
            } catch {
                await channel.endTurn()
                throw error
            }
            await channel.endTurn()
            guard let end = batch.last else { return false }
            if batch.isHeldUp { return true }
            last = end
        }
    }

    private func waiting(
        _ channel: DeliveryChannel,
        after last: Int64,
        _ areStubborn: Bool,
        _ fingerprint: Fingerprint
    ) async throws -> [OutboxRows.Waiting] {
        try await OutboxRows(outbox).waiting(
            for: channel.name,
            after: last,
            patience: Self.patience,
            areStubborn: areStubborn,
            limit: Self.batch,
            fingerprint,
            connection
        )
    }

    /// How far a batch went.
    private struct Batch {
        /// The number of the last event that was tried.
        var last: Int64?
        var isHeldUp = false
    }

    private func deliver(
        _ waiting: [OutboxRows.Waiting],
        _ channel: DeliveryChannel,
        _ areStubborn: Bool
    ) async throws -> Batch {
        var batch = Batch()
        // Those of a backlog go together, unless one of them has failed before: then each goes by itself.
        if !areStubborn, waiting.count >= Self.backlog, waiting.allSatisfy({ $0.attempts == 0 }) {
            let failure = await channel.attempt(together: waiting.map(\.event))
            batch.last = waiting.last?.event.id
            batch.isHeldUp = failure != nil
            try await write(waiting.map { mark($0, channel, failure) })
            return batch
        }
        // One by one, so that it is known which of them fails.
        let began = ContinuousClock.now
        var marks: [Outbox.Mark?] = []
        for row in waiting where !batch.isHeldUp && ContinuousClock.now - began < Self.batchTime {
            if isToldToStop() {
                batch.isHeldUp = true
                continue
            }
            let failure = await channel.attempt(row.event)
            marks.append(mark(row, channel, failure))
            batch.last = row.event.id
            batch.isHeldUp = failure != nil && (!areStubborn || channel.isSuspended || channel.isLost)
        }
        try await write(marks)
        return batch
    }

    /// What is written down of an attempt; that a target was not asked says nothing of the event.
    private func mark(_ row: OutboxRows.Waiting, _ channel: DeliveryChannel, _ failure: String?) -> Outbox.Mark? {
        channel.isSuspended ? nil : Outbox.Mark(event: row.event.id, target: channel.name, error: failure)
    }

    private func write(_ marks: [Outbox.Mark?]) async throws {
        try await outbox.write(marks.compactMap(\.self), connection)
    }
}
