import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorPictures

extension Journal {
    /// The most runs of a revision that are shown.
    private static let mostRuns = 20

    /// The runs of each revision, the last one first; none if there is no journal.
    func runs(_ connection: any DatabaseConnection) async throws -> [RevisionID: [PictureRun]] {
        let columns =
            "id, revision, direction, state, \(Entry.startColumn), duration_ms, statements, row_count, engine, tag"
        guard try await dialect.mayAsk(name, connection) else { return [:] }
        let sql: SQLFragment = """
            SELECT revision, direction, state, \(dialect.asText(Entry.startColumn)) AS since, duration_ms, statements, \
            row_count, engine, tag FROM \(try await rows(columns, connection))
            WHERE \(isOurs) AND state <> '\(Self.void)' ORDER BY id DESC
            """
        var runs: [RevisionID: [PictureRun]] = [:]
        for row in try await rowsIfThere(sql, connection) {
            let revision = RevisionID(try row.get("revision", as: String.self))
            guard runs[revision, default: []].count < Self.mostRuns else { continue }
            let run = PictureRun(
                direction: try row.get("direction"),
                isDone: try row.get("state", as: String.self) == Self.done,
                startedAt: try row.get("since"),
                milliseconds: try row.get("duration_ms"),
                statements: try row.get("statements"),
                rows: try row.get("row_count"),
                engine: try row.get("engine", as: String?.self) ?? "",
                tag: try row.get("tag", as: String?.self)
            )
            runs[revision, default: []].append(run)
        }
        return runs
    }
}
