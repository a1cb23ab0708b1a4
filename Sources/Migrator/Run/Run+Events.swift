import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorGraph
import MigratorOutbox

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Run {
    /// The event of a step, as its transaction writes it.
    func event(_ record: StepRecord) -> InvalidationEvent {
        event(record.uuid, of: record.step, record.prepared.effect(on: context.dialect))
    }

    /// The event of some operations of a step that is no transaction, which are there for all to see before it ends.
    func event(_ uuid: UUID, of operations: [Operation], in step: Step) -> InvalidationEvent {
        event(uuid, of: step, StepEffect(of: operations, on: context.dialect))
    }

    private func event(_ uuid: UUID, of step: Step, _ effect: StepEffect) -> InvalidationEvent {
        InvalidationEvent(uuid, of: step, effect, context.caches.dependencies, tables.versionTable)
    }

    /// The event of a stamp.
    func stampEvent(_ uuid: UUID, _ revision: RevisionID?) -> InvalidationEvent {
        InvalidationEvent(
            uuid: uuid.text,
            revision: revision,
            .stamp,
            .stamp,
            context.caches.dependencies,
            tables.versionTable
        )
    }

    /// What writes an event to the outbox.
    func statements(writing event: InvalidationEvent) throws -> [Outbox.Statement] {
        try tables.outbox.statements(writing: event, tables.place, connection.kind)
    }
}
