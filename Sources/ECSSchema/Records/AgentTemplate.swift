public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A template for agents of a spirit and a style: a row of `agent_templates`.
public struct AgentTemplate: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.agentTemplates }

    /// The row's id.
    public var id: UUID
    /// The spirit's name.
    public var spirit: String
    /// The style; unique in its spirit.
    public var style: String
    /// How its name is put together, such as `{base_name} {suffix}`.
    public var namePattern: String
    /// The text that replaces `{suffix}`.
    public var suffix: String
    /// The traits that it begins with.
    public var traits: [String]
    /// Whether it is in use.
    public var enabled: Bool
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?
    /// When it was changed last; `nil` before it is stored.
    public var updatedAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        spirit: String,
        style: String,
        namePattern: String,
        suffix: String,
        traits: [String],
        enabled: Bool = true,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.spirit = spirit
        self.style = style
        self.namePattern = namePattern
        self.suffix = suffix
        self.traits = traits
        self.enabled = enabled
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// A record to read into.
    public static let blank = AgentTemplate(spirit: "", style: "", namePattern: "", suffix: "", traits: [])

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("spirit", &spirit)
        try columns.column("style", &style)
        try columns.column("name_pattern", &namePattern)
        try columns.column("suffix", &suffix)
        try columns.list("traits", &traits)
        try columns.column("enabled", &enabled)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
    }
}
