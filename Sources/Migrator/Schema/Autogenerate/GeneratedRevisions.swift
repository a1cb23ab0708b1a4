public import MigrationDSL
import MigratorSchema

/// The next revisions, generated of what turns one schema into another.
public struct GeneratedRevisions: Sendable {
    /// What turns the old schema into the new one, and what of it could not be compared.
    public let differences: DiffReport
    /// The revisions, each following the one before it: none where the schemas are equal.
    ///
    /// There are two where a value of an enum type is added by the first and used by the second, which one transaction
    /// cannot do.
    public let revisions: [GeneratedRevision]
    /// The differences for which there are no operations; where there is one, revisions would leave something out.
    public let unsupported: [UnsupportedObject]
    /// The renames that were told or chosen, as they are told; those that the model declares are not among them.
    public let renames: [String]
    /// What was found when the revisions were tried; `nil` if they were not.
    public let proof: ProofReport?
}

/// A revision that was generated.
public struct GeneratedRevision: Sendable {
    /// The operations of the upgrade, in order.
    public let upgrade: [Operation]
    /// The way back.
    public let downgrade: Downgrade
    /// What the downgrade does not bring back, each in a sentence without its full stop.
    public let notes: [String]

    /// The data that the upgrade destroys, such as `all rows of orders`.
    public var destroys: [String] { upgrade.compactMap(\.destroyed) }

    /// The way back of a generated revision.
    public enum Downgrade: Sendable {
        /// These operations.
        case operations([Operation])
        /// None, for a reason that is a sentence without its full stop.
        case irreversible(String)
    }
}

extension GeneratedRevision {
    /// A part of a plan, and why a trial found that it has no way back, if one did.
    init(_ part: GeneratedPlan.Part, irreversible reason: String?) {
        upgrade = part.upgrade
        notes = part.notes
        downgrade =
            switch part.draft {
            case .operations(let operations): reason.map { .irreversible($0) } ?? .operations(operations)
            case .none(let own): .irreversible(own)
            }
    }
}
