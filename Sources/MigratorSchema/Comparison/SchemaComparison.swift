public import MigrationDSL
package import MigratorCatalogue

/// What the comparison of two schemas found.
package struct SchemaComparison: Sendable {
    /// The differences, in a stable order: of types, sequences, tables and what is of them, views, functions.
    package var differences: [SchemaDifference] = []
    /// What only a server could tell, and none did.
    package var unverified: [UnverifiedPart] = []
    /// What cannot be compared, of either schema.
    package var unsupported: [Schema.Unsupported] = []
    /// The pairs that may be one thing with two names, the likeliest first; without a word each is dropped and added.
    package var candidates: [RenameCandidate] = []
    /// All pairs that may be one thing with two names, a few for each thing that goes; the likeliest of each first.
    package var pairs: [RenameCandidate] = []
    /// The renames that hold.
    var renames = ResolvedRenames.none
}

/// Two texts that may mean the same, which no server was asked.
public struct UnverifiedPart: Hashable, Sendable {
    /// The object that the texts are of.
    public let object: ObjectReference
    /// What is unknown, in words, such as `check orders_total_check of orders`.
    public let summary: String
    /// The text that was there.
    public let old: String
    /// The text that is to be there.
    public let new: String
}
