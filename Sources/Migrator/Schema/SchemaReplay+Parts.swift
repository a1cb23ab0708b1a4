import MigrationDSL
import MigratorDialects
import MigratorGraph
import MigratorSources

extension SchemaReplay {
    /// All that the schema follows from which steps make on an empty database, beside that database: what is run there.
    ///
    /// - Returns: The parts of it; `nil` if the schema may be another each time: where a closure runs, where a statement
    ///   looks at a clock, or where a step cannot be prepared.
    static func parts(of steps: [Step], _ engine: MigrationEngine, _ dialect: any Dialect) -> [String]? {
        var (parts, statements): ([String], [String]) = ([], [])
        var isMadeByProgram = false
        for step in steps {
            guard let revision = try? engine.revisions.revision(step.revision),
                let prepared = try? PreparedStep(revision, .upgrade, for: dialect, engine.settings)
            else { return nil }
            parts += ["revision", revision.id.rawValue, prepared.checksum, "\(revision.isTransactional)"]
            for work in prepared.preludes {
                parts.append("prelude")
                guard add(work, &parts, &statements, &isMadeByProgram) else { return nil }
            }
            parts.append("work")
            for work in prepared.work {
                guard add(work, &parts, &statements, &isMadeByProgram) else { return nil }
            }
        }
        if isMadeByProgram {
            guard let program = ProgramDigest.current else { return nil }
            parts += ["program", program]
        }
        return dialect.isRepeatable(statements) ? parts : nil
    }

    private static func add(
        _ work: PreparedStep.Work,
        _ parts: inout [String],
        _ statements: inout [String],
        _ isMadeByProgram: inout Bool
    ) -> Bool {
        for item in work.items {
            switch item {
            case .statement(let sql):
                statements.append(sql.text)
                parts += ["statement", sql.text]
            case .rebuild:
                // How a table is made anew is found out on the way, by this program.
                isMadeByProgram = true
                parts += ["rebuild", [work.operation].canonicalText { sql, _ in sql }]
            case .bulkInsert, .removeRows: break
            // What it does depends on more than can be seen.
            case .perform: return false
            }
        }
        return true
    }
}
