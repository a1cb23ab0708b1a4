public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Two traits that go together in a spirit: a row of `trait_combinations`.
public struct TraitCombination: ECSRecord {
    /// Its table.
    public static var definition: TableShape { ECSTables.traitCombinations }

    /// The row's id.
    public var id: UUID
    /// The spirit's name.
    public var spirit: String
    /// The first trait of the pair.
    public var firstTrait: String
    /// The other.
    public var secondTrait: String
    /// How likely it is chosen, beside others.
    public var weight: Double
    /// The meaning of the combination.
    public var description: String?
    /// When the row was made; `nil` before it is stored.
    public var createdAt: Timestamp?

    /// Creates a record; nothing is stored yet.
    public init(
        id: UUID = UUID(),
        spirit: String,
        firstTrait: String,
        secondTrait: String,
        weight: Double = 1,
        description: String? = nil,
        createdAt: Timestamp? = nil
    ) {
        self.id = id
        self.spirit = spirit
        self.firstTrait = firstTrait
        self.secondTrait = secondTrait
        self.weight = weight
        self.description = description
        self.createdAt = createdAt
    }

    /// A record to read into.
    public static let blank = TraitCombination(spirit: "", firstTrait: "", secondTrait: "")

    /// Reads or writes the columns.
    public mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
        try columns.column("id", &id)
        try columns.column("spirit", &spirit)
        try columns.column("first_trait", &firstTrait)
        try columns.column("second_trait", &secondTrait)
        try columns.column("weight", &weight)
        try columns.column("description", &description)
        try columns.column("created_at", &createdAt)
    }
}
