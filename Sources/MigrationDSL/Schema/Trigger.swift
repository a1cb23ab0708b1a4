/// The definition of a trigger, in SQL.
///
/// ```swift
/// Trigger("stamp", on: "orders", "CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp()")
/// ```
public struct Trigger: Hashable, Sendable, Changeable {
    /// The trigger's name.
    public let name: String
    /// The table or view that it is of.
    public let table: ObjectName
    /// The statement that makes it, whole.
    public let definition: SQLText
    /// When it fires; PostgreSQL only.
    public let state: TriggerState
    /// What it is for, kept in PostgreSQL's catalogue.
    public private(set) var comment: String?

    /// Creates a definition.
    public init(_ name: String, on table: ObjectName, _ definition: SQLText, state: TriggerState = .enabled) {
        self.name = name
        self.table = table
        self.definition = definition
        self.state = state
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> Trigger {
        with { $0.comment = comment }
    }
}

/// When a trigger of PostgreSQL fires.
public enum TriggerState: String, Hashable, Sendable {
    /// Unless the session replicates changes from elsewhere.
    case enabled
    /// Never.
    case disabled
    /// Only if the session replicates changes from elsewhere.
    case replica
    /// In every session.
    case always
}

extension Trigger: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.string("name", name)
        text.value("table", table)
        text.value("definition", definition)
        if state != .enabled { text.string("state", state.rawValue) }
        text.string("comment", comment)
    }
}
