import CacheBridge
import MigratorDatabase
import MigratorSystem

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The entries that a transaction makes stale, and no others: whole namespaces by one event with an outbox row,
/// entities by events without one.
struct WriteInvalidation: Sendable {
    /// Entities of namespaces that are invalidated together.
    struct Group: Sendable {
        var namespaces: [Namespace]
        var entities: [String]
    }

    /// The name of its fences.
    let run = UUID().text
    /// The tables of the event, if there is one.
    let tables: [String]
    /// The namespaces of the event.
    let namespaces: [Namespace]
    let groups: [Group]
    /// The event, as the outbox returned it.
    var event: InvalidationEvent?

    init(_ touched: Touched, reads: TableReads, cache: CoherentCache) {
        let known = Dictionary(
            cache.configuration.namespaces.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        tables = touched.tables.sorted().map(\.text)
        var whole = Set(cache.configuration.dependencies.namespaces(.data, .write, touching: .tables(tables)))
        for table in tables { whole.formUnion(reads.namespaces(reading: table)) }
        var entities: [String: Set<String>] = [:]
        for (table, owners) in touched.entities {
            for name in reads.namespaces(reading: table) {
                // An answer over many entities is stale whichever of them was written.
                guard known[name]?.coherence == .perEntity else {
                    whole.insert(name)
                    continue
                }
                entities[name, default: []].formUnion(owners)
            }
        }
        namespaces = whole.sorted().compactMap { known[$0] }
        let alone = entities.filter { !whole.contains($0.key) }
        groups = Dictionary(grouping: alone.keys) { alone[$0] ?? [] }.map { owners, names in
            Group(namespaces: names.sorted().compactMap { known[$0] }, entities: owners.sorted())
        }
    }

    /// The event of the whole namespaces; `nil` if there are none.
    func newEvent(_ cache: CoherentCache) -> InvalidationEvent? {
        guard !namespaces.isEmpty || !tables.isEmpty else { return nil }
        return event(cache, uuid: run, tables: tables, namespaces: namespaces, entities: [])
    }

    /// The events of the entities.
    func entityEvents(_ cache: CoherentCache) -> [InvalidationEvent] {
        groups.filter { !$0.entities.isEmpty }.map { group in
            event(cache, uuid: UUID().text, tables: [], namespaces: group.namespaces, entities: group.entities)
        }
    }

    private func event(
        _ cache: CoherentCache,
        uuid: String,
        tables: [String],
        namespaces: [Namespace],
        entities: [String]
    ) -> InvalidationEvent {
        InvalidationEvent(
            id: 0,
            uuid: uuid,
            database: cache.configuration.fingerprint.text,
            revision: nil,
            direction: .write,
            kind: .data,
            tables: tables,
            namespaces: namespaces.map(\.name),
            at: Date().formatted(.iso8601),
            entities: entities
        )
    }
}
