public import MigrationDSL

/// How far a database is: what is applied and what is not.
public struct RevisionStatus: Sendable, Hashable {
    /// The version rows that a revision explains.
    public let rows: [RevisionID]
    /// The version rows that no revision explains.
    public let unknown: [RevisionID]
    /// Heads of what is applied that have no row, since a row depends on them.
    public let implied: [RevisionID]
    /// The revisions that `upgrade heads` would apply, in its order.
    public let pending: [RevisionID]

    /// Whether nothing is pending and every row is known.
    public var isAtHead: Bool { pending.isEmpty && unknown.isEmpty }

    /// Creates a status.
    public init(rows: [RevisionID], unknown: [RevisionID], implied: [RevisionID], pending: [RevisionID]) {
        self.rows = rows
        self.unknown = unknown
        self.implied = implied
        self.pending = pending
    }
}
