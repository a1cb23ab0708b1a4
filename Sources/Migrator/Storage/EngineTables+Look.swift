import CacheBridge
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorOutbox

extension EngineTables {
    /// Where the database stands, and what waits to be delivered.
    struct Look: Sendable {
        /// The version rows; `nil` if there is no version table.
        var rows: [RevisionID]?
        /// How many events each target lacks that is asked about, or that has heard of one before.
        var pending: [String: Int] = [:]
        /// The checksums under which revisions were applied, if they were asked for and came with the rest.
        var checksums: [RevisionID: String]?
        /// Whether the journal has a step that was begun and not ended, as far as it was asked.
        var hasBegun = false
    }

    /// Looks at both at once: to be told that nothing waits costs no round trip of its own.
    ///
    /// With checksums the journal is asked as well, unless a table is missing.
    func look(
        _ targets: [String],
        withChecksums: Bool = false,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Look {
        // Without a journal there may still be an outbox, and events in it.
        let attempts = hasOutbox == false ? [] : withChecksums ? [true, false] : [false]
        for withChecksums in attempts {
            do {
                return try await lookAtAll(targets, withChecksums: withChecksums, connection)
            } catch {
                guard error.code == .undefinedObject else { throw error }
            }
        }
        return Look(rows: try await versionTable.rows(connection))
    }

    /// What is made of an answer.
    private enum Answer {
        case checksums([RevisionID: String], hasBegun: Bool)
        case rows([DatabaseRow])
    }

    private func lookAtAll(
        _ targets: [String],
        withChecksums: Bool,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Look {
        let query = targets.isEmpty ? shortQuery : try query(targets, connection)
        let parameters = targets.map { DatabaseCell.text($0) }
        guard withChecksums else {
            return try await read(try await connection.query(query, parameters), targets, connection)
        }
        // The journal first: its rows, which are many, are read while the rest is asked.
        let checksums = try await journal.checksumQuery(connection).statement(for: connection.kind)
        let answers = try await connection.query(pipelining: [checksums, (query, parameters)]) {
            index,
            rows throws(DatabaseFailure) -> Answer in
            guard index == 0 else { return .rows(rows) }
            let journal = try journal.checksums(in: rows)
            return .checksums(journal.applied, hasBegun: journal.hasBegun)
        }
        var look = Look()
        for case .rows(let rows) in answers { look = try await read(rows, targets, connection) }
        for case .checksums(let checksums, let hasBegun) in answers {
            look.checksums = checksums
            look.hasBegun = hasBegun
        }
        return look
    }

    /// Asks for the version rows, and whether anybody was ever told of an event: to plan the whole question takes a new
    /// session five times as long.
    private var shortQuery: String {
        """
        SELECT version_num AS id, \(outbox.isAnyTold) AS is_told
        FROM \(versionTable.name.quoted)
        """
    }

    private func query(_ targets: [String], _ connection: any DatabaseConnection) throws(DatabaseFailure) -> String {
        """
        SELECT version_num AS id, \(dialect.nullText) AS target, 0 AS pending FROM \(versionTable.name.quoted)
        UNION ALL
        SELECT NULL, \(try outbox.waiting(asking: targets.count, on: connection.kind))
        """
    }

    /// Reads an answer; where it leaves open who waits, asks once more.
    private func read(
        _ rows: [DatabaseRow],
        _ targets: [String],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Look {
        guard targets.isEmpty else { return try read(rows) }
        // Without a version row there is nothing that could say that nobody was told.
        guard let first = rows.first, try !first.get("is_told", as: Bool.self) else {
            return try read(try await connection.query(try query(targets, connection)))
        }
        return Look(
            rows: try rows.map { row throws(DatabaseFailure) in RevisionID(try row.get("id", as: String.self)) }
        )
    }

    private func read(_ rows: [DatabaseRow]) throws(DatabaseFailure) -> Look {
        var look = Look(rows: [])
        for row in rows {
            if let target = try row.get("target", as: String?.self) {
                look.pending[target] = try row.get("pending", as: Int.self)
            } else {
                look.rows?.append(RevisionID(try row.get("id", as: String.self)))
            }
        }
        return look
    }
}
