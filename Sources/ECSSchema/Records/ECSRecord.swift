public import CachedQueries

/// A row of one of the schema's tables.
public protocol ECSRecord: CachedRecord {
    /// Its table.
    static var definition: TableShape { get }
}

extension ECSRecord {
    /// The description of the table that reading and storing needs.
    public static var table: RecordTable { definition.record }
}
