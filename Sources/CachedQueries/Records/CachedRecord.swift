/// A row of one table, which is read, stored and cached: its columns are all of the table's, and the first is the id.
///
/// ```swift
/// struct Product: CachedRecord {
///     static let table = RecordTable(
///         "products",
///         columns: [
///             .init("id", "uuid"), .init("name", "text"), .init("price", "double?"),
///             .init("created_at", "timestampTZ?", moment: .creation),
///         ]
///     )
///     static let blank = Product(id: UUID(), name: "")
///     var id: UUID
///     var name: String
///     var price: Double?
///     var createdAt: Timestamp?
///
///     mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
///         try columns.column("id", &id)
///         try columns.column("name", &name)
///         try columns.column("price", &price)
///         try columns.column("created_at", &createdAt)
///     }
/// }
/// ```
public protocol CachedRecord: RowRecord {
    /// The table.
    static var table: RecordTable { get }
}

extension CachedRecord {
    /// The columns as a query lists them, under what the table is called there.
    public static func columns(of alias: String) -> String {
        table.columns.map { "\(alias).\($0.name)" }.joined(separator: ", ")
    }

    /// The names and types of the columns; their digest is part of every key.
    static var fields: [(name: String, type: String)] {
        table.columns.map { ($0.name, $0.type) }
    }
}
