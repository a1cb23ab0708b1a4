public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A part that names are put together from: a row of `naming_components`.
public struct NamingComponent: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.namingComponents }

    /// The row's id.
    public var id: UUID
    /// The kind of part, such as `suffix`.
    public var type: String
    /// Its name; unique in its type.
    public var name: String
    /// The text that it adds to a name.
    public var value: String
    /// Whether it is in use; `nil` counts as yes.
    public var enabled: Bool?
    /// How likely it is chosen, beside others.
    public var weight: Double?
    /// Further data of the application.
    public var metadata: JSONText?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?
    /// When it was changed last; `nil` before it is stored.
    public var updatedAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        type: String,
        name: String,
        value: String,
        enabled: Bool? = nil,
        weight: Double? = nil,
        metadata: JSONText? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.type = type
        self.name = name
        self.value = value
        self.enabled = enabled
        self.weight = weight
        self.metadata = metadata
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// A record to read into.
    public static let blank = NamingComponent(type: "", name: "", value: "")

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("component_type", &type)
        try columns.column("component_name", &name)
        try columns.column("component_value", &value)
        try columns.column("enabled", &enabled)
        try columns.column("weight", &weight)
        try columns.column("component_metadata", &metadata)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
    }
}
