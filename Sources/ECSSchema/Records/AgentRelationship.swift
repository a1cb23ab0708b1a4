public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How an agent stands to another one, as their interactions tell: no table of its own, a summary of
/// `agent_interactions`.
public struct AgentRelationship: RowRecord {
    /// The `id` of the agent that was asked for.
    public var agentID: UUID
    /// The `id` of the other.
    public var otherID: UUID
    /// How many interactions it sent to the other.
    public var sent: Int
    /// How many it received.
    public var received: Int
    /// The mean energy of those that have one.
    public var meanEnergy: Double?
    /// When the last was.
    public var lastAt: Timestamp?

    /// Creates a relationship.
    public init(
        agentID: UUID,
        otherID: UUID,
        sent: Int,
        received: Int,
        meanEnergy: Double? = nil,
        lastAt: Timestamp? = nil
    ) {
        self.agentID = agentID
        self.otherID = otherID
        self.sent = sent
        self.received = received
        self.meanEnergy = meanEnergy
        self.lastAt = lastAt
    }

    /// A record to read into.
    public static let blank = AgentRelationship(agentID: UUID(), otherID: UUID(), sent: 0, received: 0)

    /// Reads or writes the columns of the query that sums up interactions.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("agent_id", &agentID)
        try columns.column("other_id", &otherID)
        try columns.column("sent", &sent)
        try columns.column("received", &received)
        try columns.column("mean_energy", &meanEnergy)
        try columns.column("last_at", &lastAt)
    }

    static let fields: [(name: String, type: String)] = [
        ("agent_id", "uuid"), ("other_id", "uuid"), ("sent", "integer"), ("received", "integer"),
        ("mean_energy", "double?"), ("last_at", "timestampTZ?"),
    ]
}
