import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSystem

@testable import Migrator
@testable import MigratorSchema

/// Generates a revision and proves it.
struct ProofBench {
    let engine: MigrationEngine

    /// What the proof of a generated plan finds.
    ///
    /// - Parameters:
    ///   - old: The schema that the plan begins with.
    ///   - new: The schema that it is to end with.
    ///   - options: The part of both that is looked at.
    ///   - change: Changes the plan before it is proved.
    /// - Returns: The report.
    /// - Throws: What the proof throws.
    func prove(
        _ old: DeclaredSchema,
        _ new: DeclaredSchema,
        _ options: SchemaOptions = SchemaOptions(),
        _ change: (inout GeneratedPlan) -> Void = { _ in }
    ) async throws -> ProofReport {
        let reader = try await SchemaReader(engine, options, for: [.history(nil), .model])
        let dialect = reader.dialect
        let (old, new) = (Schema(old, for: dialect.kind), Schema(new, for: dialect.kind))
        let oracle = ScratchOracle(reader.scratches, dialect, for: new)
        let comparison = try await SchemaComparer(dialect, oracle: oracle).differences(from: old, to: new)
        var plan = PlanGenerator(dialect).plan(from: old, to: new, comparison)
        change(&plan)
        return try await RevisionProof(engine, reader, Renames()).prove(plan, from: old, to: new)
    }

    /// Makes a schema on an empty database and fills its tables.
    static func fill(
        _ declared: DeclaredSchema,
        _ connection: any DatabaseConnection
    ) async throws -> SampleFill.Result {
        let dialect = try connection.kind.dialect()
        let schema = Schema(declared, for: dialect.kind)
        _ = try await OldSchema(schema, dialect).make(connection)
        var fill = SampleFill(schema, dialect, on: connection, rows: [:], leaving: [])
        return try await fill.fill()
    }
}

extension GeneratedPlan {
    /// Adds operations to the upgrade of the last part, or leaves some of it out.
    mutating func changeUpgrade(_ change: ([Operation]) -> [Operation]) {
        guard let last = parts.popLast() else { return }
        parts.append(Part(upgrade: change(last.upgrade), downgrade: last.downgrade, notes: last.notes))
    }

    /// Lets the last part run a statement after all else.
    mutating func append(_ sql: SQLText) {
        let op = Operations()
        op.execute(sql)
        changeUpgrade { $0 + op.recorded }
    }
}
