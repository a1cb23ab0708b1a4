package import MigratorDatabase

/// The tables that a statement changes, as far as its text tells.
package struct SQLTouches: Hashable, Sendable {
    /// What of a table is changed.
    package enum Change: Hashable, Sendable {
        /// Its columns, indexes or existence.
        case schema
        /// Its rows.
        case data
    }

    package let change: Change
    package let tables: [TableName]
}
