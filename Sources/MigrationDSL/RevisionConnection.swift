import MigratorSystem

/// The database as a `perform` closure sees it: runs statements in the step's open transaction.
///
/// Parameters are written `$1`, `$2` … on both databases, and bound by their numbers; each value needs one.
public protocol RevisionConnection: Sendable {
    /// The kind of database.
    var database: RevisionDatabase { get }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [Value]) async throws -> Int

    /// Runs a statement and returns its rows.
    func query(_ sql: String, _ values: [Value]) async throws -> [Row]
}

extension RevisionConnection {
    /// Runs a statement without parameters and returns how many rows it changed.
    @discardableResult
    public func execute(_ sql: String) async throws -> Int {
        try await execute(sql, [])
    }

    /// Runs a statement without parameters and returns its rows.
    public func query(_ sql: String) async throws -> [Row] {
        try await query(sql, [])
    }
}

/// A database that revisions run on.
public enum RevisionDatabase: String, Hashable, Sendable, CaseIterable {
    /// PostgreSQL.
    case postgres
    /// SQLite.
    case sqlite
}

extension Row {
    /// The value of a column, or `nil` if the row has no such column.
    public subscript(column: String) -> Value? {
        fields.first { $0.name.isExactly(column) }?.value
    }
}
