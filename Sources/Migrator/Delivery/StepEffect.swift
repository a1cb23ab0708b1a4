import CacheBridge
import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSystem

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a step touches, put together from its operations.
struct StepEffect: Hashable, Sendable {
    /// The tables; `nil` for everything.
    private(set) var tables: Set<ExactText>? = []
    /// The tables whose definition changes.
    private(set) var redefined: Set<ExactText> = []
    private(set) var schema = false
    private(set) var data = false

    /// The effect of a stamp: nobody knows what was there and what was not.
    static let stamp = StepEffect()

    private init() {
        tables = nil
        schema = true
    }

    /// The effect of operations as a database runs them.
    init(of operations: some Sequence<Operation>, on dialect: any Dialect) {
        for operation in operations {
            // More there is not, and of a file's statements there may be millions.
            if tables == nil, schema, data { return }
            let touched = Self.touched(by: operation, on: dialect)
            schema = schema || touched.schema
            data = data || touched.data
            guard let names = touched.tables.map({ Set($0.map { ExactText($0.name) }) }) else {
                tables = nil
                continue
            }
            tables?.formUnion(names)
            if touched.schema { redefined.formUnion(names) }
        }
    }

    /// What an operation touches; SQL that names its tables changes rows alone where its text shows no more.
    ///
    /// What is only read from a text counts as everything: triggers do not show in it.
    private static func touched(by operation: Operation, on dialect: any Dialect) -> Touched {
        guard let execute = operation.details as? ExecuteSQL else { return operation.touched }
        guard execute.declaresTables, let text = dialect.text(execute.sql) else {
            // A text for another database does nothing here.
            return dialect.text(execute.sql) == nil
                ? Touched(tables: []) : Touched(tables: nil, schema: true, data: true)
        }
        let tables = execute.tables.map { Set($0) }
        let statements = (try? StatementText.split(text, for: dialect.kind, transactional: false)) ?? []
        let changesRowsOnly =
            !statements.isEmpty
            && statements.allSatisfy {
                SQLTables.touched(by: $0, kind: dialect.kind)?.change == .data
            }
        return Touched(tables: tables, schema: !changesRowsOnly, data: true)
    }

    /// What changed; a step that touches nothing changes no row.
    var kind: InvalidationEvent.Kind {
        switch (schema, data) {
        case (true, true): .schemaAndData
        case (true, false): .schema
        default: .data
        }
    }

    var touched: NamespaceDependencies.Touched {
        tables.map { .tables($0.sorted().map(\.text)) } ?? .everything
    }
}

extension InvalidationEvent {
    /// The event of a step, or of a part of it.
    init(
        _ uuid: UUID,
        of step: Step,
        _ effect: StepEffect,
        _ dependencies: NamespaceDependencies,
        _ versionTable: VersionTable
    ) {
        let direction: InvalidationEvent.Direction = step.direction == .upgrade ? .upgrade : .downgrade
        self.init(
            uuid: uuid.text,
            revision: step.revision,
            direction,
            effect,
            dependencies,
            versionTable
        )
    }

    /// The event of a step, as it is written to the outbox: without number, time and fingerprint.
    ///
    /// No tables where the schema changed mean all tables.
    init(
        uuid: String,
        revision: RevisionID?,
        _ direction: InvalidationEvent.Direction,
        _ effect: StepEffect,
        _ dependencies: NamespaceDependencies,
        _ versionTable: VersionTable = VersionTable(name: TableName(EngineTableNames.version))
    ) {
        let tables = effect.tables?.sorted().map(\.text) ?? []
        self.init(
            id: 0,
            uuid: uuid,
            database: "",
            revision: revision?.rawValue,
            direction: direction,
            kind: effect.kind,
            tables: tables,
            namespaces: dependencies.namespaces(effect.kind, direction, touching: effect.touched),
            dropPrepared: effect.tables == nil ? [] : effect.redefined.sorted().map(\.text),
            at: "",
            versionTable: versionTable.name.name == EngineTableNames.version ? nil : versionTable.name.name
        )
    }
}
