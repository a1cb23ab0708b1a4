public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A setting of the making of names: a row of `naming_config`.
public struct NamingConfig: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.namingConfig }

    /// The row's id.
    public var id: UUID
    /// The setting's name; unique.
    public var key: String
    /// Its value.
    public var value: JSONText
    /// The purpose of the setting.
    public var description: String?
    /// Whether it is in use; `nil` counts as yes.
    public var enabled: Bool?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?
    /// When it was changed last; `nil` before it is stored.
    public var updatedAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        key: String,
        value: JSONText,
        description: String? = nil,
        enabled: Bool? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.key = key
        self.value = value
        self.description = description
        self.enabled = enabled
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// A record to read into.
    public static let blank = NamingConfig(key: "", value: JSONText(""))

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("config_key", &key)
        try columns.column("config_value", &value)
        try columns.column("description", &description)
        try columns.column("enabled", &enabled)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
    }
}
