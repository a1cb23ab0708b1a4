public import CachedQueries

/// A row of one of the schema's tables.
public protocol ECSRecord: CachedRecord {
    /// Its table.
    static var definition: TableShape { get }
}

extension ECSRecord {
    /// What reading and storing needs to know of the table.
    public static var table: RecordTable { definition.record }
}
