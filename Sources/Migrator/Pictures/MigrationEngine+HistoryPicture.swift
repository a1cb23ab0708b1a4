import MigrationDSL
import MigratorCore
public import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorPictures
import MigratorSources

extension MigrationEngine {
    /// Draws the revisions of a history.
    ///
    /// Where the report knows what a database has, a page shows the journal's runs too, for which the database is asked.
    /// A page also has the SQL of each revision both ways, as a dry run shows it.
    /// - Parameters:
    ///   - report: The revisions.
    ///   - format: How they are drawn.
    ///   - kind: The database whose SQL is shown.
    /// - Returns: The text; the same history and journal always give the same.
    /// - Throws: `DatabaseFailure`, or `MigratorError` for a kind of database without a dialect.
    public func text(
        of report: HistoryReport,
        as format: PictureFormat,
        for kind: DatabaseKind
    ) async throws -> String {
        let knowsDatabase = report.entries.contains { $0.isApplied != nil }
        var picture = HistoryPicture(
            title: "History",
            revisions: report.entries.map(Self.drawn),
            knowsDatabase: knowsDatabase,
            remarks: report.unknown.map { "The database has a version row that no revision explains: \($0)" }
                + report.unfinished.map { "Not finished: \($0)" }
        )
        switch format {
        case .mermaid: return picture.mermaid()
        case .dot: return picture.dot()
        case .html:
            let dialect = try kind.dialect()
            let runs = knowsDatabase ? try await journalRuns() : [:]
            for (index, entry) in report.entries.enumerated() {
                picture.revisions[index].upgrade = script(of: entry.revision, .upgrade, dialect)
                picture.revisions[index].downgrade = script(of: entry.revision, .downgrade, dialect)
                picture.revisions[index].runs = runs[entry.revision] ?? []
            }
            return picture.html()
        }
    }

    private static func drawn(_ entry: HistoryEntry) -> PictureRevision {
        var revision = PictureRevision(id: entry.revision.rawValue)
        revision.parents = entry.parents.map(\.rawValue)
        revision.dependsOn = entry.dependsOn.map(\.rawValue)
        revision.labels = entry.branchLabels
        revision.message = entry.message
        revision.source = entry.source.map { "\($0.file):\($0.line)" }
        revision.isHead = entry.isHead
        revision.isApplied = entry.isApplied
        revision.isCurrent = entry.isCurrent == true
        return revision
    }

    private func journalRuns() async throws -> [RevisionID: [PictureRun]] {
        try await withConnection { connection in
            let tables = try await EngineTables.locate(settings, connection, withPlace: false)
            return try await tables.journal.runs(connection)
        }
    }

    /// The most bytes of SQL that a page shows of a revision in one direction.
    private static let mostSQL = 65_536

    /// What a revision does in one direction, or why that cannot be said.
    private func script(of id: RevisionID, _ direction: Direction, _ dialect: any Dialect) -> PictureScript {
        do {
            let step = try PreparedStep(try revisions.revision(id), direction, for: dialect, settings)
            var script = PictureScript(operations: step.work.operations.map(\.summary))
            script.payloads = step.work.operations.compactMap { $0.payload?.summary }
            var size = 0
            for item in (step.preludes + step.work).flatMap(\.items) {
                let sql = item.script
                size += sql.utf8.count
                if size <= Self.mostSQL { script.sql.append(sql) }
            }
            if size > Self.mostSQL { script.sql.append("-- … and more, which a dry run shows") }
            return script
        } catch {
            return PictureScript(problem: error.message)
        }
    }
}

extension Operation {
    /// The payload whose rows it loads or removes.
    fileprivate var payload: Payload? {
        switch details {
        case let insert as BulkInsert: insert.payload
        case let remove as RemoveRows: remove.payload
        default: nil
        }
    }
}
