public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An agent: a row of `agents`.
public struct Agent: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.agents }

    /// The row's id.
    public var id: UUID
    /// The application's own identifier of the agent; unique.
    public var agentID: String
    /// Its name.
    public var name: String
    /// The spirit's name.
    public var spirit: String
    /// Its style.
    public var style: String
    /// Its generation.
    public var generation: Int?
    /// Whether it is at work.
    public var active: Bool?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?
    /// When it was changed last; `nil` before it is stored.
    public var updatedAt: Timestamp?
    /// When it did something last; `nil` before it is stored.
    public var lastActivity: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        agentID: String,
        name: String,
        spirit: String,
        style: String,
        generation: Int? = nil,
        active: Bool? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil,
        lastActivity: Timestamp? = nil
    ) {
        self.id = id
        self.agentID = agentID
        self.name = name
        self.spirit = spirit
        self.style = style
        self.generation = generation
        self.active = active
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.lastActivity = lastActivity
    }

    /// A record to read into.
    public static let blank = Agent(agentID: "", name: "", spirit: "", style: "")

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("agent_id", &agentID)
        try columns.column("name", &name)
        try columns.column("spirit", &spirit)
        try columns.column("style", &style)
        try columns.column("generation", &generation)
        try columns.column("active", &active)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
        try columns.column("last_activity", &lastActivity)
    }
}
