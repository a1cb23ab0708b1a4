package import MigrationDSL
package import MigratorCatalogue

/// The operations that turn one schema into another, and the way back.
package struct GeneratedPlan: Sendable {
    /// The revisions, in order: one, or a second where a value of an enum type is added first and used then.
    ///
    /// There is none where the schemas are equal.
    package var parts: [Part] = []
    /// What each difference of the comparison takes, in the order of the differences.
    package var details: [Detail] = []
    /// The differences for which there are no operations; a revision without them would leave something out.
    package var unsupported: [Schema.Unsupported] = []
    /// The functions that are made with unchecked bodies since a server refused them.
    package var uncheckedBodies: Set<ObjectReference> = []
}

extension GeneratedPlan {
    /// The operations of one revision.
    package struct Part: Sendable {
        /// The operations of the upgrade, in order.
        package let upgrade: [Operation]
        /// The way back.
        package let downgrade: Downgrade
        /// What the downgrade cannot bring back, each in a sentence without its full stop.
        package let notes: [String]
    }

    /// The way back of a revision.
    package enum Downgrade: Sendable {
        /// The upgrade reversed gives the old schema back.
        case derived
        /// These operations do, which the upgrade reversed does not.
        case operations([Operation])
        /// There is none, for a reason that is a sentence without its full stop.
        case none(String)
    }

    /// What one difference takes.
    package struct Detail: Sendable {
        /// The operations that are for it alone; those of one table may be gathered in the revision.
        package var operations: [Operation] = []
        /// What is to be thought of before it is done.
        package var hazards: [Hazard] = []
    }
}

extension GeneratedPlan.Part {
    /// The way back as a revision's file has it.
    package var draft: RevisionDraft.Downgrade {
        switch downgrade {
        case .derived: .derived(from: upgrade)
        case .operations(let operations): .operations(operations)
        case .none(let reason): .none(reason)
        }
    }
}
