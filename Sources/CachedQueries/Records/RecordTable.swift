/// The description of a table that reading and storing its records needs.
public struct RecordTable: Sendable, Hashable {
    /// A column of the table.
    public struct Column: Sendable, Hashable {
        /// The column's name.
        public let name: String
        /// The name of the column's type, with `?` behind it where it may be null; part of every cache key, so that a
        /// record is never read from the bytes of one with other columns.
        public let type: String
        /// The moment that the database fills in, if it fills in one.
        public let moment: Moment?

        /// Creates a column.
        ///
        /// - Parameters:
        ///   - name: Its name.
        ///   - type: What its type is called, such as `text` or `double?`.
        ///   - moment: What moment it tells, if it tells one that the database fills in.
        public init(_ name: String, _ type: String, moment: Moment? = nil) {
            self.name = name
            self.type = type
            self.moment = moment
        }
    }

    /// A moment that the database fills in: a record that has `nil` there takes the column's default.
    public enum Moment: Sendable, Hashable {
        /// When the row was made: it stays when the row is stored again.
        case creation
        /// When the row was changed last: it becomes the present one when the row is stored again without one.
        case change
        /// Any other.
        case other
    }

    /// The table's name, as SQL writes it.
    public let name: String
    /// The columns, in the table's order; the first is the id.
    public let columns: [Column]
    /// The columns that the database fills in.
    let moments: [String: Moment]

    /// Creates a table.
    ///
    /// - Parameters:
    ///   - name: The table's name, as SQL writes it.
    ///   - columns: Its columns, in the table's order; the first is the id.
    public init(_ name: String, columns: [Column]) {
        self.name = name
        self.columns = columns
        let moments = columns.compactMap { column in column.moment.map { (column.name, $0) } }
        self.moments = Dictionary(moments) { first, _ in first }
    }
}
