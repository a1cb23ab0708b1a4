/// A part of a rebuild as a script holds it.
package enum SQLiteRebuildLine: Sendable {
    /// What a condition is about.
    package enum Check: Sendable {
        /// The table, its indexes and its triggers are what the history says.
        case definition
        /// No row was lost.
        case rowCount
        /// All values could be converted.
        case types
    }

    /// A statement that is run.
    case statement(String)
    /// An expression that must be true, or the script has to stop.
    case check(Check, String)
}
