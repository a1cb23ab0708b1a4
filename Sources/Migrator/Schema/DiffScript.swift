import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSchema

/// The script for a database's shell that turns the old schema of a comparison into the new one.
///
/// It runs in one transaction, or in two where a value of an enum type is added first and used then.
struct DiffScript {
    private let plan: GeneratedPlan
    private let finder: StatementFinder
    private let form: any ScriptForm

    init(_ report: DiffReport, _ settings: MigratorSettings) throws(MigratorError) {
        plan = report.plan
        form = try report.dialect.rendering(inTransaction: true).script(lockTimeout: settings.lockTimeout)
        let old = SchemaText(report.schemas.old, report.dialect)
        finder = StatementFinder(for: .script, from: old, report.dialect, form)
    }

    /// The script.
    ///
    /// - Parameter scratches: Lend an empty database: how a table is made anew is found out on one with the old schema.
    /// - Returns: The text; empty if there is nothing to do.
    /// - Throws: `MigratorError` for what a script cannot say, or if there is no empty database; `DatabaseFailure`.
    func text(_ scratches: Scratches) async throws -> String {
        try text(try await finder.statements(of: plan.parts.map(\.upgrade), scratches))
    }

    private func text(_ parts: [[StatementFinder.Found]]) throws -> String {
        var text = ""
        let writer = ScriptWriter { text += $0 }
        let needsForeignKeysOff = parts.joined().contains(where: \.needsForeignKeysOff)
        for object in plan.unsupported {
            try writer.comment("Not made: \(object.kind) \(object.object): \(object.why).")
        }
        if !parts.isEmpty {
            try writer.comment("To be run with: \(form.usage)")
            for line in form.opening { try writer.command(line) }
            try writer.statements(form.preparation)
            if needsForeignKeysOff { try writer.statements(form.foreignKeys(false)) }
            for part in parts {
                try writer.statement(form.begin)
                for found in part { try write(found, writer) }
                if needsForeignKeysOff { try writer.statements(form.beforeCommit) }
                try writer.statement("COMMIT")
            }
            if needsForeignKeysOff { try writer.statements(form.foreignKeys(true)) }
            try writer.statements(form.cleaning)
        }
        try writer.flush()
        return text
    }

    private func write(_ found: StatementFinder.Found, _ writer: ScriptWriter) throws {
        if let destroyed = found.operation.destroyed { try writer.comment("Destroys data: \(destroyed).") }
        try writer.statements(found.statements)
    }
}
