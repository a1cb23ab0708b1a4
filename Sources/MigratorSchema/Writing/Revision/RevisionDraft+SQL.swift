import MigrationDSL
import MigratorCatalogue
package import MigratorCore
import MigratorDatabase
package import MigratorDialects

extension RevisionDraft {
    /// The statements of operations that were found out on a database, by the indices of these.
    package struct Statements: Sendable {
        package var upgrade: [Int: [String]]
        package var downgrade: [Int: [String]]

        /// None, or those of both directions.
        package init(upgrade: [Int: [String]] = [:], downgrade: [Int: [String]] = [:]) {
            self.upgrade = upgrade
            self.downgrade = downgrade
        }
    }

    /// A SQL file with a header and both sections; without a downgrade the header says why.
    ///
    /// - Parameters:
    ///   - dialect: The dialect of the database that the file is for.
    ///   - found: The statements of operations that the dialect leaves to be made beside a database, such as a rebuild.
    /// - Returns: The text.
    /// - Throws: ``MigratorError`` for an operation that is no SQL.
    package func sql(
        _ dialect: any Dialect,
        found: Statements = Statements()
    ) throws(MigratorError) -> String {
        let dialect = dialect.rendering(inTransaction: isTransactional)
        let upgrade = try section(upgrade, dialect, found.upgrade)
        switch downgrade {
        case .operations(let operations):
            return sql(upgrade: upgrade, downgrade: try section(operations, dialect, found.downgrade))
        case .none(let reason):
            return sql(upgrade: upgrade, downgrade: nil, irreversible: SchemaText.line(reason))
        }
    }

    /// A SQL file with a header, and sections whose text is given; without a downgrade the revision cannot be reversed.
    package func sql(upgrade: String = "", downgrade: String? = "", irreversible: String? = nil) -> String {
        var lines = ["-- revision: \(id)"]
        if !parents.isEmpty { lines.append("-- parents: \(parents.map(\.rawValue).joined(separator: ", "))") }
        if !branchLabels.isEmpty { lines.append("-- branch-labels: \(branchLabels.joined(separator: ", "))") }
        if !dependsOn.isEmpty { lines.append("-- depends-on: \(dependsOn.joined(separator: ", "))") }
        if !message.isEmpty { lines.append("-- message: \(message)") }
        if !isTransactional { lines.append("-- transaction: off") }
        if let irreversible { lines.append("-- irreversible: \(irreversible)") }
        lines += remarks.map { "-- \($0)" }
        lines += ["", "-- upgrade", ""]
        let text = lines.joined(separator: "\n") + upgrade
        return downgrade.map { "\(text)\n-- downgrade\n\($0)" } ?? text
    }

    private func section(
        _ operations: [Operation],
        _ dialect: any Dialect,
        _ found: [Int: [String]]
    ) throws(MigratorError) -> String {
        var script = SQLScriptText(dialect.kind)
        for (index, operation) in operations.enumerated() {
            if let destroyed = operation.destroyed { script.comment("Destroys data: \(SchemaText.line(destroyed)).") }
            if let statements = found[index] {
                script.group(statements)
            } else {
                for item in try dialect.render(operation) { try write(item, of: operation, to: &script) }
                script.endGroup()
            }
        }
        return script.text
    }

    private func write(
        _ item: WorkItem,
        of operation: Operation,
        to script: inout SQLScriptText
    ) throws(MigratorError) {
        switch item {
        case .statement(let sql): script.statement(sql.text)
        case .bulkInsert(let insert) where insert.onConflict == .error:
            guard case .file(let path, _) = insert.payload.source else { throw isNoSQL(operation) }
            let table = SQLFragment(name: insert.table.name, schema: insert.table.schema)
            script.comment("bulk-insert into \(table.text) from \(path)")
        case .bulkInsert, .removeRows, .perform, .rebuild: throw isNoSQL(operation)
        }
    }

    private func isNoSQL(_ operation: Operation) -> MigratorError {
        MigratorError(
            .unsupportedOffline,
            "\(operation.summary) cannot be written as SQL; write the revision in Swift"
        )
    }
}
