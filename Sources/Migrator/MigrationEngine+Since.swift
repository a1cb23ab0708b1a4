public import MigrationDSL
package import MigratorCore
import MigratorDatabase
import MigratorGraph
import MigratorSources

extension MigrationEngine {
    /// Finds the revisions that are new since others: neither these nor what they stand on.
    ///
    /// - Parameter target: A revision, `label@head`, `heads`, `current` or `-N`; `base` for all revisions.
    /// - Returns: The revisions, in load order.
    /// - Throws: `MigratorError` if the target names none.
    public func newRevisions(since target: String) async throws -> [RevisionID] {
        let rows = target.hasPrefix("current") ? try await versionRows() : []
        let (known, unknown) = revisions.graph.split(rows: rows)
        guard unknown.isEmpty else { throw UnknownRows.error(unknown) }
        let old = Set(Planner(revisions.graph).applied(try revisions.graph.resolve(target, rows: known)))
        return revisions.graph.revisions.map(\.id).filter { !old.contains($0) }
    }

    /// The revisions whose own file is such, or the file of a payload that they load.
    package func revisions(withFilesIn isSuch: (_ path: String) -> Bool) throws(MigratorError) -> Set<RevisionID> {
        var found: Set<RevisionID> = []
        for node in revisions.graph.revisions {
            if let file = node.source?.file, isSuch(file) {
                found.insert(node.id)
                continue
            }
            let revision = try revisions.revision(node.id)
            let arguments = RevisionArguments(settings.arguments)
            for kind in DatabaseKind.known {
                // One that cannot be read for a database is for the gates to report.
                let operations = try? revision.operations(.upgrade, arguments, tag: settings.tag, for: kind)
                let files = (operations.map(Array.init) ?? []).flatMap(\.payloadFiles)
                    .compactMap { revision.payloads.file(of: $0, preferred: settings.payloadFolder) }
                if files.contains(where: isSuch) { found.insert(node.id) }
            }
        }
        return found
    }
}

extension Operation {
    /// The files that its rows come from, as the revision writes their paths.
    fileprivate var payloadFiles: [String] {
        guard let insert = details as? BulkInsert else { return [] }
        switch insert.payload.source {
        case .file(let path, _): return [path]
        case .computed(let computed): return computed.inputs
        case .rows: return []
        }
    }
}
