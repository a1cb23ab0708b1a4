public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An interaction between two agents: a row of `agent_interactions`.
public struct AgentInteraction: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.agentInteractions }

    /// The row's id.
    public var id: UUID
    /// The `id` of the agent that it came from.
    public var senderID: UUID
    /// The `id` of the agent that it went to.
    public var receiverID: UUID
    /// The kind of interaction, such as `greeting`.
    public var type: String
    /// The text that was sent.
    public var message: String?
    /// The energy of the interaction.
    public var energyLevel: Double?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        senderID: UUID,
        receiverID: UUID,
        type: String,
        message: String? = nil,
        energyLevel: Double? = nil,
        createdAt: Timestamp? = nil
    ) {
        self.id = id
        self.senderID = senderID
        self.receiverID = receiverID
        self.type = type
        self.message = message
        self.energyLevel = energyLevel
        self.createdAt = createdAt
    }

    /// A record to read into.
    public static let blank = AgentInteraction(senderID: UUID(), receiverID: UUID(), type: "")

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("sender_id", &senderID)
        try columns.column("receiver_id", &receiverID)
        try columns.column("interaction_type", &type)
        try columns.column("message", &message)
        try columns.column("energy_level", &energyLevel)
        try columns.column("created_at", &createdAt)
    }
}
