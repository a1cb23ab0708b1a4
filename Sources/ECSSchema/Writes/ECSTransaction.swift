public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A transaction that notes what it writes, with the schema's writes by name; agents are the entities.
public typealias ECSTransaction = CachedTransaction

extension CachedTransaction {
    /// Notes that a table was written, by SQL of the caller's own too.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - agents: The agents whose rows were written; all answers that read the table are stale if it is `nil`.
    public func touch(_ table: String, agents: [UUID]?) {
        touch(table, entities: agents?.map(\.text))
    }

    /// Runs a statement of the application's own.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - parameters: Its values.
    ///   - tables: The tables that it writes.
    ///   - agents: The agents whose rows it writes; `nil` if that is not known.
    /// - Returns: How many rows it changed.
    /// - Throws: What the database gives.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: [DatabaseCell] = [],
        touching tables: [String],
        agents: [UUID]?
    ) async throws(DatabaseFailure) -> Int {
        try await execute(sql, parameters, touching: tables, entities: agents?.map(\.text))
    }

    /// Stores a record of some agents, in place of one of the same id, and returns it as it is stored.
    func store<Stored: ECSRecord>(
        _ record: Stored,
        agents: [UUID],
        conflict: [String]? = nil
    ) async throws(DatabaseFailure) -> Stored {
        try await store(record, entities: agents.map(\.text), conflict: conflict)
    }

    /// Deletes rows of a table by equalities, and with them the rows that are theirs.
    func delete(
        from table: String,
        where conditions: KeyValuePairs<String, DatabaseCell>,
        agents: [UUID]? = nil
    ) async throws(DatabaseFailure) -> Bool {
        try await remove(
            from: table,
            where: conditions,
            cascadingTo: ECSTables.deletion(from: table).sorted(),
            entities: agents?.map(\.text)
        )
    }
}
