import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorGraph

/// Compares schemas for `check`: the database with its applied revisions, and all revisions with the declared schema.
struct SchemaGates {
    private let engine: MigrationEngine
    private let options: CheckOptions

    /// What a gate comes to.
    enum Outcome {
        case looked([CheckReport.Finding], remarks: [String])
        /// Why it could not look, and the command that lets it.
        case skipped(String, command: String? = nil)
    }

    init(_ engine: MigrationEngine, _ options: CheckOptions) {
        self.engine = engine
        self.options = options
    }

    /// What was done to the database that no revision did.
    func drift() async throws -> Outcome {
        let standing = try await engine.current()
        guard standing.unknown.isEmpty else {
            return .skipped(UnknownRows.sentence(standing.unknown), command: "current -v")
        }
        if let step = standing.unfinished.first { return .skipped("\(step)", command: "current -v") }
        return try await skipping {
            let report = try await engine.diff(from: .applied, to: .database, options.schema)
            let places = ObjectPlaces(engine, report)
            let applied = Planner(engine.revisions.graph).applied(standing.rows)
            return looked(
                report,
                .drift,
                "changed by hand",
                "diff database applied --format sql",
                at: try places.inRevisions(applied)
            )
        }
    }

    /// What the declared schema has and no revision makes.
    func model() async throws -> Outcome {
        guard let model = options.model else {
            return .skipped("no schema is declared", command: "check --model PATH")
        }
        return try await skipping {
            let history = SchemaSource.history(nil)
            let reader = try await SchemaReader(engine, options.schema, for: [history, model])
            // A model that does not run is found even where the history does not run either.
            let new: SchemaReading
            do {
                new = try await reader.reading(of: model)
                if new.fingerprint == nil { _ = try await new.schema() }
            } catch let error as MigratorError where error.location != nil {
                return .looked([unreadable(error)], remarks: [])
            }
            let old = try await reader.reading(of: history)
            let pair = try await SchemaPair((history, old), (model, new), reader, options.schema)
            let report = try await pair.report(try pair.renames(options.schema.renames))
            let places = ObjectPlaces(engine, report)
            return looked(
                report,
                .model,
                "not in the revisions yet",
                "revision --autogenerate -m TEXT",
                at: try places.inModel(model, elseIn: engine.revisions.graph.revisions.map(\.id))
            )
        }
    }

    /// A declared schema that the database does not take.
    private func unreadable(_ error: MigratorError) -> CheckReport.Finding {
        CheckReport.Finding(
            kind: .model,
            rule: .modelUnreadable,
            message: error.message,
            command: "inspect model",
            location: error.location
        )
    }

    private func looked(
        _ report: DiffReport,
        _ kind: CheckReport.Kind,
        _ what: String,
        _ command: String,
        at places: [SourceLocation?]
    ) -> Outcome {
        let findings = zip(report.differences, places).map { difference, place in
            CheckReport.Finding(
                kind: kind,
                object: difference.object,
                message: "\(what): \(difference.summary)",
                command: command,
                location: place
            )
        }
        let unsupported = report.unsupported.map { "\($0.kind) \($0.object) is left out: \($0.why)" }
        let unverified = report.unverified.map {
            "\($0.summary) may differ; only a server could tell, and none was asked"
        }
        return .looked(findings, remarks: unsupported + unverified)
    }

    /// Skips the gate where there is no empty database to run revisions on, or they do not run: that is for another gate.
    private func skipping(_ body: () async throws -> Outcome) async throws -> Outcome {
        do {
            return try await body()
        } catch let error as MigratorError {
            if let none = error.cause as? NoScratch {
                return .skipped("there is no empty database: \(none.reason)", command: "check --scratch URL")
            }
            switch error.code {
            case .statementFailed, .invalidRevision, .unsupportedByDialect:
                return .skipped(error.description, command: "check")
            default: throw error
            }
        }
    }
}
