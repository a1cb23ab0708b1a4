import CacheBridge
import Database

/// Delivers what waits for a target, in the order of the outbox; one process at a time does so for each target.
struct Drain {
    /// After so many failures an event holds up those behind it no longer.
    static let patience = 5
    private static let batch = 200
    /// So many are a backlog.
    private static let backlog = 20

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
            for attempt in 1...Self.patience {
                try await begin()
                if try await isAlone(channel.name) { break }
                try await connection.rollback()
                guard attempt < Self.patience else { return }
                // Whoever drains now may have begun before the last event was there.
                try await Task.sleep(for: .milliseconds(50))
            }
            try await deliver(channel, fingerprint)
            try await commit()
        } catch {
            // What was delivered and could not be written down is delivered again.
            try? await connection.rollback()
            channel.isBehind = true
        }
    }

    private func deliver(_ channel: DeliveryChannel, _ fingerprint: Fingerprint) async throws {
        let rows = OutboxRows(outbox)
        var isHeldUp = try await deliver(channel, fingerprint, areStubborn: false)
        // Those that failed so often come last: after a refusal the store is left alone for a moment.
        if !isHeldUp { isHeldUp = try await deliver(channel, fingerprint, areStubborn: true) }
        let remembering = outbox.rememberLast(connection.kind)
        try await connection.execute(remembering.sql, remembering.parameters)
        channel.pending = try await rows.count(waitingFor: channel.name, connection)
        channel.isBehind = isHeldUp
    }

    /// Delivers one kind of events; returns whether one of them holds up the rest.
    private func deliver(
        _ channel: DeliveryChannel,
        _ fingerprint: Fingerprint,
        areStubborn: Bool
    ) async throws -> Bool {
        let rows = OutboxRows(outbox)
        var last: Int64 = 0
        while true {
            let waiting = try await rows.waiting(
                for: channel.name,
                after: last,
                areStubborn: areStubborn,
                limit: Self.batch,
                fingerprint,
                connection
            )
            guard let end = waiting.last else { return false }
            // What is delivered is written down; the rest waits for the next.
            if isToldToStop() { return true }
            last = end.event.id
            // Those of a backlog go together, unless one of them has failed before: then each goes by itself.
            if !areStubborn, waiting.count >= Self.backlog, waiting.allSatisfy({ $0.attempts == 0 }) {
                let failure = await channel.attempt(together: waiting.map(\.event))
                let marks = waiting.map { Outbox.Mark(event: $0.event.id, target: channel.name, error: failure) }
                if !channel.isSuspended {
                    try await connection.execute(pipelining: outbox.mark(marks, connection.kind))
                }
                if failure != nil { return true }
                continue
            }
            // One by one, so that it is known which of them fails.
            var marks: [Outbox.Mark] = []
            var isHeldUp = false
            for row in waiting where !isHeldUp {
                if isToldToStop() {
                    isHeldUp = true
                    continue
                }
                let failure = await channel.attempt(row.event)
                // That it was not asked says nothing of the event.
                if !channel.isSuspended {
                    marks.append(Outbox.Mark(event: row.event.id, target: channel.name, error: failure))
                }
                isHeldUp = failure != nil && (!areStubborn || channel.isSuspended || channel.isLost)
            }
            try await connection.execute(pipelining: outbox.mark(marks, connection.kind))
            if isHeldUp { return true }
        }
    }

    // MARK: One at a time

    /// On SQLite the write lock is the drainer's; a commit of the driver's would check all foreign keys.
    private func begin() async throws {
        guard connection.kind == .sqlite else { return try await connection.begin() }
        try await connection.execute("BEGIN IMMEDIATE")
    }

    private func commit() async throws {
        guard connection.kind == .sqlite else { return try await connection.commit() }
        try await connection.execute("COMMIT")
    }

    private func isAlone(_ target: String) async throws -> Bool {
        guard connection.kind == .postgres else { return true }
        let lock = PostgresAdvisoryLock("migrator.drain", in: outbox.name.schema, for: target)
        return try await lock.takeForTransaction(connection)
    }
}
