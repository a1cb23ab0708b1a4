import MigrationDSL
import MigratorCore
import MigratorDatabase

/// A SQL file as one kind of database would read it; offsets only, no text is copied.
struct SQLReading {
    let header: SQLRevisionHeader
    let upgrade: Section
    /// `nil` if the file has no such section.
    let downgrade: Section?
    /// Whether the other kind could read the file differently.
    let isAmbiguous: Bool

    /// A section's items, and the bytes its digest is taken of.
    struct Section {
        var items: [Item] = []
        /// The offsets between which the section stands.
        var range = 0..<0
        var frame = SQLFrame()
        /// The variables, in the order of their appearance.
        var variables: [SQLVariable] = []
    }

    /// An item by the offsets of its text.
    enum Item {
        case statement(Range<Int>, touches: [TableName]?)
        indirect case bulkInsert(SQLDirective.BulkInsert, offset: Int)
    }

    subscript(section: SQLSection) -> Section? {
        section == .upgrade ? upgrade : downgrade
    }
}
