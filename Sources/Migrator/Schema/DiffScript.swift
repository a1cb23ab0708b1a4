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
    private let old: SchemaText
    private let dialect: any Dialect
    private let form: any ScriptForm

    init(_ report: DiffReport, _ plan: GeneratedPlan, _ settings: MigratorSettings) throws(MigratorError) {
        self.plan = plan
        dialect = report.dialect.rendering(inTransaction: true)
        old = SchemaText(report.schemas.old, report.dialect)
        form = try dialect.script(lockTimeout: settings.lockTimeout)
    }

    /// An operation, and the statements that make it.
    private struct Item {
        let operation: Operation
        var statements: [String] = []
        var needsForeignKeysOff = false
    }

    /// The script.
    ///
    /// - Parameter scratches: Lend an empty database: how a table is made anew is found out on one with the old schema.
    /// - Returns: The text; empty if there is nothing to do.
    /// - Throws: `MigratorError` for what a script cannot say, or if there is no empty database; `DatabaseFailure`.
    func text(_ scratches: Scratches) async throws -> String {
        var rendered: [(operation: Operation, items: [WorkItem])] = []
        for operation in plan.parts.flatMap(\.upgrade) { rendered.append((operation, try dialect.render(operation))) }
        guard rendered.contains(where: { $0.items.contains(where: \.isRebuild) }) else {
            return try text(rendered.map { try item($0.operation, $0.items) })
        }
        do {
            return try await scratches.withScratch { connect in
                let connection = try await connect()
                do {
                    let text = try text(try await tried(rendered, on: connection))
                    await connection.close()
                    return text
                } catch {
                    await connection.close()
                    throw error
                }
            }
        } catch let none as NoScratch {
            throw MigratorError(
                .unsupportedOffline,
                "a script that makes tables anew needs an empty database to try it on, and there is none (\(none.reason))"
            )
        }
    }

    /// The statements of an operation that its dialect knows without a database.
    private func item(_ operation: Operation, _ work: [WorkItem]) throws(MigratorError) -> Item {
        var item = Item(operation: operation)
        for piece in work {
            guard case .statement(let sql) = piece else { throw Self.noScript(operation) }
            item.statements.append(try shellText(sql.text, operation))
        }
        return item
    }

    /// A virtual table may need what only its application has, and has no part in how others are made anew.
    private func make(_ sql: String, _ connection: any DatabaseConnection) async throws {
        do throws(DatabaseFailure) {
            try await connection.execute(sql)
        } catch {
            guard error.code != .cancelled, sql.hasPrefix("CREATE VIRTUAL TABLE"), old.isKept else { throw error }
        }
    }

    /// The statements of all operations, found out on an empty database.
    private func tried(
        _ rendered: [(operation: Operation, items: [WorkItem])],
        on connection: any DatabaseConnection
    ) async throws -> [Item] {
        for sql in try old.making() { try await make(sql, connection) }
        for sql in form.foreignKeys(false) { try await connection.execute(sql) }
        try await connection.execute(form.begin)
        var items: [Item] = []
        for (operation, work) in rendered {
            var item = Item(operation: operation)
            for piece in work {
                switch piece {
                case .statement(let sql):
                    item.statements.append(try shellText(sql.text, operation))
                    try await connection.execute(sql.text)
                case .rebuild(let rebuild):
                    let script = try await rebuild.scripted(on: connection)
                    item.statements += script.statements
                    item.needsForeignKeysOff = item.needsForeignKeysOff || script.needsForeignKeysOff
                case .bulkInsert, .removeRows, .perform: throw Self.noScript(operation)
                }
            }
            items.append(item)
        }
        try await connection.execute("ROLLBACK")
        return items
    }

    private func text(_ items: [Item]) throws -> String {
        var text = ""
        let writer = ScriptWriter { text += $0 }
        let needsForeignKeysOff = items.contains(where: \.needsForeignKeysOff)
        for object in plan.unsupported {
            try writer.comment("Not made: \(object.kind) \(object.object): \(object.why).")
        }
        if !items.isEmpty {
            try writer.comment("To be run with: \(form.usage)")
            for line in form.opening { try writer.command(line) }
            try writer.statements(form.preparation)
            if needsForeignKeysOff { try writer.statements(form.foreignKeys(false)) }
            var rest = items[...]
            for part in plan.parts {
                try writer.statement(form.begin)
                for item in rest.prefix(part.upgrade.count) { try write(item, writer) }
                rest = rest.dropFirst(part.upgrade.count)
                if needsForeignKeysOff { try writer.statements(form.beforeCommit) }
                try writer.statement("COMMIT")
            }
            if needsForeignKeysOff { try writer.statements(form.foreignKeys(true)) }
            try writer.statements(form.cleaning)
        }
        try writer.flush()
        return text
    }

    private func write(_ item: Item, _ writer: ScriptWriter) throws {
        if let destroyed = item.operation.destroyed { try writer.comment("Destroys data: \(destroyed).") }
        try writer.statements(item.statements)
    }

    private func shellText(_ sql: String, _ operation: Operation) throws(MigratorError) -> String {
        do throws(ScriptRefusal) {
            return try form.statement(sql)
        } catch {
            throw MigratorError(
                .unsupportedOffline,
                "\(operation.summary) cannot be written into a script: \(error.reason); \(error.advice)"
            )
        }
    }

    private static func noScript(_ operation: Operation) -> MigratorError {
        MigratorError(.unsupportedOffline, "\(operation.summary) cannot be written into a script")
    }
}

extension WorkItem {
    fileprivate var isRebuild: Bool {
        if case .rebuild = self { true } else { false }
    }
}
