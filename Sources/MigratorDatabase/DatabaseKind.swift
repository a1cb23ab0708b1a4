/// The kind of database that a connection leads to.
public enum DatabaseKind: String, Hashable, Sendable, CaseIterable {
    /// PostgreSQL.
    case postgres
    /// SQLite.
    case sqlite
}

extension DatabaseKind {
    /// What stands in a statement for its parameter of this number, from 1, where each is named once and in order.
    package func placeholder(_ number: Int) -> String {
        switch self {
        case .postgres: "$\(number)"
        case .sqlite: "?"
        }
    }
}
