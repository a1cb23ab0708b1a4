import MigrationDSL
import MigratorCatalogue
import MigratorSchema

extension DiffReport {
    /// How what turns one schema into another is written.
    public enum Format: Hashable, Sendable {
        /// A script for the database's shell.
        case sql
        /// Swift, as it stands in the `upgrade` of a revision.
        case swift
        /// A page of HTML that shows what came, what went and what changed.
        case html
    }
}

extension MigrationEngine {
    /// Writes what turns the old schema of a comparison into the new one; an empty text if nothing does.
    ///
    /// A difference for which there are no operations is named in a comment.
    /// - Parameters:
    ///   - report: What the comparison found.
    ///   - format: The language.
    ///   - scratch: The URL of a server on which an empty database may be made; `nil` for that of the engine's database.
    /// - Returns: The text.
    /// - Throws: `MigratorError` for what a script cannot say, or if it needs an empty database and there is none;
    ///   `DatabaseFailure`.
    public func text(
        of report: DiffReport,
        as format: DiffReport.Format,
        scratch: String? = nil
    ) async throws -> String {
        switch format {
        case .swift: return Self.swift(report.plan)
        case .html: return report.page
        case .sql:
            let scratches = try Scratches(on: report.dialect.kind, server: scratch, connectOther: connectOther)
            return try await DiffScript(report, settings).text(scratches)
        }
    }

    private static func swift(_ plan: GeneratedPlan) -> String {
        let unsupported = plan.unsupported.map { object in
            "// " + SchemaText.line("Not made: \(object.kind) \(object.object): \(object.why).") + "\n"
        }
        let parts = plan.parts.enumerated().map { index, part in
            let heading = index == 0 ? "" : "\n// In a revision of its own: one transaction cannot do both.\n"
            return heading + SwiftSpelling.revision.text(of: part.upgrade)
        }
        return (unsupported + parts).joined()
    }
}
