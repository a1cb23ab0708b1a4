import MigrationDSL
import Migrator
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorTestSupport

@testable import MigratorSchema
@testable import MigratorSources

/// A database that is taken from one declared schema to another.
struct ChangeBench: Sendable {
    let kind: DatabaseKind
    /// Opens the database.
    let connect: @Sendable () async throws -> any DatabaseConnection
    /// Opens another one.
    let connectOther: OtherDatabase.Connect

    /// Runs the statements that are written for a schema.
    func make(_ schema: Schema) async throws {
        let connection = try await connect()
        let sql = try SchemaText(schema, try kind.dialect()).sql()
        for statement in try StatementText.split(sql, for: kind, transactional: false) {
            do {
                try await connection.execute(statement)
            } catch {
                throw ChangeFailure("\(error.message)\n\(statement)")
            }
        }
        await connection.close()
    }

    /// An engine with a declared schema, over some revisions.
    func engine(_ schema: Schema, _ revisions: [PlannedRevision] = []) throws -> MigrationEngine {
        var engine = MigrationEngine(revisions: try RevisionHistory(loaded: revisions), connect: connect)
        engine.connectOther = connectOther
        let objects = schema.objects.enumerated().map { index, entry in
            DeclaredObject(entry.object, at: SourceLocation(file: "schema", line: index + 1))
        }
        engine.model = DeclaredSchema(objects)
        return engine
    }

    /// What the database lacks of a schema, or has beside it, in words.
    func differences(to schema: Schema) async throws -> [String] {
        let report = try await engine(schema).diff(from: .database, to: .model)
        return report.differences.map { "\($0.change): \($0.summary)" }
            + report.unverified.map { "unverified \($0.summary): \($0.old) | \($0.new)" }
            + report.unsupported.map { "unsupported \($0)" }
    }

    /// The revisions that take the database to a schema.
    func revisions(to schema: Schema) async throws -> (revisions: [PlannedRevision], plan: GeneratedPlan) {
        let report = try await engine(schema).diff(from: .database, to: .model)
        let (old, new) = report.schemas
        if old.fingerprint == new.fingerprint, let difference = report.differences.first {
            throw ChangeFailure("one fingerprint, and yet \(difference.summary)")
        }
        let plan = PlanGenerator(report.dialect).plan(from: old, to: new, report.comparison)
        let revisions = plan.parts.enumerated().map { index, part in
            PlannedRevision(
                node: RevisionNode(
                    id: RevisionID(Self.id(index)),
                    parents: index == 0 ? [] : [RevisionID(Self.id(index - 1))],
                    message: "part \(index + 1)"
                ),
                part: part
            )
        }
        return (revisions, plan)
    }

    private static func id(_ number: Int) -> String { "part\(number + 1)" }

    /// The statements of a plan, for what a failing test says.
    func script(of plan: GeneratedPlan) throws -> String {
        let dialect = try kind.dialect()
        return try plan.parts.map { part in
            try part.upgrade.flatMap { try dialect.render($0).map(\.script) }.joined(separator: ";\n")
        }.joined(separator: "\n-- next revision\n")
    }
}

/// What a test says of a statement that does not run.
struct ChangeFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A revision that a plan consists of.
struct PlannedRevision: LoadedRevision {
    let node: RevisionNode
    let part: GeneratedPlan.Part

    var isTransactional: Bool { true }
    var lockRules: LockRules { LockRules() }
    var payloads: PayloadLocator { .folder("/") }

    func operations(
        _ direction: Direction,
        _ arguments: RevisionArguments,
        tag: String?,
        for kind: DatabaseKind
    ) throws(MigratorError) -> OperationList {
        .recorded(try recorded(direction))
    }

    private func recorded(_ direction: Direction) throws(MigratorError) -> [Operation] {
        guard direction == .downgrade else { return part.upgrade }
        switch part.downgrade {
        case .operations(let operations): return operations
        case .none(let reason): throw MigratorError(.irreversible, reason, revision: id)
        case .derived:
            do {
                return try part.upgrade.reversedOperations()
            } catch {
                throw MigratorError(.irreversible, "\(error)", revision: id)
            }
        }
    }

    func checksum(_ direction: Direction) throws(MigratorError) -> String { Checksum.of(try recorded(direction)) }

    func whyIrreversible() throws(MigratorError) -> String? {
        guard case .none(let reason) = part.downgrade else { return nil }
        return reason
    }
}
