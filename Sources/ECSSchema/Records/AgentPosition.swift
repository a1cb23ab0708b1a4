public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An agent's position and movement: a row of `agent_positions`.
public struct AgentPosition: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.agentPositions }

    /// The row's id.
    public var id: UUID
    /// The agent's `id`; an agent has one position.
    public var agentID: UUID
    /// The position along x.
    public var x: Double?
    /// The position along y.
    public var y: Double?
    /// The destination along x.
    public var targetX: Double?
    /// The destination along y.
    public var targetY: Double?
    /// How fast, along x.
    public var velocityX: Double?
    /// How fast, along y.
    public var velocityY: Double?
    /// How fast it may go.
    public var movementSpeed: Double?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?
    /// When it was changed last; `nil` before it is stored.
    public var updatedAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        agentID: UUID,
        x: Double? = nil,
        y: Double? = nil,
        targetX: Double? = nil,
        targetY: Double? = nil,
        velocityX: Double? = nil,
        velocityY: Double? = nil,
        movementSpeed: Double? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.agentID = agentID
        self.x = x
        self.y = y
        self.targetX = targetX
        self.targetY = targetY
        self.velocityX = velocityX
        self.velocityY = velocityY
        self.movementSpeed = movementSpeed
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// A record to read into.
    public static let blank = AgentPosition(agentID: UUID())

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("agent_id", &agentID)
        try columns.column("x", &x)
        try columns.column("y", &y)
        try columns.column("target_x", &targetX)
        try columns.column("target_y", &targetY)
        try columns.column("velocity_x", &velocityX)
        try columns.column("velocity_y", &velocityY)
        try columns.column("movement_speed", &movementSpeed)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
    }
}
