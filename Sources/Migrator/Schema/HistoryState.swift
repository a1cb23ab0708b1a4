import MigrationDSL
package import MigratorCore
package import MigratorDatabase
import MigratorDialects
package import MigratorGraph
import MigratorPayloads
import MigratorSources

extension MigrationEngine {
    /// All that the database follows from which a run to a target makes of an empty one: the same texts, the same database.
    ///
    /// - Parameters:
    ///   - target: The target.
    ///   - kind: The kind of the database.
    /// - Returns: The texts.
    /// - Throws: `MigratorError` for a target that is none, for a revision that cannot be run there, and for a payload that
    ///   cannot be read.
    package func state(at target: Target, on kind: DatabaseKind) throws(MigratorError) -> [String] {
        let dialect = try kind.dialect()
        let plan = try Planner(revisions.graph).upgrade(to: target, rows: [])
        var parts = ["engine", Self.version, kind.name, "\(settings.versionTable)", settings.tag ?? ""]
        for (name, value) in settings.arguments.sorted(by: { $0.key < $1.key }) { parts += ["argument", name, value] }
        for step in plan.steps {
            let revision = try revisions.revision(step.revision)
            let prepared = try PreparedStep(revision, .upgrade, for: dialect, settings)
            parts += ["revision", revision.id.rawValue, prepared.checksum, "\(revision.isTransactional)"]
            let opening = PayloadOpening(settings, revision) { _ in }
            for work in prepared.preludes { try Self.add(work, opening, to: &parts) }
            for work in prepared.work { try Self.add(work, opening, to: &parts) }
        }
        return parts + ["rows"] + plan.rowsAfter.map(\.rawValue)
    }

    private static func add(
        _ work: PreparedStep.Work,
        _ opening: PayloadOpening,
        to parts: inout [String]
    ) throws(MigratorError) {
        for item in work.items {
            switch item {
            case .statement(let sql): parts += ["statement", sql.text]
            case .rebuild: parts += ["rebuild", [work.operation].canonicalText { sql, _ in sql }]
            case .bulkInsert(let insert):
                switch insert.payload.source {
                // They are in the checksum.
                case .rows: break
                case .file(let path, _): parts += ["payload", try opening.input(path).wholeDigest()]
                case .computed(let computed):
                    parts += ["program", program]
                    for path in computed.inputs { parts += ["payload", try opening.input(path).wholeDigest()] }
                }
            case .perform: parts += ["program", program]
            case .removeRows: break
            }
        }
    }

    /// Which program this is; another one each time, where it cannot be read any more.
    private static var program: String { ProgramDigest.current ?? "\(UInt64.random(in: 0 ... .max))" }
}
