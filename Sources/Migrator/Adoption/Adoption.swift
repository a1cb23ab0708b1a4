import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph
import MigratorImport
import MigratorSources
import MigratorSystem

/// Holds what another tool has run against the revisions that were imported from it.
struct Adoption {
    private let graph: RevisionGraph
    /// The revisions of each tool, in load order, with the tool's names for them.
    private var imported: [ImportFormat: [(id: RevisionID, keys: [String])]] = [:]

    init(_ history: RevisionHistory) throws(MigratorError) {
        graph = history.graph
        for node in graph.revisions {
            guard let text = try history.revision(node.id).importedFrom else { continue }
            let from = try ImportedFrom(parsing: text, at: node.source)
            imported[from.format, default: []].append((node.id, from.keys))
        }
    }

    /// Whether no revision comes from another tool.
    var isOfNoTool: Bool { imported.isEmpty }

    /// Whether revisions come from Alembic, whose table is the engine's own.
    var isOfAlembic: Bool { imported[.alembic] != nil }

    /// A tool's table as it is in the database.
    struct Found: Sendable {
        let table: ForeignTable
        let name: TableName
        let rows: [DatabaseRow]

        /// What of the schema is the tool's own.
        var patterns: [String] {
            let schema = name.schema ?? "*"
            return ["table:\(schema).\(name.name)", "sequence:\(schema).\(name.name)_*"]
        }
    }

    /// Finds the table of a tool that revisions come from.
    ///
    /// - Throws: `MigratorError` if there is none, or more than one.
    func find(_ asked: TableName?, _ connection: any DatabaseConnection) async throws -> Found {
        guard imported.keys.contains(where: { $0 != .alembic }) || imported.isEmpty else {
            throw MigratorError(
                .behind,
                "the version table has no row, and the revisions come from Alembic: there is nothing to adopt. 'upgrade' "
                    + "runs them; 'stamp' says where a database stands"
            )
        }
        return try await Self.find(imported.isEmpty ? ImportFormat.allCases : Array(imported.keys), asked, connection)
    }

    /// Finds the table of one of some tools.
    static func find(
        _ formats: [ImportFormat],
        _ asked: TableName?,
        _ connection: any DatabaseConnection
    ) async throws -> Found {
        var found: [Found] = []
        let candidates = ForeignTable.all.filter { formats.contains($0.format) }
        for table in candidates {
            let name = asked ?? TableName(table.name)
            guard table.fits(try await connection.columns(of: name).map(\.name)) else { continue }
            let rows = try await connection.query("SELECT * FROM \(name.quoted)")
            found.append(Found(table: table, name: name, rows: rows))
        }
        if let only = found.first, found.count == 1 { return only }
        guard found.isEmpty else {
            let tools = found.map { "\($0.table.format.rawValue) (\($0.name))" }.joined(separator: ", ")
            throw MigratorError(
                .behind,
                "the database has the tables of several tools: \(tools); name one with --table"
            )
        }
        let expected = candidates.map { "\(asked?.description ?? $0.name) of \($0.format.rawValue)" }
        throw MigratorError(
            .behind,
            "the database has no table \(expected.joined(separator: ", nor ")); name it with --table if it has another "
                + "name. Where nothing was run yet there is nothing to adopt: 'upgrade' runs the revisions"
        )
    }

    /// The revisions that the tool has run, in load order.
    ///
    /// - Throws: `MigratorError` with what to do for a migration that is half done, one that no revision stands for, and
    ///   one that was run before what it follows.
    func applied(_ found: Found) throws(MigratorError) -> [RevisionID] {
        let tool = found.table.format.rawValue
        let own = imported[found.table.format] ?? []
        let known = own.flatMap(\.keys)
        let keys = try found.table.applied(found.rows, known: known)
        if let unknown = keys.first(where: { !known.hasExactly($0) }) {
            throw MigratorError(
                .unknownDatabaseRevision,
                "\(found.name) says that '\(unknown)' was run, and no revision is imported from it. Import the project as "
                    + "it was when it ran, or take the migration back with \(tool)"
            )
        }
        let run = Set(keys.map(ExactText.init))
        var applied: [RevisionID] = []
        for revision in own {
            let lacking = revision.keys.filter { !run.contains(ExactText($0)) }
            if lacking.isEmpty, !revision.keys.isEmpty { applied.append(revision.id) }
            guard lacking.count < revision.keys.count, let missing = lacking.first else { continue }
            throw MigratorError(
                .behind,
                "revision \(revision.id) stands for \(revision.keys.count) migrations, and '\(missing)' of them was not "
                    + "run; run it with \(tool) and adopt again",
                revision: revision.id
            )
        }
        try checkWhole(applied, tool)
        return applied
    }

    private func checkWhole(_ applied: [RevisionID], _ tool: String) throws(MigratorError) {
        let all = Set(applied)
        for id in applied {
            let before = (graph[id]?.parents ?? []) + graph.dependencies(of: id)
            guard let missing = before.first(where: { !all.contains($0) }) else { continue }
            throw MigratorError(
                .behind,
                "\(tool) has run \(id) and not \(missing), which it follows. Run what is missing with \(tool) and adopt "
                    + "again",
                revision: id
            )
        }
    }

    /// The revisions that no other of them follows.
    func heads(of applied: [RevisionID]) -> [RevisionID] {
        let followed = Set(applied.flatMap { (graph[$0]?.parents ?? []) + graph.dependencies(of: $0) })
        return applied.filter { !followed.contains($0) }
    }
}
