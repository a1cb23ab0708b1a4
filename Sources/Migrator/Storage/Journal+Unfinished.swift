import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph

extension Journal {
    /// The steps that were begun and not ended, in their order; none if there is no journal.
    ///
    /// What was done to the same revision later, or vouched for by a purge, has settled them.
    ///
    /// `mayBeMissing` says that Alembic may have made the database: to ask a table that is not there could write an error
    /// into a server's log.
    func unfinished(
        _ connection: any DatabaseConnection,
        mayBeMissing: Bool = false
    ) async throws -> [UnfinishedStep] {
        if mayBeMissing, try await !dialect.mayAsk(name, connection) { return [] }
        // Mostly there is none, and to know that much takes one look.
        let any: SQLFragment = "SELECT 1 FROM \(name.quoted) WHERE state = '\(Self.begun)' LIMIT 1"
        guard try await !rowsIfThere(any, connection).isEmpty else { return [] }
        let sql: SQLFragment = """
            \(try await ours("id, revision, direction, state, started_at, progress", connection))
            SELECT revision, direction, \(dialect.asText("started_at")) AS since, \
            \(dialect.asText("progress")) AS progress
            FROM ours AS j WHERE state = '\(Self.begun)' AND NOT EXISTS (
                SELECT 1 FROM ours AS later
                WHERE later.id > j.id AND (later.revision = j.revision OR later.direction = '\(Self.purge)'))
            ORDER BY id
            """
        return try await connection.query(sql).compactMap { row in
            guard let direction = Direction(rawValue: try row.get("direction", as: String.self)) else { return nil }
            let progress = try row.get("progress", as: String?.self).map { try StatementProgress(json: $0) }
            return UnfinishedStep(
                revision: RevisionID(try row.get("revision", as: String.self)),
                direction: direction,
                done: progress?.done ?? 0,
                since: try row.get("since", as: String.self)
            )
        }
    }

    /// What was written after a row: its last number, and whether a step was begun that is not this one.
    func begun(
        after last: Int64,
        but step: Step?,
        _ connection: any DatabaseConnection
    ) async throws -> (last: Int64, hasOther: Bool) {
        let sql: SQLFragment = """
            SELECT id, revision, direction, state FROM \(name.quoted) WHERE id > \(value: .int(last)) ORDER BY id
            """
        var (last, hasOther) = (last, false)
        for row in try await connection.query(sql) {
            last = try row.get("id", as: Int64.self)
            guard try row.get("state", as: String.self) == Self.begun else { continue }
            let isThis =
                try RevisionID(row.get("revision")) == step?.revision
                && row.get("direction", as: String.self) == step?.direction.rawValue
            hasOther = hasOther || !isThis
        }
        return (last, hasOther)
    }

    /// The statement that settles an unfinished step: it counts as done, or as never begun.
    func settle(
        _ step: UnfinishedStep,
        as state: String,
        _ connection: any DatabaseConnection
    ) -> BoundStatement {
        let (revision, direction) = (step.revision.rawValue, step.direction.rawValue)
        var sql: SQLFragment = """
            UPDATE \(name.quoted) SET state = '\(state)'
            WHERE state = '\(Self.begun)' AND revision = \(value: .text(revision)) \
            AND direction = \(value: .text(direction))
            """
        if hasVersionTable { sql += " AND \(isOurs)" }
        return sql.statement(for: connection.kind)
    }
}
