import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Holds what the database says against what the revisions say now.
struct Integrity {
    private let run: Run

    init(_ run: Run) {
        self.run = run
    }

    /// Refuses to go on if an applied revision was edited since.
    ///
    /// Revisions that the journal does not know — applied by Alembic, or stamped — cannot be held against anything.
    /// - Parameters:
    ///   - rows: The version rows.
    ///   - checksums: What the journal said before the rows were read, if it was asked.
    /// - Throws: ``MigratorError`` with code `.checksumMismatch` that says what changed.
    func verify(rows: [RevisionID], checksums: [RevisionID: String]?) async throws {
        // What seems to be wrong is asked anew: between the two somebody may have applied a revision again.
        if let checksums, try await edited(rows: rows, checksums: checksums).isEmpty { return }
        guard let first = try await edited(rows: rows).first else { return }
        throw first
    }

    /// The applied revisions that were edited since, in load order.
    func edited(rows: [RevisionID], checksums: [RevisionID: String]? = nil) async throws -> [MigratorError] {
        guard !rows.isEmpty else { return [] }
        let checksums =
            if let checksums { checksums } else { try await run.tables.journal.appliedChecksums(run.connection) }
        guard !checksums.isEmpty else { return [] }
        var edited: [MigratorError] = []
        for id in run.context.planner.applied(rows) {
            guard let recorded = checksums[id] else { continue }
            let revision = try run.context.revisions.revision(id)
            guard try !revision.hasChecksum(recorded, .upgrade) else { continue }
            if let mismatch = try await mismatch(revision, rows: rows) { edited.append(mismatch) }
        }
        return edited
    }

    /// The error of a revision with another checksum than when it was applied; `nil` if it is spelt another way, no more.
    private func mismatch(_ revision: any LoadedRevision, rows: [RevisionID]) async throws -> MigratorError? {
        let applied = try await run.tables.journal.lastApplied(revision.id, run.connection)
        let now = try revision.operations(.upgrade, RevisionArguments(), tag: nil, for: run.connection.kind)
        let changes = EditedOperations(before: applied?.operations ?? "[]", now: now)
        guard !changes.isEmpty else { return nil }
        return MigratorError(
            .checksumMismatch,
            "revision \(revision.id) was edited after it was applied\(applied.map { " on \($0.at)" } ?? ""): "
                + "\(changes.description). Put it back as it was and write a new revision; "
                + "or, if the database is right as it is, vouch for it with "
                + "'stamp --purge \(rows.map(\.rawValue).joined(separator: " "))'",
            revision: revision.id,
            location: revision.node.source
        )
    }

    /// Refuses a plan with an id that the version table cannot hold: Alembic makes it 32 characters wide.
    func verifyWidth(of plan: Plan) async throws {
        let longest = plan.steps.max { $0.revision.rawValue.count < $1.revision.rawValue.count }
        guard let id = longest?.revision, id.rawValue.count > 32 else { return }
        guard let width = try await run.tables.versionTable.width(run.connection), id.rawValue.count > width else {
            return
        }
        let table = run.context.settings.versionTable
        throw MigratorError(
            .invalidRevision,
            "the id \(id) is \(id.rawValue.count) characters long, and \(table).version_num holds \(width); "
                + "widen the column, or give the revision a shorter id",
            revision: id
        )
    }
}
