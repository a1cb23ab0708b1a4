/// The share that a partition has of another table's rows; PostgreSQL only.
public struct Partition: Hashable, Sendable {
    /// The table that is parted.
    public let parent: ObjectName
    /// Its share: `FOR VALUES …` or `DEFAULT`.
    public let bounds: String

    /// Creates a share.
    public init(parent: ObjectName, bounds: String) {
        self.parent = parent
        self.bounds = bounds
    }
}

extension Partition: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.value("of", parent)
        text.sql("bounds", bounds)
    }
}
