/// What is known of a table in the database that runs, from a file.
package struct TableFacts: Hashable, Sendable {
    package var rows: Int?
    package var bytes: Int?
    package var writesPerSecond: Double?
    /// Whether it is there.
    package var exists: Bool

    package init(rows: Int? = nil, bytes: Int? = nil, writesPerSecond: Double? = nil, exists: Bool = true) {
        self.rows = rows
        self.bytes = bytes
        self.writesPerSecond = writesPerSecond
        self.exists = exists
    }

    /// Whether work on all of its rows is done in an instant: at most 10,000 rows and 10 MB.
    package var isSmall: Bool {
        guard let rows else { return false }
        return rows == 0 || rows <= 10_000 && bytes ?? 0 <= 10_000_000
    }
}
