public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A race that names are made for: a row of `naming_spirits`.
public struct NamingSpirit: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.namingSpirits }

    /// The row's id.
    public var id: UUID
    /// Its name, such as `fox`; unique.
    public var name: String
    /// The group of the spirit, such as `canines_and_foxes`.
    public var category: String
    /// A sentence that describes the spirit.
    public var description: String
    /// Its sign.
    public var emoji: String
    /// Whether it is in use; `nil` counts as yes.
    public var enabled: Bool?
    /// How likely it is chosen, beside others.
    public var weight: Double?
    /// The numbers of its generations, in order.
    public var generationNumbers: [Int]
    /// Its traits.
    public var traits: [String]
    /// The names that its agents' names begin with.
    public var baseNames: [String]
    /// Further data of the application.
    public var customData: JSONText?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?
    /// When it was changed last; `nil` before it is stored.
    public var updatedAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        name: String,
        category: String,
        description: String,
        emoji: String,
        enabled: Bool? = nil,
        weight: Double? = nil,
        generationNumbers: [Int],
        traits: [String],
        baseNames: [String],
        customData: JSONText? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.category = category
        self.description = description
        self.emoji = emoji
        self.enabled = enabled
        self.weight = weight
        self.generationNumbers = generationNumbers
        self.traits = traits
        self.baseNames = baseNames
        self.customData = customData
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// A record to read into.
    public static let blank = NamingSpirit(
        name: "",
        category: "",
        description: "",
        emoji: "",
        generationNumbers: [],
        traits: [],
        baseNames: []
    )

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("name", &name)
        try columns.column("category", &category)
        try columns.column("description", &description)
        try columns.column("emoji", &emoji)
        try columns.column("enabled", &enabled)
        try columns.column("weight", &weight)
        try columns.list("generation_numbers", &generationNumbers)
        try columns.list("traits", &traits)
        try columns.list("base_names", &baseNames)
        try columns.column("custom_data", &customData)
        try columns.column("created_at", &createdAt)
        try columns.column("updated_at", &updatedAt)
    }
}
