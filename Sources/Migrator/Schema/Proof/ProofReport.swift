/// What was found when a generated revision was run on an empty database, up and back.
public struct ProofReport: Hashable, Sendable {
    /// Why a part of the plan cannot be taken back, each in a sentence without its full stop, by the part's index.
    public internal(set) var irreversible: [Int: String] = [:]
    /// The tables that had rows meanwhile, in the order of their names.
    public internal(set) var tablesWithRows: [String] = []
    /// The tables that had none.
    public internal(set) var tablesWithoutRows: [TableWithoutRows] = []
    /// What ran on empty tables alone; the revision is right, and needs a look before it meets such rows.
    public internal(set) var failsOnRows: [FailureOnRows] = []
}

extension ProofReport {
    /// A table for which no rows were found.
    public struct TableWithoutRows: Hashable, Sendable {
        /// The table's name.
        public let table: String
        /// Why there are none, in a sentence without its full stop.
        public let why: String
    }

    /// An operation that fails where there are rows.
    public struct FailureOnRows: Hashable, Sendable {
        /// The operation, in words.
        public let operation: String
        /// What the database says of it.
        public let reason: String
        /// Whether it is one of the way back.
        public let isOfDowngrade: Bool
        /// Whether the rows were of the engine's own database, and none that were made up.
        public let isOfOwnRows: Bool
    }
}

extension ProofReport.FailureOnRows: CustomStringConvertible {
    /// The failure in a sentence without its full stop.
    public var description: String {
        let rows = isOfOwnRows ? "rows that the database has" : "rows as its tables may hold them"
        return "\(isOfDowngrade ? "the downgrade" : "the upgrade") fails on \(rows): \(operation): \(reason)"
    }
}
