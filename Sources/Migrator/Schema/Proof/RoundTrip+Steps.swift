import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSchema
import MigratorSystem

extension RoundTrip {
    /// Applies all that the revision follows, and inserts the rows that are given on the way.
    func goToParents(_ rows: RoundTripRows, _ connection: any DatabaseConnection) async throws {
        let graph = engine.revisions.graph
        let own = try graph.positions(ofRows: [revision.id])
        let before = Planner(graph).upgrade(to: own, named: Target(revision.id), from: []).steps.map(\.revision)
            .filter { $0 != revision.id }
        var reached: [RevisionID] = []
        for id in before {
            reached.append(id)
            guard case .given(let given) = rows, let statements = given[id] else { continue }
            try await goUp(to: reached, connection)
            try await insert(statements, standing: id, connection)
        }
        try await goUp(to: reached, connection)
    }

    private func insert(
        _ statements: [String],
        standing id: RevisionID,
        _ connection: any DatabaseConnection
    ) async throws {
        let session = try await dialect.sessionState(connection)
        do throws(DatabaseFailure) {
            for sql in statements { try await connection.execute(sql) }
        } catch {
            guard error.code != .cancelled else { throw CancellationError() }
            throw MigratorError(
                .statementFailed,
                "the rows that are given for revision \(id) cannot be inserted there: \(error.message)",
                revision: id,
                cause: error
            )
        }
        // What the statements set is not the next revision's.
        try await session.establish(connection)
    }

    // MARK: Runs

    private func goUp(to ids: [RevisionID], _ connection: any DatabaseConnection) async throws {
        let graph = engine.revisions.graph
        let positions = try graph.positions(ofRows: ids)
        let target = Target(ids.last ?? revision.id)
        try await carryOut(connection) { planner, rows throws(MigratorError) in
            planner.upgrade(to: positions, named: target, from: try graph.positions(ofRows: rows))
        }
    }

    /// Goes the revision's own step, and no other.
    func go(_ direction: Direction, _ connection: any DatabaseConnection) async throws {
        let id = revision.id
        do {
            try await carryOut(connection) { planner, rows throws(MigratorError) in
                let step = try planner.step(id, direction, rows: rows)
                return Plan(
                    direction: direction,
                    target: Target(id),
                    steps: [step],
                    rowsBefore: rows,
                    rowsAfter: rows
                )
            }
        } catch let error as MigratorError {
            throw error.cause is DatabaseFailure ? RunFailure(error: error) : error
        }
    }

    /// Carries out a plan, as any run does.
    private func carryOut(
        _ connection: any DatabaseConnection,
        _ plan: (Planner, [RevisionID]) throws(MigratorError) -> Plan
    ) async throws {
        var run = try await Run(engine, connection)
        let plan = try plan(run.context.planner, try await run.tables.versionTable.rows(connection) ?? [])
        guard !plan.isEmpty else { return }
        let prepared = try PreparedPlan(plan, [], run.context)
        try run.context.revisions.refuseLoss(in: plan, for: dialect, run.context.settings)
        try await run.checkNames(plan, prepared.steps)
        do {
            _ = try await run.carryOut(prepared)
            await run.lock.release()
        } catch {
            await run.lock.release()
            throw error
        }
    }

    // MARK: Looks

    func schema(_ connection: any DatabaseConnection) async throws -> Schema {
        try await reader.reflection(of: connection, engine.settings)
    }

    /// - Throws: `MigratorError` if the schema is not what it is to be.
    func refuse(_ what: String, _ schema: Schema, _ wanted: Schema) async throws {
        let oracle = ScratchOracle(reader.scratches, dialect, for: wanted)
        let found = try await SchemaComparer(dialect, oracle: oracle).differences(from: schema, to: wanted).differences
        guard !found.isEmpty else { return }
        let shown = found.prefix(3).map { "\($0.summary)" }.joined(separator: "; ")
        let more = found.count > 3 ? "; and \(found.count - 3) more" : ""
        throw fault("\(what) leaves another schema, which lacks: \(shown)\(more)")
    }

    func fault(_ what: String) -> MigratorError {
        MigratorError(
            .statementFailed,
            "revision \(revision.id): \(what)",
            revision: revision.id,
            location: revision.node.source
        )
    }
}

extension Renames {
    /// The renames that operations do, by the names before the first of them.
    init(of operations: [Operation], _ dialect: any Dialect) {
        var tables: [(former: ObjectName, name: ObjectName)] = []
        var columns: [(table: ObjectName, former: String, name: String)] = []
        func former(_ name: ObjectName) -> ObjectName {
            let key = TableKey.of(name, dialect)
            return tables.first { TableKey.of($0.name, dialect) == key }?.former ?? name
        }
        for operation in operations.flatMap(\.ungrouped) {
            switch operation.details {
            case let rename as RenameTable:
                let first = former(rename.name)
                tables.removeAll { $0.former == first }
                tables.append((first, ObjectName(rename.newName, schema: rename.name.schema)))
            case let rename as RenameColumn:
                let table = former(rename.table)
                let index = columns.firstIndex { $0.table == table && $0.name.isExactly(rename.name) }
                if let index {
                    columns[index].name = rename.newName
                } else {
                    columns.append((table, rename.name, rename.newName))
                }
            default: break
            }
        }
        self.init(
            tables.map { Rename(.table($0.former), to: $0.name.name) }
                + columns.map { Rename($0.former, of: .table($0.table), to: $0.name) }
        )
    }
}
