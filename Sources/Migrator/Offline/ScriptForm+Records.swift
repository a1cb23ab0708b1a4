import CacheBridge
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorOutbox

/// What the engine writes down of a step.
extension ScriptForm {
    /// The statement that writes a row into the journal.
    ///
    /// The entry's start is that of the statement that writes it, as the script may be run at any time.
    func journal(_ entry: Journal.Entry, _ journal: Journal) throws(MigratorError) -> String {
        var names: [String] = []
        var values: [String] = []
        for (name, value) in journal.columns(of: entry) {
            names.append(name)
            values.append(name == Journal.Entry.startColumn ? "CURRENT_TIMESTAMP" : try literal(value))
        }
        return journal.insert(names, values)
    }

    /// The statements that write an event into the outbox, and wake the sessions that listen.
    func outbox(_ event: InvalidationEvent, _ outbox: Outbox, on kind: DatabaseKind) throws -> [String] {
        let json: String
        do {
            json = String(decoding: try event.json(), as: UTF8.self)
        } catch {
            throw MigratorError(.unsupportedOffline, error.message, cause: error)
        }
        let insertion = outbox.insert(try literal(.text(event.uuid)), try literal(.text(json)))
        let waking = try outbox.scriptedWaking(event.uuid, kind).map(calling)
        return [insertion] + (waking.map { [$0] } ?? [])
    }
}
