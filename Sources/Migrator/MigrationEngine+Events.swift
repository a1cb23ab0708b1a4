public import CacheBridge
package import MigratorDatabase
import MigratorOutbox

extension MigrationEngine {
    /// By which name caches know the database; makes the engine's tables if they are not there.
    ///
    /// - Throws: `DatabaseFailure`, or `MigratorError` if the tables cannot be made.
    public func fingerprint() async throws -> Fingerprint {
        try await withConnection { connection in
            let run = try await Run(self, connection)
            let identity = run.tables.identity
            do {
                return try await identity.fingerprint(connection).fingerprint
            } catch let error as DatabaseFailure {
                guard error.code == .undefinedObject else { throw error }
            }
            try await run.makeTables()
            return try await identity.fingerprint(connection).fingerprint
        }
    }

    /// By which name caches know a database; one that has no identity yet is told by its place alone.
    ///
    /// - Throws: `DatabaseFailure` or `MigratorError`, if the database cannot be asked.
    package static func fingerprint(
        _ settings: MigratorSettings,
        over connection: any DatabaseConnection
    ) async throws -> Fingerprint {
        let tables = try await EngineTables.locate(settings, connection)
        do {
            return try await tables.identity.fingerprint(connection).fingerprint
        } catch let error as DatabaseFailure {
            guard error.code == .undefinedObject else { throw error }
            let place = try await tables.identity.place(connection)
            // One in memory is gone with its connection.
            return Fingerprint(identity: place.isLasting ? "" : Token().description, place: place.parts)
        }
    }

    /// Delivers what waits for caches: what an application does before its first cached answer, and then ever again.
    ///
    /// - Returns: How many events still wait for the target that lacks most; 0 for a database without an outbox.
    /// - Throws: `DatabaseFailure` if the database cannot be asked; a delivery that fails throws nothing.
    @discardableResult
    public func deliverEvents(observe: Observer? = nil) async throws -> Int {
        try await withConnection(observe: observe) { connection in
            let run = try await Run(self, connection, observe: observe)
            let look = try await run.tables.look(caches.targets.map(\.name), connection)
            await run.context.delivery.begin(look.pending, connection)
            return await run.context.delivery.finish(connection)
        }
    }

    /// Lists the outbox; changes nothing.
    ///
    /// - Parameter all: Whether to list those events too that all targets have heard of.
    /// - Returns: The events, and how many wait for whom.
    /// - Throws: `DatabaseFailure` if the database cannot be asked; one without an outbox has no events.
    public func events(all: Bool = false) async throws -> EventsReport {
        try await withConnection { connection in
            let tables = try await EngineTables.locate(settings, connection)
            let look = try await tables.look(caches.targets.map(\.name), connection)
            let targets = Set(look.pending.keys).union(caches.targets.map(\.name)).sorted()
            let entries: [EventsReport.Entry]
            do {
                let name = try await tables.identity.fingerprint(connection).fingerprint
                let listing = OutboxListing(tables.outbox, connection, name)
                let deliveries = Dictionary(grouping: try await listing.deliveries(), by: \.event)
                entries = try await listing.events().map { event in
                    let told = deliveries[event.id] ?? []
                    return EventsReport.Entry(event: event, deliveries: told.map { EventsReport.Delivery($0) })
                }
            } catch let error as DatabaseFailure {
                guard error.code == .undefinedObject else { throw error }
                return EventsReport(entries: [], targets: targets, pending: [:])
            }
            // Where nobody is to be told, nobody waits.
            let listed = entries.filter { all || !$0.waiting(for: targets).isEmpty }
            return EventsReport(entries: listed, targets: targets, pending: look.pending)
        }
    }

    /// Delivers events once more, whoever has heard of them.
    ///
    /// - Parameter selection: Which.
    /// - Returns: What was delivered, and what was not.
    /// - Throws: `DatabaseFailure` if the database cannot be asked; a delivery that fails throws nothing.
    public func replay(_ selection: EventSelection) async throws -> ReplayReport {
        try await withConnection { connection in
            let tables = try await EngineTables.locate(settings, connection)
            let delivery = Delivery(caches, tables) { _ in }
            await delivery.open(connection)
            let name = try await tables.identity.fingerprint(connection).fingerprint
            let events = try await OutboxListing(tables.outbox, connection, name).events(selection)
            let failures = await delivery.replay(events)
            _ = await delivery.finish(connection)
            return ReplayReport(events: events, failures: failures)
        }
    }
}
